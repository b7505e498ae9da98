// A slip's page follows the hearing, and a ballot is kept on the phone until the server has answered for it: it is sent
// again and again, always as the same request, so that it is counted once. What is said of it is what is known. Without
// this script the same page does the same, as long as there is a connection.

import { all, drop, keep } from "./paper.js";
import { follow, patience } from "./follow.js";

const script = document.currentScript;
const words = script.getAttribute("data-words").split("|"); // as in the template "kept"
const [sending, kept, unkept, waits, received, notTaken, undo, lost, place] = words;
const main = document.getElementById("main");
const late = 20e3; // in milliseconds, for an answer

const said = make("p", { class: "notice", role: "status" });
said.hidden = true;
main.insertBefore(said, main.firstChild);

let busy; // ballots are being sent
let asked; // to send them once more
let tries = 0;
let timer;
let outlives = true; // what is kept
let news = ""; // of another slip's ballot
let gone; // there is no connection

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
}

const booth = () => document.getElementById("booth");
const slipOf = (url) => new URL(url, location.href).pathname.split("/")[2] || "";
const slip = () => slipOf(booth().getAttribute("data-path") || "");
const mine = (id) => id.split(" ")[0] === slip();

// tell says what is known of the ballots on this phone.
function tell() {
  const ids = Object.keys(all());
  const own = ids.some(mine);
  let text = gone && booth().hasAttribute("data-now") ? lost : "";
  if (news) text = news;
  if (ids.length) text = waits;
  if (own) text = tries ? (outlives ? kept : unkept) : sending;
  if (said.textContent !== text) said.textContent = text;
  said.hidden = !text;
  said.className = text && text !== sending && text !== received ? "notice warn" : "notice";
  const form = booth().querySelector("form.ballot");
  if (!form) return;
  form.classList.toggle("sent", own);
  form.querySelector(".actions button").disabled = own;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.classList.contains("ballot")) return;
  event.preventDefault();
  const data = new URLSearchParams(new FormData(form));
  outlives = keep(slipOf(form.action) + " " + data.get("round"), { url: form.action, body: data.toString(), at: Date.now() });
  flush();
});

// flush sends what is held, one after another, until all is answered for.
async function flush() {
  clearTimeout(timer);
  news = "";
  if (busy) return (asked = true);
  busy = true;
  asked = false;
  tell();
  let failed = false;
  const held = all();
  for (const id of Object.keys(held)) if (!(await send(id, held[id]))) failed = true;
  busy = false;
  tries = failed ? tries + 1 : 0;
  if (failed || asked) timer = setTimeout(flush, failed ? patience(tries) : 0);
  tell();
}

// soon sends what is held at once, since there is hope.
function soon() {
  if (!document.hidden && Object.keys(all()).length) flush();
}

// send sends a ballot and reports whether the server answered for it. Any proxy can answer with a page: it must be ours.
async function send(id, ballot) {
  const page = await ask(ballot.url, { method: "POST", body: ballot.body, headers: { "Content-Type": "application/x-www-form-urlencoded" } });
  const outcome = page && page.getElementById("booth").getAttribute("data-outcome");
  if (!outcome) return false;
  drop(id, ballot);
  if (mine(id)) put(page);
  else news = outcome === "received" ? received : notTaken;
  return true;
}

// ask returns the page of a slip that the server answers; nothing if it answers none.
async function ask(url, request) {
  const abort = window.AbortController && new AbortController();
  const over = setTimeout(() => abort && abort.abort(), late);
  try {
    const headers = Object.assign({ Accept: "text/html" }, request.headers);
    const response = await fetch(url, Object.assign({ credentials: "same-origin", cache: "no-store" }, request, { headers, signal: abort && abort.signal }));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return response.status < 500 && page.getElementById("booth") ? page : undefined;
  } catch (error) {
    return undefined;
  } finally {
    clearTimeout(over);
  }
}

// put shows a page in place of the one that is seen.
function put(page) {
  booth().replaceWith(page.getElementById("booth"));
  document.title = page.title;
  dress();
  tell();
  const mistakes = booth().querySelector(".mistakes");
  if (mistakes) mistakes.focus();
  else scrollTo(0, 0);
}

let told; // how far the hearing is
let looking;

