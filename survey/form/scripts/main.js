// Begins on the first page of a form and on its receipt: keeps the form at hand, sends what waits, and asks the questions
// itself while there is no connection.

import { Ask } from "./ask.js";
import { begin, newID } from "./interview.js";
import * as db from "./db.js";
import * as outbox from "./outbox.js";
import { Panel } from "./panel.js";
import { judged } from "./ticket.js";
import { el, Words } from "./words.js";

const format = 1; // of the data that these scripts can read
const forms = "ashar-forms"; // the cache that the service worker looks into

const code = location.pathname.split("/")[2];
const { lang } = document.documentElement;
const main = document.getElementById("main");
const consent = main.querySelector("form [name=consent]"); // only the first page asks for it
const offline = document.body.hasAttribute("data-offline"); // the service worker found no connection

const pagePath = `/f/${code}?lang=${lang}`;
const dataPath = `/f/${code}/form.json?lang=${lang}`;

// load returns the questionnaire, from the server where it can be reached, and keeps it and the form's first page for
// the time when it cannot.
async function load() {
  const cache = await caches.open(forms);
  if (!offline && (consent || !(await cache.match(dataPath)))) {
    try {
      const [data, page] = await Promise.all([fetch(dataPath), fetch(pagePath)]);
      if (data.ok && page.ok) {
        await Promise.all([cache.put(dataPath, data.clone()), cache.put(pagePath, page)]);
        return await data.json();
      }
    } catch {
      // then with what was kept
    }
  }
  return (await cache.match(dataPath))?.json();
}

// needsSignal reports whether something must be answered that cannot be answered without a connection.
const needsSignal = (outline) =>
  outline.steps.some((x) => ["image", "audio"].includes(x.kind) && (x.required || x.requiredIf !== undefined));

// hideLanguages leaves those in the header in which the form is kept.
async function hideLanguages() {
  const cache = await caches.open(forms);
  for (const link of document.querySelectorAll(".languages a")) {
    if (!(await cache.match(`/f/${code}?lang=${link.lang}`))) link.remove();
  }
}

// Desk is the page, with what is held on this phone below it.
class Desk {
  constructor(data) {
    this.data = data;
    this.words = new Words(data);
    this.panel = new Panel(this.words, code, (item) => this.goOn(item));
    this.able = !needsSignal(data.outline) && (!consent || consent.value === data.outline.consent);
  }

  // open puts what is held here below the page, or above it where somebody has to do something about it.
  async open() {
    await this.panel.draw();
    const urges = await this.panel.urges();
    if (this.asking) return; // somebody was quicker
    main[urges ? "prepend" : "append"](this.panel.element);
    if (!offline) return;
    hideLanguages();
    this.sayOffline();
    if (!this.able) main.querySelector(".actions")?.remove();
  }

  sayOffline() {
    const text = this.words.say(this.able ? "form.offline.none" : "form.offline.needs_signal");
    const again = el("a", { class: "button quiet", href: location.pathname + location.search }, this.words.say("form.offline.again"));
    main.prepend(el("div", { class: "notice warn", role: "status" }, el("div", {}, el("p", {}, text), el("p", {}, again))));
  }

  // begin begins an interview, with what is in the box for the code of a ticket, if the page has one.
  async begin(box) {
    if (!judged(box, this.words)) return;
    const id = newID();
    navigator.storage?.persist?.();
    await this.ask({ id, code, data: this.data, ticket: box?.value, interview: begin({ ...this.data.outline, zone: this.data.zone }, id, Date.now()) });
  }

  // goOn goes on with a draft, or with an answer that the server did not accept, at the question that is to be mended.
  async goOn(item) {
    if (!item.held) return this.ask(item);
    const interview = { ...item.interview, at: item.question };
    const draft = { id: item.id, code: item.code, data: this.data, ticket: item.held.ticket, interview };
    await outbox.mend(item, draft);
    return this.ask(draft, [{ text: item.detail }]);
  }

  async ask(draft, mistakes) {
    this.asking = true;
    const { data } = draft;
    draft.data = { ...data, outline: { ...data.outline, zone: data.zone } };
    document.head.append(el("link", { rel: "stylesheet", href: data.style }));
    document.documentElement.lang = data.outline.language;
    document.querySelector(".languages")?.remove(); // an interview that is held here stays in its language
    history.replaceState(null, "");
    new Ask(main, new Words(draft.data), draft, (item) => this.finished(item)).start(mistakes);
  }

  // finished says what has become of an answer, as long as the page is open.
  finished(item) {
    let last;
    const draw = async () => {
      const there = (await db.all("outbox")).find((x) => x.id === item.id);
      const receipt = outbox.now.receipts.get(item.id); // none if another tab has sent it
      if (!there && last === "stays") return; // somebody mends it
      const state = !there ? "received" : there.state === "kept" ? "kept" : "stays";
      if (state === last) return;
      last = state;
      main.replaceChildren(...this.ending(state, receipt), this.panel.element);
    };
    scrollTo(0, 0);
    outbox.changes.addEventListener("change", draw);
    draw();
    this.panel.draw();
    outbox.send();
  }

  // ending is the last page of an interview.
  ending(state, receipt) {
    const line = (id) => el("p", {}, this.words.say(id));
    const another = el("a", { class: "button", href: pagePath }, this.words.say("form.receipt.another"));
    const title = { received: "form.receipt.title", kept: "form.offline.kept", stays: "form.offline.stays" };
    return [
      el("h1", {}, this.words.say(title[state])),
      ...(receipt ? [line("form.receipt.code"), el("div", { class: "receipt" }, receipt), line("form.receipt.keep")] : []),
      ...(state === "kept" ? [line("form.offline.browser")] : []),
      el("p", {}, another),
    ];
  }
}

async function open() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const ready = load().then((data) => (data?.format === format ? new Desk(data) : undefined));
  consent?.form.addEventListener("submit", (event) => {
    if (navigator.onLine && !offline) return;
    event.preventDefault();
    ready.then((desk) => (desk?.able ? desk.begin(event.target.elements.ticket) : event.target.submit()));
  });
  navigator.serviceWorker.register("/f/sw.js", { scope: "/f/" });
  const desk = await ready;
  if (!desk) return;
  await desk.open();
  addEventListener("online", () => outbox.send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && outbox.send());
  if ((await db.all("outbox")).length) outbox.send();
}

open();
