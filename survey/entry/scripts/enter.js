// The enumerator's screen: hides what is not asked, says mistakes at once, keeps each form on this device and opens the next
// one. Without this script the same page does the same, one request for each form.

import { Problem } from "../../page/scripts/accept.js";
import { el, Words } from "../../page/scripts/words.js";
import { again, listen } from "./keys.js";
import * as kept from "./kept.js";
import { judge, read } from "./whole.js";

const data = JSON.parse(document.getElementById("entry-data").content.textContent);
const { outline } = data;
const words = new Words(data);
const form = document.getElementById("enter");
const box = document.getElementById("outbox");
const correcting = form && form.dataset.edit !== "0";
const fixed = form && form.querySelector("input[type=hidden][name=second]"); // the page is for a second entry
const able = "serviceWorker" in navigator && "caches" in window && "indexedDB" in window;
const pages = "ashar-entry-pages"; // the cache that the service worker looks into
const remembered = "ashar-entry " + data.path;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const newID = () => Array.from(crypto.getRandomValues(new Uint8Array(26)), (b) => alphabet[b & 31]).join("");

const field = (name) => form.elements[name];
const typed = (name) => field(name)?.value?.trim() || "";
const onPaper = () => typed("channel") === "paper";

// given are the answers that stand on the form, by question.
function given() {
  const all = new FormData(form);
  return Object.fromEntries(outline.steps.filter((s) => data.fields[s.name]).map((s) => [s.name, read(outline, s, data.fields[s.name], all)]));
}

const looked = () => judge(outline, { id: typed("id"), begun: Number(typed("begun")), updated: Date.now() }, given());

// update shows what the answers so far lead to, and nothing else.
function update() {
  const { walk } = looked();
  for (const q of form.querySelectorAll(".q")) {
    const s = walk.stop(q.dataset.name);
    if (!s) continue;
    q.hidden = !s.asked;
    if (!s.step.of && s.step.filter === undefined) continue;
    const offered = s.asked ? walk.offered(s).map((c) => c.name) : [];
    for (const row of q.querySelectorAll("[data-choice]")) row.hidden = !offered.includes(row.dataset.choice);
    for (const x of q.querySelectorAll(".ticks input[value][data-nr]")) x.closest("label").hidden = !offered.includes(x.value);
  }
  for (const part of form.querySelectorAll(".of-paper")) part.hidden = !onPaper();
}

