// What was given on a screen and not sent yet is kept in this browser, and put back when the same screen comes again
// with the same answer from the server: after the tab was closed, the page loaded anew or another screen looked at. It
// is gone when the server has answered, when the answer is received or taken back, when somebody else begins, and after
// a day. What cannot be kept, a file, is guarded by the browser's own question.

import { alone, asked, main, make, questionOf, say } from "./own.js";

const prefix = "ashar-draft:";
const lifetime = 24 * 60 * 60 * 1000;

let screen; // {form, key, question, base}: what is asked, and what the server says was answered
let leaving = false;

const fields = (form) => Array.from(form.elements).filter((x) => x.name && x.name !== "do" && !/^was\./.test(x.name) && x.matches("input, textarea"));

// given is what stands on a screen, or what stood there when it came, as names and values.
function given(form, atFirst) {
  const list = [];
  for (const x of fields(form)) {
    if (x.type === "file") continue;
    if (x.type === "checkbox" || x.type === "radio") {
      if (atFirst ? x.defaultChecked : x.checked) list.push([x.name, x.value]);
    } else {
      list.push([x.name, atFirst ? x.defaultValue : x.value]);
    }
  }
  return JSON.stringify(list);
}

// of reads what is kept under a key.
function of(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Date.now() - kept.at < lifetime) return kept;
    localStorage.removeItem(key);
  } catch (error) {
    // then there is nothing
  }
  return { screens: {} };
}

// keep keeps a draft of the screen, or none.
function keep(draft) {
  const kept = of(screen.key);
  if (draft) kept.screens[screen.question] = draft;
  else delete kept.screens[screen.question];
  try {
    if (Object.keys(kept.screens).length) localStorage.setItem(screen.key, JSON.stringify({ at: Date.now(), screens: kept.screens }));
    else localStorage.removeItem(screen.key);
    screen.lost = false;
  } catch (error) {
    screen.lost = Boolean(draft); // no room, or not allowed
  }
}

// each does something with every key under which drafts are kept.
function each(work) {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach(work);
  } catch (error) {
    // then there are none
  }
}

// forget forgets the drafts of an interview, or all of them: somebody else is at this phone.
const forget = (id = "") => each((key) => key.startsWith(prefix + id) && localStorage.removeItem(key));

// begin guards what is given.
export function begin() {
  each(of); // which drops what is too old
  for (const name of ["input", "change"]) document.addEventListener(name, save);
  document.addEventListener("submit", (event) => event.target.querySelector("[name=consent]") && forget());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    if (link && /^\/f\/[^/]+$/.test(new URL(link.href).pathname)) forget(); // "someone else here wants to answer"
  });
  addEventListener("beforeunload", (event) => {
    if (leaving || !screen) return;
    if (screen.lost || fields(screen.form).some((x) => x.type === "file" && x.files.length)) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
}

// save keeps what stands on the screen where that is not what the server has.
function save() {
  if (!screen || !screen.form.isConnected) return;
  const now = given(screen.form);
  keep(now === screen.base ? undefined : { base: screen.base, now });
}

// shown is called with every screen that comes, before anything is put on it.
export function shown() {
  screen = undefined;
  leaving = false;
  if (alone()) return;
  const id = location.pathname.split("/")[3];
  const form = asked();
  if (id && (main.querySelector(".receipt") || !form)) forget(id);
  if (!form || !questionOf(form) || questionOf(form).startsWith("_")) return;
  screen = { form, key: prefix + id, question: questionOf(form), base: given(form, true) };
  const draft = of(screen.key).screens[screen.question];
  if (draft && draft.base === screen.base) {
    if (draft.now !== given(form)) putBack(form, JSON.parse(draft.now));
    form.prepend(make("p", { class: "notice", role: "status" }, say("put_back")));
  } else {
    save();
  }
}

function putBack(form, list) {
  form.querySelectorAll("[name=order]").forEach((x) => x.remove());
  for (const [, value] of list.filter(([name]) => name === "order").reverse()) {
    form.prepend(make("input", { type: "hidden", name: "order", value }));
  }
  for (const x of fields(form)) {
    if (x.name === "order" || x.type === "file") continue;
    if (x.type === "checkbox" || x.type === "radio") {
      x.checked = list.some(([name, value]) => name === x.name && value === x.value);
    } else {
      const there = list.find(([name]) => name === x.name);
      if (there) x.value = there[1];
    }
  }
}

// sent is called when the server has answered what was given on the screen.
export function sent() {
  if (screen) keep();
  screen = undefined;
}

// left is called before the browser sends what was given by itself.
export const left = () => (leaving = true);
