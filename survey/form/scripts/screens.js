// The screens of an interview. The server has drawn each of them once, nothing answered yet: here is put on it what was
// answered, and taken away what is not offered.

import { levelOf, pairOf } from "../../page/scripts/walk.js";
import { fileWords } from "./files.js";
import { el } from "../../page/scripts/words.js";

// question draws what is asked, with the mistakes {field, text} to mend.
export function question(words, p, mistakes) {
  const { question: step } = p;
  const form = parsed(words.data.screens[step.name]);
  form.method = "post";
  for (const text of form.querySelectorAll("h1, p")) {
    if (text.textContent.includes("${")) text.textContent = p.walk.fill(text.textContent);
  }
  form.querySelector(".elsewhere")?.remove();
  const actions = form.querySelector(".actions");
  (put[step.kind] || (() => {}))(form, p, words);
  actions.replaceWith(steps(words, p));
  form.prepend(...head(words, p, mistakes));
  for (const m of mistakes) mark(form, m);
  return form;
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("form");
}

// head says where one is, and what to mend.
export function head(words, p, mistakes = []) {
  return [
    el("p", { class: "progress" },
      el("span", {},
        el("span", { class: "hidden" }, words.say("common.step", { Step: p.step, Steps: p.steps })),
        el("span", { "aria-hidden": "true" }, `${p.step} / ${p.steps}`)),
      el("progress", { max: p.steps, value: p.step, "aria-hidden": "true" })),
    ...(mistakes.length ? [summary(words, mistakes)] : []),
  ];
}

// summary says at the top what to mend.
export function summary(words, mistakes) {
  const lead = (event, field) => {
    event.preventDefault(); // an interview that is held here is led by the history
    document.getElementById(field).focus();
  };
  const link = ({ field, text }) => el("a", { href: "#" + field, onclick: (event) => lead(event, field) }, text);
  const links = mistakes.map((m) => el("li", {}, m.field ? link(m) : m.text));
  return el("div", { class: "mistakes", role: "alert", tabindex: -1 },
    el("div", {}, el("strong", {}, words.say("common.mistakes")), el("ul", {}, links)));
}

// mark says what to mend beside the field that it is about.
export function mark(form, { field, text }) {
  const at = field && form.querySelector("#" + CSS.escape(field));
  if (!at) return;
  const wrong = el("p", { class: "wrong", id: "wrong-" + field }, text);
  const by = (at.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== wrong.id);
  at.setAttribute("aria-describedby", [...by, wrong.id].join(" "));
  const box = at.closest(".field, .share") || at;
  if (box.matches(".share")) box.querySelector(".words").after(wrong);
  else if (box.matches(".field")) at.before(wrong);
  else if (box.firstElementChild?.matches("legend")) box.firstElementChild.after(wrong);
  else form.querySelector("#hint, #question").after(wrong);
  (box.matches("fieldset:not(.scale)") ? box.querySelector(".choices") : box).classList.add("bad");
}

// steps are the buttons that end a screen, as the server's template has them.
export function steps(words, p, next = "next") {
  const { question: step, value } = p;
  const button = (name, key, look) => el("button", { class: look, name: "do", value: name }, words.say(key));
  const left = step && leftOf(words, p);
  const due = step?.kind !== "rank" || (value.choices || []).length >= p.places;
  const asides = [
    due && left && el("span", { class: "count" }, left),
    step?.kind === "rank" && value.choices?.length > 0 && button("undo", "form.rank.undo", "link"),
    p.canSkip && button("skip", "form.skip", "link"),
  ].filter(Boolean);
  const limit = step?.kind === "select_multiple" && step.max;
  return el("div", { class: "actions" },
    asides.length > 0 && el("div", { class: "asides" }, asides),
    p.canGoBack && button("back", "form.back", "button quiet"),
    limit > 0 && el("span", { class: "count ticked", "aria-hidden": "true" }, String(limit)),
    due ? button(next, "form." + next, "button") : el("span", { class: "count" }, left));
}

// leftOf says how much is still to be given.
function leftOf(words, { question: step, value, places }) {
  if (step.kind === "rank") {
    const left = places - (value.choices || []).length;
    return left > 0 ? words.say("form.rank.left", { Count: left }) : "";
  }
  return step.kind === "points" ? words.data.left[Math.max(step.max - given(value), 0)] : "";
}

// given is the sum of the points given.
export const given = (value) => (value.levels || []).reduce((sum, l) => sum + l.level, 0);

