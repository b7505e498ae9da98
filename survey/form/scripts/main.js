// Begins on the first page of a form, on its receipt and where no answers are taken: keeps the form at hand, sends what
// waits, and asks the questions itself while there is no connection.

import { Ask } from "./ask.js";
import { carried, forms, goOn } from "./carried.js";
import * as check from "./check.js";
import { begin, newID } from "./interview.js";
import * as db from "./db.js";
import * as outbox from "./outbox.js";
import { Panel } from "./panel.js";
import * as photo from "./photo.js";
import { judged } from "./ticket.js";
import { el, lead, Words } from "../../page/scripts/words.js";

const format = 1; // of the data that these scripts can read

const [, , code, tail = "", step] = location.pathname.split("/");
const id = /^[A-Z2-7]{26}$/.test(tail) ? tail : undefined; // with it, it is an interview's address; else there is a ticket's code
const { lang } = document.documentElement;
const main = document.getElementById("main");
const consent = () => main.querySelector("form [name=consent]"); // only the first page asks for it
const shut = document.getElementById("shut"); // there is no form behind this door now
const offline = document.body.hasAttribute("data-offline"); // the service worker found no connection

const pagePath = `/f/${code}?lang=${lang}`;
const dataPath = `/f/${code}/form.json?lang=${lang}`;