// The letter at the end of a serial, as survey.NewSerial has it.
const letters = "ABCEHKMPTXY";
const lookalikes = { А: "A", В: "B", С: "C", Е: "E", Н: "H", К: "K", М: "M", Т: "T", Р: "P", Х: "X", У: "Y" };
function goodSerial(serial) {
  const text = serial.toUpperCase().replace(/[\s№#\p{Pd}]/gu, "").replace(/[АВСЕНКМТРХУ]/g, (c) => lookalikes[c]);
  const m = /^0*([1-9]\d{0,5})([A-Z])$/.exec(text);
  if (!m) return false;
  let weight = 2;
  let sum = 0;
  for (const digit of [...m[1]].reverse()) {
    sum += digit * weight;
    weight = (weight * 2) % letters.length;
  }
  return letters[sum % letters.length] === m[2];
}

// mistakes are all that is wrong with the form: {field, text}.
function mistakes() {
  const all = [];
  const say = (at, id) => all.push({ field: at, text: words.say(id) });
  if (!correcting) {
    if (!fixed) {
      if (!typed("village")) say("village", "entry.village_missing");
      if (!typed("channel")) say("channel-1", "entry.channel_missing");
      if (onPaper() && typed("serial") && !goodSerial(typed("serial"))) say("serial", "problem.serial_mistyped");
      if (onPaper() && data.late && !typed("day")) say("day", "entry.day_missing");
    }
    if (!field("consent").checked) say("consent", "entry.consent_missing");
  }
  const { wrong } = looked();
  for (const step of outline.steps) {
    const problem = wrong.get(step.name);
    if (!(problem instanceof Problem)) continue;
    const nr = data.numbers[step.name];
    all.push({ field: data.fields[step.name], text: (nr ? nr + ". " : "") + words.problem(problem, step) });
  }
  return all;
}

// clean takes away what was said.
function clean() {
  document.querySelectorAll(".mistakes").forEach((x) => x.remove());
  form.querySelectorAll(".wrong").forEach((x) => x.remove());
  form.querySelectorAll(".bad").forEach((x) => x.classList.remove("bad"));
}

// complain says what is wrong, at the top and beside each field, and leads to the first.
function complain(all) {
  clean();
  const list = el("ul", {}, all.map((m) => el("li", {}, m.field ? el("a", { href: "#" + m.field }, m.text) : m.text)));
  form.before(el("div", { class: "mistakes", role: "alert" }, el("div", {}, el("strong", {}, words.say("common.mistakes")), list)));
  for (const { field: id, text } of all) {
    const at = id && document.getElementById(id);
    const part = at?.closest(".q, fieldset");
    if (!part) continue;
    part.classList.add("bad");
    const wrong = el("p", { class: "wrong" }, text);
    const label = part.querySelector(".ask, legend");
    if (label) label.after(wrong);
    else part.prepend(wrong);
  }
  const first = form.querySelector(".bad");
  const at = first?.querySelector("input:not([type=hidden]), select, textarea");
  at?.focus({ preventScroll: true });
  (first || document.querySelector(".mistakes")).scrollIntoView({ block: "center" });
}

// fresh makes the form the next one. What was chosen for all of them stays.
function fresh() {
  const keep = ["village", "channel", "day"];
  for (const x of form.elements) {
    if (!x.name || x.type === "hidden" || keep.includes(x.name)) continue;
    if (x.type === "checkbox" || x.type === "radio") x.checked = false;
    else x.value = "";
  }
  const asks = document.getElementById("again");
  if (asks) asks.hidden = true;
  field("id").value = newID();
  field("begun").value = Date.now();
  clean();
  update();
}

// lead leads to where the next form begins.
function lead() {
  const at = fixed ? field("consent") : !typed("village") ? field("village") : onPaper() ? field("serial") : field("consent");
  at.focus();
}

let storing = false;

async function store() {
  if (storing) return;
  const wrong = mistakes();
  if (wrong.length) {
    complain(wrong);
    return;
  }
  if (correcting || !able) {
    form.submit();
    return;
  }
  storing = true;
  const item = { id: typed("id"), by: data.account, name: data.name, path: data.path, serial: typed("serial"), fields: [...new FormData(form)] };
  try {
    await kept.keep(item);
    remember();
    if (fixed) {
      await kept.send();
      location.assign(kept.now.last?.differs || data.path);
      return;
    }
    fresh();
    scrollTo(0, 0);
    lead();
    kept.send();
  } catch {
    complain([{ text: words.say("entry.box.no_room") }]);
  } finally {
    storing = false;
  }
}

function remember() {
  try {
    localStorage.setItem(remembered, JSON.stringify({ village: typed("village"), channel: typed("channel"), day: typed("day") }));
  } catch {
    // then it is chosen again
  }
}

// recall puts back what was chosen for all forms, where the page that was kept does not know it.
function recall() {
  if (fixed) return;
  try {
    const { village, channel, day } = JSON.parse(localStorage.getItem(remembered)) || {};
    if (village && !typed("village")) field("village").value = village;
    if (channel) field("channel").value = channel;
    if (day && !typed("day")) field("day").value = day;
  } catch {
    // then there is nothing
  }
}

// open puts a form that the server refused back on the page.
function open(item) {
  fresh();
  for (const x of form.elements) {
    const values = item.fields.filter(([name]) => name === x.name).map(([, value]) => value);
    if (!x.name || x.name === "version") continue;
    if (x.type === "checkbox" || x.type === "radio") x.checked = values.includes(x.value);
    else x.value = values[0] ?? "";
  }
  again(form);
  if (item.said?.code === "again") document.getElementById("again").hidden = false;
  update();
  complain(item.said?.errors?.length ? item.said.errors.map((m) => ({ field: m.Field, text: m.Text })) : [{ text: item.said?.detail || "" }]);
}

const button = (id, onclick) => el("button", { type: "button", class: "button quiet", onclick }, words.say(id));

// draw says what is kept on this device, and what became of it.
async function draw() {
  const all = await kept.all().catch(() => []);
  const mine = all.filter((x) => x.by === data.account);
  const waiting = mine.filter((x) => x.state === "kept").length;
  const theirs = all.filter((x) => x.by !== data.account);
  const { sending, sent, last, failed, signedOut } = kept.now;
  const offline = document.body.hasAttribute("data-offline") || !navigator.onLine;
  const line = (id, about) => el("p", { role: "status" }, words.say(id, about));
  const parts = [
    offline && line("entry.box.offline"),
    sending ? line("entry.box.sending", { Count: sending }) : waiting ? line("entry.box.kept", { Count: waiting }) : undefined,
    waiting && !sending && failed ? line("entry.box.later") : undefined,
    signedOut && waiting && el("p", {}, words.say("entry.box.sign_in") + " ", el("a", { href: "/in?next=" + encodeURIComponent(data.path) }, words.say("entry.box.sign_in_link"))),
    theirs.length ? line("entry.box.other", { Count: theirs.length, Name: [...new Set(theirs.map((x) => x.name))].join(", ") }) : undefined,
    ...mine.filter((x) => x.state === "refused").map(refused),
    waiting && !sending ? el("p", {}, button("entry.box.now", () => kept.send())) : undefined,
    sent ? line("entry.box.sent", { Count: sent, Serial: last.serial ? "№ " + last.serial : "", Receipt: last.receipt || "" }) : undefined,
    sent && last.ignored ? line("entry.box.ignored", { Numbers: last.ignored }) : undefined,
    sent && last.differs ? el("p", {}, el("a", { href: last.differs }, words.say("entry.box.differs", { Serial: last.serial }))) : undefined,
  ];
  box.classList.toggle("warn", Boolean(offline || signedOut || waiting || mine.length));
  box.hidden = !parts.some(Boolean);
  box.replaceChildren(el("h2", {}, words.say("entry.box.title")), ...parts.filter(Boolean));
}

function refused(item) {
  const drop = (event) => event.target.replaceWith(button("entry.box.sure", () => kept.drop(item.id)));
  return el("div", {},
    el("p", {}, words.say("entry.box.refused", { Serial: item.serial ? "№ " + item.serial : "" }) + " " + (item.said?.detail || "")),
    el("p", {}, form && !correcting && !fixed && button("entry.box.open", () => open(item)), " ", button("entry.box.drop", drop)));
}

// keepPages has this page at hand for the time without a connection, in each language of the questionnaire.
async function keepPages() {
  await navigator.serviceWorker.register("/desk/_enter.js");
  if (document.body.hasAttribute("data-offline") || correcting || fixed) return;
  const cache = await caches.open(pages);
  const languages = [...document.querySelectorAll(".languages-of a")].map((a) => `${data.path}?in=${a.lang}`);
  await Promise.all([data.path, `${data.path}?in=${outline.language}`, ...languages].map(async (address) => {
    const page = await fetch(address);
    if (page.ok && !page.redirected) await cache.put(address, page);
  }));
  document.body.dataset.kept = "yes";
}

if (form) {
  if (!correcting && !document.querySelector(".mistakes")) {
    field("id").value = newID(); // a page that was kept comes with one that was used
    field("begun").value = Date.now();
    if (able) recall();
  }
  listen(form, { store, changed: update });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    store();
  });
  update();
  if (!document.querySelector(".mistakes")) {
    if (correcting) form.querySelector(".q:not([hidden]) :is(input, textarea)")?.focus();
    else lead();
  }
}
if (able) {
  kept.begin(data.account, draw);
  draw();
  kept.send();
  addEventListener("online", () => kept.send());
  addEventListener("offline", draw);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && kept.send());
  keepPages().catch(() => {}); // then the page needs a connection
}
