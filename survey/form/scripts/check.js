// Says at once what the server would not accept, in the same words and at the same places. Only what the screen itself
// shows is judged here. What hangs on other answers is left to the server, which judges everything anyway; so is what
// is sent a second time as it is.

import { accept, empty, Problem } from "../../page/scripts/accept.js";
import { mistakes } from "./ask.js";
import { holds, run } from "../../page/scripts/expression.js";
import { read } from "./read.js";
import { mark, summary } from "./screens.js";
import { seen } from "../../page/scripts/walk.js";
import { el, Words } from "../../page/scripts/words.js";

const loaded = new Map(); // the questionnaire, by language

// load returns the questionnaire of the page: from what the first page has kept, else from the server.
async function load(lang) {
  const address = `/f/${location.pathname.split("/")[2]}/form.json?lang=${lang}`;
  const kept = "caches" in window && (await caches.match(address));
  return (kept || (await fetch(address))).json();
}

// alone reports whether an expression speaks of nothing but the answer that it judges.
const alone = (e) =>
  !Array.isArray(e) || e[0] === "'" || (!["$", "#", "@", "once", "today", "now"].includes(e[0]) && e.slice(1).every(alone));

// where has, for a kind of question, the controls that stand for its choices, or pairs, and what comes before their names.
const where = { scale: ["[type=radio]", "level."], points: ["[name^='points.']", "points."], pairwise: ["[type=radio]", "pair."] };

// Screen is what can be said of a form. For accept it is the walk, and the stop of the walk, as far as they are seen.
class Screen {
  constructor(form, step, data) {
    Object.assign(this, { form, step, outline: data.outline, words: new Words(data) });
    const [selector, prefix] = where[step.kind] || ["[name=choice], .tapped .card", ""];
    const controls = [...form.querySelectorAll(selector)];
    const names = [...new Set(controls.map((x) => (prefix ? x.name.slice(prefix.length) : x.value)))];
    const things = this.list(step.list);
    this.choices = things.length ? names.map((name) => things.find((c) => c.name === name)) : [];
    if (step.kind === "pairwise") {
      this.asked = names.map((name) => ({ first: name.split(" ")[0], second: name.split(" ")[1] }));
      this.choices = things;
    }
  }

  stop() {
    return this;
  }

  list(name) {
    return this.outline.lists[name] || [];
  }

  offered() {
    return this.choices;
  }

  things() {
    return this.choices;
  }

  pairs() {
    return this.asked;
  }

  required() {
    return !this.form.querySelector(".actions [value=skip]");
  }

  meets(s, value) {
    const { constraint, kind } = this.step;
    return constraint === undefined || value.skipped || !alone(constraint) || holds(run(constraint, { self: seen(kind, value) }));
  }

  fill(phrase) {
    this.unsure = phrase.includes("${"); // only the server knows the words
    return phrase;
  }

  // wrong is what is to be mended: mistakes {field, text}; none where all is well, or only the server knows.
  wrong() {
    const { form, step } = this;
    const order = [...form.querySelectorAll("[name=order]")].map((x) => x.value);
    const p = { walk: this, question: step, choices: this.choices, pairs: this.asked, value: { choices: order } };
    const said = read(p, new FormData(form));
    Object.assign(this, { code: "", unsure: this.choices.includes(undefined), empty: empty(said) });
    if (this.unsure) return [];
    try {
      accept(this, this, said);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.code = problem.code;
      return this.unsure ? [] : mistakes(this.words, p, problem, said);
    }
    return [];
  }
}

let current; // the screen, once the questionnaire is there

async function watch() {
  current = undefined;
  const form = document.querySelector('main form[method="post"][action^="/f/"]');
  const { lang } = document.documentElement;
  const question = form && new URL(form.action).pathname.split("/")[4];
  if (!question) return;
  if (!loaded.has(lang)) loaded.set(lang, load(lang));
  const data = await loaded.get(lang).catch(() => loaded.delete(lang));
  if (data.outline?.key !== document.querySelector("script[data-form]").dataset.form) return; // of another version
  const step = data.outline.steps.find((x) => x.name === question);
  if (step && form.isConnected && !["image", "audio", "note"].includes(step.kind)) current = new Screen(form, step, data);
}

// clean takes away what was said, here or by the server. Its room stays where something below it is being tapped.
function clean({ form }, still) {
  for (const x of form.querySelectorAll(".wrong")) {
    if (still && !x.closest(".actions")) x.classList.add("unseen");
    else x.remove();
  }
  form.querySelectorAll(".bad").forEach((x) => x.classList.remove("bad"));
}

// refuse shows the screen as the server does when it refuses an answer.
function refuse(screen, wrong) {
  const { form } = screen;
  clean(screen);
  form.querySelector(".mistakes")?.remove();
  const top = summary(screen.words, wrong);
  form.querySelector(".progress").after(top);
  wrong.forEach((m) => mark(form, m));
  scrollTo(0, 0);
  top.focus();
}

// ticked says in the row of buttons, where nothing moves for it, what is wrong with ticks as such.
function ticked(screen, wrong) {
  clean(screen, true);
  if (!["too_many", "exclusive"].includes(screen.code)) return;
  screen.form.querySelector(".actions").prepend(el("p", { class: "wrong", role: "alert" }, wrong[0].text));
}

// on calls what looks at the screen when something happens on it.
const on = (event, look, capture) =>
  document.addEventListener(event, (e) => {
    const form = e.target.closest?.("form");
    if (form && form === current?.form) look(e, current);
  }, capture);

const isTyped = (x) => x.matches("textarea, input:not([type]), [type=text], [type=date]");

// begin watches the screens that the server sends.
export function begin() {
  document.addEventListener("ashar-screen", watch);
  on("submit", (event, screen) => {
    if (event.submitter?.name !== "do" || event.submitter.value !== "next") return;
    const wrong = screen.wrong();
    const given = new URLSearchParams(new FormData(screen.form)).toString();
    if (!wrong.length || screen.refused === given) return;
    screen.refused = given;
    event.preventDefault();
    event.stopPropagation();
    refuse(screen, wrong);
  }, true);
  on("change", ({ target }, screen) => {
    const wrong = screen.wrong();
    if (target.type === "checkbox") ticked(screen, wrong);
    else if (target.type === "radio" && !wrong.length) clean(screen, true);
  });
  // What is typed is judged when it is left, unless for a button, which will see to it and must not move away; and with
  // every letter once something was wrong.
  on("focusout", ({ target, relatedTarget }, screen) => {
    if (!isTyped(target) || relatedTarget?.closest("button")) return;
    const wrong = screen.wrong();
    clean(screen);
    if (!screen.empty) wrong.forEach((m) => mark(screen.form, m));
  });
  on("input", ({ target }, screen) => {
    if (isTyped(target) && screen.form.querySelector(".wrong") && !screen.wrong().length) clean(screen);
  });
  watch();
}