// arrange leaves of the rows, by the names of their choices, those that are offered, in that order.
function arrange(rows, p) {
  const [first] = rows.values();
  const place = first && document.createComment("");
  first?.before(place);
  for (const row of rows.values()) row.remove();
  for (const c of p.choices) if (rows.has(c.name)) place.before(rows.get(c.name));
  place?.remove();
}

// rowsOf are the rows of a screen by the names of their choices, which a control in each of them has.
const rowsOf = (form, row, control, nameOf) =>
  new Map([...form.querySelectorAll(row)].map((r) => [nameOf(r.querySelector(control)), r]));

function choices(form, p) {
  const rows = rowsOf(form, ".choice", "input", (x) => x.value);
  arrange(rows, p);
  for (const name of p.value.choices || []) {
    const input = rows.get(name)?.querySelector("input");
    if (input) input.checked = true;
  }
}

function typed(form, p) {
  const box = form.querySelector("#text");
  const { number, date, text, point } = p.value;
  if (box) box.value = number || date || text || (point ? pointText(point) : "");
  for (const input of form.querySelectorAll("[type=radio]")) input.checked = input.value === number;
}

// pointText writes a place as it is typed.
export const pointText = ({ latitude, longitude, altitude = 0, accuracy = 0 }) =>
  [latitude, longitude, ...(altitude || accuracy ? [altitude] : []), ...(accuracy ? [accuracy] : [])].join(", ");

// put has, for each kind of question, what puts an answer on its screen.
const put = {
  select_one: choices,
  select_multiple: choices,
  integer: typed,
  decimal: typed,
  range: typed,
  date: typed,
  geopoint: typed,
  text: typed,

  rank(form, p, words) {
    const rows = rowsOf(form, ".tapped li", "button", (x) => x.value);
    arrange(rows, p);
    const order = p.value.choices || [];
    if (p.places >= p.choices.length) form.querySelector("p.hint:not(#hint)")?.remove();
    for (const [name, row] of rows) {
      const button = row.querySelector("button");
      button.disabled = order.length >= p.places;
      if (!order.includes(name)) continue;
      const at = el("span", { class: "place on" },
        el("span", { class: "hidden" }, words.say("form.rank.place") + " "), String(order.indexOf(name) + 1));
      button.querySelector(".place").replaceWith(at);
      button.replaceWith(el("div", { class: "card" }, [...button.childNodes]));
    }
  },

  scale(form, p) {
    arrange(rowsOf(form, ".scale", "input", (x) => x.name.slice("level.".length)), p);
    for (const input of form.querySelectorAll("[type=radio]")) {
      input.checked = levelOf(p.value, input.name.slice("level.".length)) === Number(input.value);
    }
  },

  points(form, p) {
    const rows = rowsOf(form, ".share", "[name^='points.']", (x) => x.name.slice("points.".length));
    arrange(rows, p);
    const full = given(p.value) >= p.question.max;
    for (const [name, row] of rows) {
      const points = levelOf(p.value, name);
      row.querySelector("input").value = points || "";
      row.querySelector("[name=take]").disabled = !points;
      row.querySelector("[name=give]").disabled = full;
    }
  },

  pairwise(form, p, words) {
    const pattern = form.querySelector(".pair");
    const cards = new Map([...form.querySelectorAll(".choice")].map((c) => [c.querySelector("input").value, c]));
    const made = p.pairs.map((pair, i) => {
      const row = pattern.cloneNode(true);
      row.id = "c" + i;
      row.querySelector("legend").textContent = words.say("form.pairs.pair", { Number: i + 1, Total: p.pairs.length });
      const said = pairOf(p.value, pair.first, pair.second);
      row.querySelector(".choices").replaceChildren(...[pair.first, pair.second, ""].map((name) => {
        const card = cards.get(name).cloneNode(true);
        const input = card.querySelector("input");
        input.name = `pair.${pair.first} ${pair.second}`;
        input.checked = Boolean(said) && (said.better || "") === name;
        return card;
      }));
      return row;
    });
    for (const row of form.querySelectorAll(".pair")) if (row !== pattern) row.remove();
    pattern.replaceWith(...made);
  },

  image: file,
  audio: file,
};

function file(form, p, words) {
  const { kind } = p.question;
  form.querySelector("#sending").textContent = words.say("form.offline.file");
  if (p.value.file) {
    form.querySelector(".field").before(el("div", { class: "notice" },
      el("p", {}, el("strong", {}, fileWords(words, kind, p.value.file)), el("br"), words.say("form.file.kept"))));
  }
}
