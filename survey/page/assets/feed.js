// Keeps what is marked data-live="PATH" as the server has it, by server-sent events, or by asking again and again. Without
// this script a page is as good when it is loaded again. Focus, what is unfolded and what is typed stay as they are.
(() => {
  "use strict";
  const line = document.querySelector(".live[data-lost]");
  const silence = 40000; // in milliseconds; a sign of life comes each 15 seconds
  const lost = new Map();

  function tell(part, word, at) {
    if (word) lost.set(part, [word, at]);
    else lost.delete(part);
    const [text, time] = Array.from(lost.values()).sort((a, b) => a[1] - b[1])[0] || [];
    const says = text ? text.replace("%", new Date(time).toTimeString().slice(0, 5)) : "";
    if (!line || line.textContent === says) return;
    line.textContent = "";
    if (!says) return;
    const p = document.createElement("p");
    p.className = "notice warn";
    p.textContent = says;
    line.appendChild(p);
  }

  const sort = (x) => [x.nodeName, x.id || (x.getAttribute && x.getAttribute("class"))].join();
  const alike = (a, b) => a && sort(a) === sort(b);

  // become makes a what b is, and leaves alone what is the same in both.
  function become(a, b) {
    if (a.isEqualNode(b)) return;
    if (a.nodeType !== 1) {
      a.data = b.data;
      return;
    }
    const kept = a.nodeName === "DETAILS" ? "open" : "";
    for (const x of Array.from(a.attributes)) if (x.name !== kept && !b.hasAttribute(x.name)) a.removeAttribute(x.name);
    for (const x of Array.from(b.attributes)) if (x.name !== kept && a.getAttribute(x.name) !== x.value) a.setAttribute(x.name, x.value);
    children(a, b);
  }

  // ahead is what x has become of, behind things that have gone; nothing that has an id is passed over.
  function ahead(at, x) {
    for (; x.nodeType === 1 && at && !at.id; at = at.nextSibling) {
      if (alike(at, x)) return at;
    }
  }

  function children(a, b) {
    let at = a.firstChild;
    const drop = () => {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    };
    for (const x of Array.from(b.childNodes)) {
      let same = at;
      if (!alike(at, x)) {
        same = x.id ? Array.from(a.children).find((y) => alike(y, x)) : ahead(at, x);
        while (same && !x.id && at !== same) drop();
      }
      if (same) become(same, x);
      if (same && same === at) at = at.nextSibling;
      else a.insertBefore(same || x, at);
    }
    while (at) drop();
  }

  function renew(part, html) {
    const focus = document.activeElement;
    const inert = document.createElement("template");
    inert.innerHTML = html;
    children(part, inert.content);
    if (focus !== document.activeElement && part.contains(focus)) focus.focus({ preventScroll: true });
  }

  function follow(part) {
    const path = part.dataset.live;
    let source, timer, tag, at = Date.now();

    function has(html) {
      at = Date.now();
      if (html !== undefined) renew(part, html);
      tell(part);
    }
    const lose = (word) => tell(part, line && line.dataset[word || "lost"], at);
    function later(what, ms) {
      clearTimeout(timer);
      timer = setTimeout(what, ms);
    }
    function close() {
      clearTimeout(timer);
      if (source) source.close();
      source = null;
    }

    function listen() {
      close();
      if (document.hidden) return; // when it is looked at again it listens anew
      if (!window.EventSource) return ask(0);
      let failing = false;
      const watch = () => ((failing = false), later(() => (lose(), listen()), silence));
      source = new EventSource(path);
      source.onmessage = (e) => (watch(), has(e.data));
      source.addEventListener("beat", () => (watch(), has()));
      source.addEventListener("stale", () => (watch(), lose()));
      source.onerror = () => {
        if (source.readyState === 2) return close(), ask(0);
        if (failing) return; // the browser has tried again by itself
        failing = true;
        later(() => (lose(), listen()), 4000 + 3000 * Math.random());
      };
      watch();
    }

    // ask looks once, and then again or listens.
    async function ask(n) {
      try {
        const r = await fetch(path, { credentials: "same-origin", headers: tag ? { "If-None-Match": tag } : {} });
        if (source || document.hidden) return;
        if (r.status === 401 || r.status === 403 || r.status === 404 || r.status === 410) return lose("over");
        if (!r.ok && r.status !== 304) throw r;
        tag = r.headers.get("ETag");
        has(r.status === 304 ? undefined : await r.text());
      } catch (e) {
        if (source || document.hidden) return;
        lose();
      }
      later(() => (n < 6 ? ask(n + 1) : listen()), 5000 + 5000 * Math.random());
    }

    document.addEventListener("visibilitychange", listen);
    window.addEventListener("online", listen);
    listen();
  }

  document.querySelectorAll("[data-live^='/']").forEach(follow);
})();
