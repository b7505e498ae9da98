// Screen after screen without loading the page anew: what is pressed is sent, and what the server answers takes the
// place of the screen, with its address, its title and its language. It is the same request and the same answer as
// without this script. Where the network fails, the browser sends it by itself, with all that it does then.

import { alone, main, make, say, script, tell } from "./own.js";

const patience = 60000; // in milliseconds, with an answer that is no file
const soon = 300; // until it is said that something is under way
const long = 8000; // until it is said that it takes long

const address = () => location.pathname + location.search;

let shown = address(); // of the screen that is seen
let flight; // what is under way
let hooks;

// begin listens to what is pressed. told has three functions: shown, after a screen has come; sent, when the server has
// looked at what was given on one; and leaving, before the page is left with what was given.
export function begin(told) {
  hooks = told;
  document.addEventListener("click", (event) => (pressed = event.target.closest("button")), true);
  document.addEventListener("click", followed);
  document.addEventListener("submit", submitted);
  addEventListener("popstate", turned);
}

let pressed; // the last button, for browsers that do not tell which one a form was sent by

// within reports whether an address is of an interview, whose pages take each other's place; that of a ticket is not.
const within = (url) => url.origin === location.origin && /^\/f\/[^/]+\/[A-Z2-7]{26}(\/|$)/.test(url.pathname);

function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented || alone() || form.method !== "post" || !main.contains(form)) return;
  if (new URL(form.action).origin !== location.origin) return;
  event.preventDefault();
  if (flight) return; // the first tap counts
  const button = event.submitter || (form.contains(pressed) ? pressed : undefined);
  const data = new FormData(form);
  if (button && button.name) data.append(button.name, button.value);
  const heavy = form.enctype === "multipart/form-data";
  go(form.action, { method: "POST", body: heavy ? data : new URLSearchParams(data) }, {
    button,
    form,
    patience: heavy ? 0 : patience,
    otherwise: () => submit(form, button),
  });
}

// submit lets the browser send a form.
function submit(form, button) {
  hooks.leaving();
  if (button && button.name) form.append(make("input", { type: "hidden", name: button.name, value: button.value }));
  HTMLFormElement.prototype.submit.call(form);
}

function followed(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (alone() || link.target || url.hash || !within(url) || !within(location)) return;
  event.preventDefault();
  go(link.href, {}, { otherwise: () => location.assign(link.href) });
}

// turned follows the phone's own buttons for going back and forth. Where the server leads elsewhere from there, that takes
// the place of the address, so that nobody is held back.
function turned() {
  if (alone() || address() === shown) return;
  if (within(location)) go(location.href, {}, { turned: true, otherwise: () => location.reload() });
  else location.reload();
}

// go asks the server and shows what it answers.
async function go(url, request, about) {
  if (flight) flight.abort();
  const mine = (flight = new AbortController());
  const rest = busy(about.button);
  const late = about.patience && setTimeout(() => mine.abort(), about.patience);
  const over = () => {
    clearTimeout(late);
    rest();
    if (flight === mine) flight = undefined;
  };
  let response;
  let page;
  try {
    response = await fetch(url, Object.assign({ signal: mine.signal, credentials: "same-origin", headers: { Accept: "text/html" } }, request));
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    if (flight !== mine) return over(); // something else was asked for
    over();
    return about.otherwise();
  }
  if (flight !== mine) return over();
  const whole = page.getElementById("main") && page.body.classList.contains("form");
  const crowded = response.status === 429 && within(new URL(response.url)); // that of the door is a page on which one waits
  const down = response.status >= 500 || crowded || (!whole && !response.ok);
  if (down) {
    over();
    return about.form ? failed(about.form) : about.otherwise();
  }
  if (about.form && (response.ok || response.status === 422)) hooks.sent(); // else it was not looked at
  if (!whole || newer(page)) {
    hooks.leaving();
    return location.assign(response.url);
  }
  await dressed(page);
  if (flight !== mine) return over();
  over();
  put(page, response.url, about);
}

// newer reports whether a page comes with another version of this script than the one that runs.
function newer(page) {
  const its = page.querySelector("script[data-words]");
  return its && its.getAttribute("src") !== script.getAttribute("src");
}

// dressed brings in the stylesheets that a page needs and that are not there yet.
function dressed(page) {
  const there = (link) => document.head.querySelector(`link[rel=stylesheet][href="${link.getAttribute("href")}"]`);
  const lacking = Array.from(page.head.querySelectorAll("link[rel=stylesheet]")).filter((link) => !there(link));
  return Promise.all(lacking.map((link) => new Promise((done) => {
    const own = make("link", { rel: "stylesheet", href: link.getAttribute("href") });
    own.onload = own.onerror = done;
    document.head.append(own);
  })));
}

// put puts a page in the place of the one that is seen. A tap that only adds to an answer leaves everything where it is
// under the finger, and the focus on its button.
function put(page, url, { turned, button }) {
  const to = new URL(url);
  if (to.pathname + to.search !== address()) history[turned ? "replaceState" : "pushState"](null, "", url);
  shown = address();
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  const its = page.querySelector("script[data-words]");
  for (const name of its ? ["data-words", "data-form"] : []) script.setAttribute(name, its.getAttribute(name));
  for (const part of [".top", ".bottom"]) {
    const [here, there] = [document, page].map((d) => d.querySelector(part));
    if (here && there) here.replaceWith(there);
  }
  while (main.firstChild) main.firstChild.remove();
  main.append(...page.getElementById("main").childNodes);
  tell("");
  hooks.shown();
  pays(page);
  const wrong = main.querySelector(".mistakes");
  const tapped = !wrong && button && (button.closest(".tapped") || button.value === "undo");
  const same = tapped && main.querySelector(`[name="${button.name}"][value="${button.value}"]`);
  if (same) return same.focus({ preventScroll: true });
  scrollTo(0, 0);
  focus(wrong || main.querySelector("h1"));
}

// pays runs the script of a page that asks for a toll.
function pays(page) {
  const its = page.querySelector("script[src*=toll]");
  if (its) document.head.append(make("script", { src: its.getAttribute("src") }));
}

function focus(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus();
}

// failed says that what was given was not taken, and leaves it where it stands.
function failed(form) {
  const before = form.querySelector("#failed");
  if (before) before.remove();
  const said = make("div", { class: "mistakes", role: "alert", id: "failed" }, make("p", {}, say("failed")));
  form.prepend(said);
  scrollTo(0, 0);
  focus(said);
}

// busy says that something is under way, on the button that was pressed, until what it returns is called.
function busy(button) {
  const twin = (b) => main.querySelector(`.actions [name="${b.name}"][value="${b.value}"]`);
  const on = button && button.classList.contains("hidden") ? twin(button) : button;
  const words = on && on.matches(".actions .button") ? Array.from(on.childNodes) : undefined;
  const speak = (name) => {
    tell(say(name));
    if (words) on.textContent = say(name);
  };
  main.setAttribute("aria-busy", "true");
  const timers = [setTimeout(speak, soon, "sending"), setTimeout(speak, long, "slow")];
  return () => {
    timers.forEach(clearTimeout);
    main.removeAttribute("aria-busy");
    tell("");
    if (!words) return;
    on.textContent = "";
    on.append(...words);
  };
}
