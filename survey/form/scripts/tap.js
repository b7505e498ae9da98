// Orders and points by taps, without asking the server for each of them. They stand in the fields that the server reads.
// What is tapped stays where it is, with its place on it; below all choices the order is made, and what was tapped goes
// to its place there. The row of buttons keeps its height, so that nothing moves under a finger.

import { asked, calm, main, make, tell } from "./own.js";

const pace = 220; // of what moves, in milliseconds

// shown is called with every screen that comes.
export function shown() {
  const list = asked() && main.querySelector("ul.tapped");
  if (!list) return;
  if (list.querySelector(".stepper")) points(list);
  else if (list.dataset.places) rank(list);
}

// changed tells those who keep what is given.
const changed = (form) => form.dispatchEvent(new Event("change", { bubbles: true }));

// off makes a button one that does nothing, but keeps the focus.
function off(button, is) {
  button.disabled = false;
  if (is) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

const isOff = (button) => button.hasAttribute("aria-disabled");

// glide lets an element come from where another stood.
function glide(element, from) {
  if (calm() || !element.animate) return;
  const to = element.getBoundingClientRect();
  const by = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
  element.animate([{ transform: by, opacity: 0.6 }, { transform: "none", opacity: 1 }], { duration: pace, easing: "ease-out" });
}

function rank(list) {
  const form = list.closest("form");
  const [leftOf, title, placeOf, undoIt, goOn] = list.dataset.words.split("|");
  const undo = make("button", { class: "link", name: "do", value: "undo" }, undoIt);
  const next = make("button", { class: "button", name: "do", value: "next" }, goOn);
  const rows = Array.from(list.children);
  const places = Number(list.dataset.places);
  let order = Array.from(form.querySelectorAll("[name=order]"), (x) => x.value);

  // what stands on a place becomes a button again, which is one that does nothing
  for (const row of rows) {
    const card = row.firstElementChild;
    if (card.matches("button")) continue;
    const button = make("button", { class: "card", name: "place", value: order[Number(card.querySelector(".place").lastChild.data) - 1] });
    button.append(...card.childNodes);
    card.replaceWith(button);
  }
  const buttons = new Map(rows.map((row) => [row.firstElementChild.value, row.firstElementChild]));
  order = order.filter((name) => buttons.has(name));

  const slots = Array.from({ length: places }, () => make("li", { class: "card" }));
  const made = make("section", { class: "order" }, make("h2", {}, title), make("ol", { class: "ranked" }, ...slots));
  list.after(made);
  const tall = Math.max(...rows.map((row) => row.offsetHeight)); // with two lines of words
  for (const slot of slots) slot.style.minHeight = tall + "px";

  const bar = form.querySelector(".actions");
  let asides = bar.querySelector(".asides");
  if (!asides) bar.prepend((asides = make("div", { class: "asides" })));
  const there = asides.querySelector("[value=undo]");
  if (there) there.replaceWith(undo);
  else asides.prepend(undo);
  const count = make("span", { class: "count" });
  const last = bar.querySelector(":scope > .button[value=next], :scope > .count");
  last.replaceWith(count);
  bar.classList.add("steady");

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || main.hasAttribute("aria-busy")) return;
    if (buttons.has(button.value)) {
      event.preventDefault();
      if (!isOff(button)) put(button.value);
    } else if (button === undo) {
      event.preventDefault();
      if (!isOff(button)) back();
    }
  });

  function put(name) {
    order.push(name);
    const left = Array.from(buttons.keys()).filter((n) => !order.includes(n));
    if (places === buttons.size && left.length === 1) order.push(left[0]); // it takes the place that is left
    draw();
    const from = order.slice(order.indexOf(name));
    for (const n of from) glide(slots[order.indexOf(n)], buttons.get(n).getBoundingClientRect());
    tell(from.map(said).concat(leftWords() || []).join(" "));
    changed(form);
  }

  function back() {
    const all = places === buttons.size && order.length === places;
    const gone = order.splice(order.length - (all ? 2 : 1));
    const from = gone.map((n, i) => slots[order.length + i].getBoundingClientRect());
    draw();
    gone.forEach((n, i) => glide(buttons.get(n), from[i]));
    tell(leftWords());
    changed(form);
  }

  const wordsOf = (name) => buttons.get(name).querySelector(".words").textContent;
  const said = (name) => `${wordsOf(name)}. ${placeOf} ${order.indexOf(name) + 1}.`;
  const leftWords = () => (order.length < places ? leftOf.replace("#", places - order.length) : "");

  function draw() {
    form.querySelectorAll("[name=order]").forEach((x) => x.remove());
    form.prepend(...order.map((value) => make("input", { type: "hidden", name: "order", value })));
    const full = order.length >= places;
    for (const [name, button] of buttons) {
      const at = order.indexOf(name) + 1;
      off(button, at > 0);
      button.disabled = full && !at;
      button.classList.toggle("gone", at > 0);
      button.name = at ? "" : "place";
      const mark = at ? make("span", { class: "place on" }, make("span", { class: "hidden" }, placeOf + " "), String(at)) : make("span", { class: "place" });
      button.querySelector(".place").replaceWith(mark);
    }
    slots.forEach((slot, i) => {
      slot.textContent = "";
      slot.classList.toggle("empty", i >= order.length);
      slot.append(make("span", { class: "place" }, String(i + 1)));
      if (i >= order.length) return;
      for (const part of buttons.get(order[i]).querySelectorAll(".icon, .words")) slot.append(part.cloneNode(true));
    });
    off(undo, !order.length);
    count.textContent = leftWords();
    const shows = full ? next : count;
    const other = full ? count : next;
    if (other.isConnected) other.replaceWith(shows);
  }

  draw();
}

function points(list) {
  const form = list.closest("form");
  const phrases = list.dataset.left.split("|");
  const count = form.querySelector(".asides .count");
  const boxes = Array.from(list.querySelectorAll("input:not([type=hidden])"));
  const level = (box) => (/^\d{1,6}$/.test(box.value.trim()) ? Number(box.value) : 0);
  const left = () => boxes.reduce((most, box) => Math.max(most - level(box), 0), Number(list.dataset.most));
  const leftWords = () => phrases[list.dataset.phrases[left()]].replace("#", left());

  form.addEventListener("click", (event) => {
    const button = event.target.closest(".stepper button");
    if (!button) return;
    event.preventDefault();
    if (isOff(button) || main.hasAttribute("aria-busy")) return;
    const box = button.parentElement.querySelector("input");
    box.value = level(box) + (button.name === "give" ? 1 : -1) || "";
    draw();
    tell(`${box.value || 0}. ${leftWords()}`);
    changed(form);
  });
  list.addEventListener("input", draw);

  function draw() {
    for (const box of boxes) {
      const [take, give] = box.parentElement.querySelectorAll("button");
      off(take, !level(box));
      off(give, !left());
    }
    count.textContent = leftWords();
  }

  draw();
}