// load returns the questionnaire, from the server where it can be reached, and keeps it and the form's first page for
// the time when it cannot. What was kept in another language is better than nothing.
async function load() {
  const cache = await caches.open(forms);
  if (!offline && !shut && (consent() || !(await cache.match(dataPath)))) {
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
  const kept = (await cache.match(dataPath)) || (await cache.match(dataPath, { ignoreSearch: true }));
  return kept?.json();
}

// hideLanguages leaves those in the header in which the form is kept.
async function hideLanguages() {
  const cache = await caches.open(forms);
  for (const link of document.querySelectorAll(".languages a")) {
    if (!(await cache.match(`/f/${code}?lang=${link.lang}`))) link.remove();
  }
}

// typed is where the code of a ticket outlives the page on which the signal was lost.
const typed = "ashar-ticket";

// fillIn puts the code of a ticket back, of which the page that was kept knows nothing.
function fillIn() {
  const box = offline && consent()?.form.elements.ticket;
  if (box) box.value ||= sessionStorage.getItem(typed) || (id ? "" : tail);
  sessionStorage.removeItem(typed);
}

// Desk is the page, with what is held on this phone below it.
class Desk {
  constructor(data) {
    this.data = data;
    this.words = new Words(data);
    this.panel = new Panel(this.words, code, (item) => this.goOn(item));
  }

  // able reports whether what the page asks to agree to is what these scripts can go on with.
  get able() {
    return !consent() || consent().value === this.data.outline.consent;
  }

  // open puts what is held here below the page, or above it where somebody has to do something about it.
  async open() {
    const [, , , interview] = location.pathname.split("/"); // another than id, where screens took each other's place
    if (interview && !offline && main.querySelector(".receipt")) await db.change((store) => store("drafts").delete(interview));
    await this.panel.draw();
    const urges = await this.panel.urges();
    if (this.asking || !atDoor()) return; // somebody was quicker
    main[urges ? "prepend" : "append"](this.panel.element);
    if (!offline || (id && consent() && (await this.carryOn()))) return;
    hideLanguages();
    if (!consent()) {
      main.querySelector("form.choices")?.remove(); // what it leads to is with the server
      this.sayOffline("form.offline.receipt");
      return;
    }
    this.sayOffline(this.able && !id ? "form.offline.none" : "form.offline.lost");
    if (id || !this.able) main.querySelector("form .actions")?.remove();
  }

  // carryOn goes on with the interview whose address this is, as far as this phone has it, and reports whether it does.
  async carryOn() {
    const same = (item) => item.id === id;
    const item = (await db.all("outbox")).find(same);
    const receipt = (await db.all("receipts")).find(same);
    if (item || receipt) {
      if (receipt) outbox.now.receipts.set(id, receipt);
      this.finished(item || { id });
      return true;
    }
    const draft = (await db.all("drafts")).find(same) || { id, code, data: this.data };
    const found = step === "_forget" ? undefined : await carried(code, id);
    if (!found && !draft.interview) return false;
    if ((found?.carried.key || draft.data.outline.key) !== draft.data.outline.key) return false;
    draft.data.outline.zone = draft.data.zone;
    const said = found && goOn(draft, found);
    history.replaceState(null, "", `/f/${code}/${id}`);
    await this.ask(draft, [], said);
    this.sayGone();
    return true;
  }

  // sayGone says once that the signal has gone, below the screen that is due.
  sayGone() {
    if (this.ended) return;
    main.prepend(el("p", { class: "notice warn", role: "status" }, this.words.say("form.offline.goes_on")));
  }

  sayOffline(why) {
    const text = this.words.say(why);
    const again = el("a", { class: "button quiet", href: location.pathname + location.search }, this.words.say("form.offline.again"));
    main.prepend(el("div", { class: "notice warn", role: "status" }, el("div", {}, el("p", {}, text), el("p", {}, again))));
  }

  // begin begins an interview, with what is in the box for the code of a ticket, if the page has one.
  async begin(box) {
    if (this.asking || !judged(box, this.words)) return;
    const id = newID();
    navigator.storage?.persist?.();
    await this.ask({ id, code, data: this.data, ticket: box?.value, interview: begin({ ...this.data.outline, zone: this.data.zone }, id, Date.now()) });
  }

  // goOn goes on with a draft, or with an answer that the server did not accept, at the question that is to be mended.
  async goOn(item) {
    if (!item.held) return this.ask(item);
    const interview = { ...item.interview, at: item.question };
    const draft = { id: item.id, code: item.code, data: this.data, ticket: item.held.ticket, interview, files: item.files };
    await outbox.mend(item, draft);
    return this.ask(draft, [{ text: item.detail }]);
  }

  async ask(draft, mistakes, said) {
    this.asking = true;
    this.ended = undefined;
    const { data } = draft;
    draft.data = { ...data, outline: { ...data.outline, zone: data.zone } };
    document.head.append(el("link", { rel: "stylesheet", href: data.style }));
    document.documentElement.lang = data.outline.language;
    document.querySelector(".languages")?.remove(); // an interview that is held here stays in its language
    history.replaceState(null, "");
    await new Ask(main, new Words(draft.data), draft, (item) => this.finished(item)).start(mistakes, said);
  }

  // finished says what has become of an answer, until another one is asked for on this page.
  finished(item) {
    this.ended = item;
    let last;
    const draw = async () => {
      const [kept, receipts] = await Promise.all(["outbox", "receipts"].map(db.all));
      if (this.ended !== item) return;
      const there = kept.find((x) => x.id === item.id);
      const said = outbox.now.receipts.get(item.id) || receipts.find((r) => r.id === item.id);
      if (!there && !said && last === "stays") return; // somebody mends it
      if (!there && !said && item.held && !outbox.now.takenBack) {
        // What was kept for this site has been cleared, and this page still has it.
        return outbox.keep(item).then(() => outbox.send(), () => {});
      }
      const state = said ? "received" : !there ? "back" : there.state === "kept" ? "kept" : "stays";
      if (state === last) return;
      last = state;
      main.replaceChildren(...this.ending(state, said), this.panel.element);
      lead(main.querySelector("h1"));
    };
    scrollTo(0, 0);
    outbox.changes.addEventListener("change", draw);
    draw();
    this.panel.draw();
    outbox.send();
  }

  // ending is the last page of an interview.
  ending(state, { receipt, other, interview } = {}) {
    const line = (id) => el("p", {}, this.words.say(id));
    const another = el("a", { class: "button", href: pagePath }, this.words.say("form.receipt.another"));
    const title = { back: "form.outbox.taken_back", received: "form.receipt.title", kept: "form.offline.kept", stays: "form.offline.stays" };
    return [
      el("h1", {}, this.words.say(title[state])),
      ...(receipt ? [line("form.receipt.code"), el("div", { class: "receipt" }, receipt), line("form.receipt.keep")] : []),
      ...(other ? [line("form.outbox.other")] : []),
      ...(interview ? [el("p", {}, el("a", { class: "button quiet", href: `/f/${code}/${interview}` }, this.words.say("form.outbox.open")))] : []),
      ...(state === "kept" ? [line("form.offline.browser")] : []),
      el("p", {}, another),
    ];
  }
}

// atDoor reports whether the first page of a form is seen, or a receipt, or that no answers are taken.
const atDoor = () => consent() || main.querySelector(".receipt, #shut");

// claimed has the service worker asked by this page. A page that is being loaded as the worker takes over the others is
// missed by it, and asks once more.
async function claimed() {
  const workers = navigator.serviceWorker;
  workers.register("/f/sw.js"); // for what is below /f/
  const { active } = await workers.ready;
  if (!workers.controller) active.postMessage("claim");
}

async function open() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return undefined;
  const ready = load().then((data) => (data?.format === format ? new Desk(data) : undefined));
  fillIn();
  main.addEventListener("submit", (event) => {
    if (!consent()) return;
    const box = event.target.elements.ticket;
    if (navigator.onLine && !offline) {
      if (box) sessionStorage.setItem(typed, box.value);
      return;
    }
    event.preventDefault();
    ready.then((desk) => (desk?.able ? desk.begin(box) : event.target.submit()));
  }); // below the document, where it is sent without loading the page
  if (!shut) claimed();
  const desk = await ready;
  if (!desk) return undefined;
  await desk.open();
  addEventListener("online", () => outbox.send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && outbox.send());
  if ((await db.all("outbox")).length) outbox.send();
  return desk;
}

let opened;

function start() {
  if (!atDoor()) return;
  if (opened) opened.then((desk) => desk?.open());
  else opened = open();
}

document.addEventListener("ashar-screen", start);
start();
check.begin();
photo.begin();
