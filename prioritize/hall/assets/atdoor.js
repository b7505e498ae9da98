// Buttons at the entrance: every tap counts once, at once, also while the connection is away. Taps wait on this phone until
// the service has them. Without this script each tap is a page.
(() => {
  const form = document.querySelector("form[data-tapping]");
  if (!form || !window.fetch || !window.crypto) return;
  const store = "ashar door " + form.action;
  const status = form.querySelector("[data-status]");
  let waiting = [];
  try { waiting = JSON.parse(localStorage.getItem(store)) || []; } catch { waiting = []; }
  let sending = false, pressed = null;

  const keep = () => {
    try { localStorage.setItem(store, JSON.stringify(waiting)); } catch { /* then they wait in memory alone */ }
  };
  const tell = () => { status.textContent = waiting.length ? form.dataset.wait + " " + waiting.length : ""; };
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  const show = (name, text) => {
    const at = document.querySelector(name);
    if (at) at.textContent = text;
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    while (waiting.length) {
      const tap = waiting[0];
      let answer;
      try {
        answer = await fetch(form.action, {
          method: "POST", body: new URLSearchParams(tap.body), headers: { Accept: "application/json" }, credentials: "same-origin",
        });
      } catch { answer = null; }
      if (!answer || answer.status >= 500 || answer.status === 429) {
        tell();
        await new Promise((go) => setTimeout(go, 2000));
        continue;
      }
      if (answer.status === 401 || answer.redirected) { tell(); location.reload(); return; }
      waiting.shift();
      keep();
      if (!answer.ok) { location.reload(); return; }
      const now = await answer.json();
      const shown = tap.body.village === form.elements.village.value && form.querySelector('[data-count="' + tap.who + '"]');
      if (shown) shown.textContent = now.count;
      show("[data-present]", now.present);
      show("[data-women]", now.women);
      show("[data-men]", now.men);
      tell();
    }
    sending = false;
  };

  form.addEventListener("click", (e) => { pressed = e.target.closest("button"); });
  form.addEventListener("submit", (e) => {
    const button = e.submitter || pressed;
    if (!button || !button.name) return;
    e.preventDefault();
    const body = { key: key(), desk: form.elements.desk.value, village: form.elements.village.value, [button.name]: button.value };
    waiting.push({ who: button.value, body });
    keep();
    if (navigator.vibrate) navigator.vibrate(15);
    send();
  });
  tell();
  send();
})();