// look looks again when the hearing has gone on: not all phones in the same moment.
function look(token) {
  told = token;
  if (looking || told === booth().getAttribute("data-token")) return;
  looking = setTimeout(refresh, 1500 * Math.random());
}

async function refresh() {
  const at = booth().getAttribute("data-at");
  const page = busy ? undefined : await ask(booth().getAttribute("data-path") + (at ? "&at=" + at : ""), {});
  if (page && !busy && page.getElementById("booth").hasAttribute("data-token")) put(page);
  looking = undefined;
  if (told !== booth().getAttribute("data-token")) looking = setTimeout(refresh, patience(0));
}

// dress makes a ballot easier to fill in.
function dress() {
  const form = booth().querySelector("form.ballot");
  if (!form) return;
  const list = form.querySelector("ul.choices");
  const dots = Number(form.getAttribute("data-dots"));
  if (list && list.classList.contains("ordered")) ordered(form, list);
  else if (list) stacked(list, dots);
  else marked(form, dots);
}

// marked lets no more options be marked than one has dots.
function marked(form, dots) {
  const boxes = Array.from(form.querySelectorAll("[type=checkbox][name=dot]"));
  const draw = () => {
    const full = boxes.filter((box) => box.checked).length >= dots;
    for (const box of boxes) box.disabled = full && !box.checked;
  };
  form.addEventListener("change", draw);
  draw();
}

// stacked puts a button for less and one for more beside each box.
function stacked(list, dots) {
  const boxes = Array.from(list.querySelectorAll("input"));
  const level = (box) => Math.max(parseInt(box.value, 10) || 0, 0);
  const buttons = [];
  const draw = () => {
    const left = dots - boxes.reduce((sum, box) => sum + level(box), 0);
    for (const [button, box, by] of buttons) button.disabled = by > 0 ? left <= 0 : !level(box);
  };
  for (const box of boxes) {
    for (const by of [-1, 1]) {
      const button = make("button", { type: "button", "aria-label": box.labels[0].textContent + (by > 0 ? " +" : " −") }, by > 0 ? "+" : "−");
      button.addEventListener("click", () => {
        box.value = level(box) + by || "";
        draw();
      });
      buttons.push([button, box, by]);
      box.parentNode.insertBefore(button, by > 0 ? null : box);
    }
  }
  list.addEventListener("input", draw);
  draw();
}

// ordered lets options be tapped in order; a second tap takes one out again, and what comes after it moves up.
function ordered(form, list) {
  const rows = Array.from(list.children).map((row) => {
    const select = row.querySelector("select");
    const button = make("button", { type: "button", class: "tap place" });
    select.hidden = true;
    row.append(button);
    return { select, button, label: row.querySelector("label").textContent };
  });
  let order = rows.filter((row) => row.select.value).sort((a, b) => a.select.value - b.select.value);
  const back = make("button", { type: "button", class: "link" }, undo);
  const draw = () => {
    for (const row of rows) {
      const at = order.indexOf(row) + 1;
      row.select.value = at || "";
      row.button.textContent = at || "";
      row.button.setAttribute("aria-label", row.label + (at ? ". " + place + " " + at : ""));
      row.button.setAttribute("aria-pressed", at > 0);
      row.button.classList.toggle("on", at > 0);
    }
    back.disabled = !order.length;
  };
  for (const row of rows) {
    row.button.addEventListener("click", () => {
      const without = order.filter((other) => other !== row);
      order = without.length < order.length ? without : order.concat(row);
      draw();
    });
  }
  back.addEventListener("click", () => {
    order = order.slice(0, -1);
    draw();
  });
  list.after(back);
  draw();
}

// What another person sees on this phone leads back to nothing of the one before.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.another");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.href);
});

document.documentElement.classList.add("js");
dress();
addEventListener("online", soon);
addEventListener("pageshow", soon);
document.addEventListener("visibilitychange", soon);
soon();
tell();
const now = booth().getAttribute("data-now");
let notice;
if (now) {
  follow(now, look, (alive) => {
    clearTimeout(notice);
    if (alive) {
      if (gone) soon();
      gone = false;
      tell();
    } else {
      notice = setTimeout(() => ((gone = true), tell()), 4e3);
    }
  });
}
