// An interview that is held on this phone, screen by screen. Every step is kept before the next screen is drawn, so that
// it goes on after the tab was closed.

import { empty, Problem, skip } from "../../page/scripts/accept.js";
import * as db from "./db.js";
import * as held from "./interview.js";
import * as outbox from "./outbox.js";
import { shrink } from "./photo.js";
import { read } from "./read.js";
import { review } from "./review.js";
import { given, question } from "./screens.js";
import { levelOf, pairOf } from "../../page/scripts/walk.js";
import { el, lead } from "../../page/scripts/words.js";

// Ask leads through one interview in an element of the page. A draft is {id, code, data, ticket, interview, files}, with
// files by their questions; words speak the language of its data; after is called with it when it was finished.
export class Ask {
  constructor(main, words, draft, after) {
    Object.assign(this, { main, words, draft, after });
    this.outline = draft.data.outline;
    main.addEventListener("click", (event) => (this.pressed = event.target.closest("button"))); // not all browsers tell
    main.addEventListener("submit", (event) => this.submitted(event));
    main.addEventListener("input", (event) => this.noted(event.target.form));
    addEventListener("popstate", (event) => this.turned(event));
  }

  get interview() {
    return this.draft.interview;
  }

  // start shows the screen that is due, after taking in a form that was filled in on it, if there is one.
  async start(mistakes, said) {
    this.show(mistakes);
    const name = said && ["place", "give", "take", "change", "do"].find((n) => said.has(n));
    if (name && !["leave", "reopen"].includes(said.get(name))) await this.press(said, name, said.get(name));
    else await this.keep();
  }

  // show draws the screen that is due, from its top unless it is the same one.
  show(mistakes = [], same = false) {
    const p = held.prompt(this.outline, this.interview);
    const screen = p.question
      ? question(this.words, p, mistakes)
      : review(this.words, p, held.answered(this.outline, this.interview), mistakes);
    this.main.replaceChildren(screen);
    this.prompt = p;
    if (same && !mistakes.length) return;
    if (!same && history.state?.at !== this.interview.at) history.pushState({ at: this.interview.at }, "");
    scrollTo(0, 0);
    lead(screen.querySelector("h1"), screen.querySelector(".mistakes"));
  }

  // turned follows the phone's own buttons for going back and forth.
  turned({ state }) {
    if (this.done) return;
    if (!state || !("at" in state)) {
      location.reload();
      return;
    }
    const { question } = this.prompt;
    if (state.at !== this.interview.at) {
      try {
        const now = Date.now();
        const said = () => read(this.prompt, new FormData(this.main.querySelector("form")));
        const interview = question ? this.taken(question.name, said(), now) : this.interview;
        this.draft = { ...this.draft, interview: held.goTo(this.outline, interview, state.at, now) };
        this.keep();
      } catch {
        // it is not asked any more: the screen that is due stays
      }
    }
    this.show();
  }

  submitted(event) {
    event.preventDefault();
    if (this.done) return undefined; // somebody else is asked on this page by now, or the button was pressed twice
    const { name, value } = event.submitter || this.pressed || { name: "do", value: "next" };
    return this.press(new FormData(event.target), name, value);
  }

  // noted keeps, a moment later, what stands on a form that was not sent.
  noted(form) {
    clearTimeout(this.noting);
    this.noting = setTimeout(() => {
      const p = this.prompt.question;
      if (this.done || !form?.isConnected || !p || ["image", "audio"].includes(p.kind)) return;
      const given = read(this.prompt, new FormData(form));
      this.draft = { ...this.draft, interview: held.keep(this.outline, this.interview, p.name, given, Date.now()) };
      this.keep();
    }, 300);
  }

  // press takes in the data of a form whose button of that name and value was pressed.
  async press(data, name, value) {
    clearTimeout(this.noting);
    const before = this.draft;
    const { at } = this.interview;
    try {
      const chosen = name === "do" && value !== "skip" && (await this.pick(data));
      const next = this.step(data, name, value, Date.now());
      if (!next) {
        await this.finishing;
        return;
      }
      this.draft = { ...this.draft, interview: next };
      if (!(await this.keep()) && chosen) {
        this.draft = before;
        this.show([{ field: "file", text: this.words.say("form.offline.no_room") }], true);
        return;
      }
      this.show([], next.at === at && ["place", "give", "take"].includes(name) || value === "undo");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.draft = before;
      this.refuse(problem, data);
    }
  }

  // pick takes the file that was chosen on the screen, if one was, as small as it can be.
  async pick(data) {
    const p = this.prompt;
    const file = data.get("file");
    if (!file?.size || !["image", "audio"].includes(p.question?.kind)) return false;
    const small = await shrink(file);
    p.value = { file: { type: small.type, size: small.size } };
    this.draft = { ...this.draft, files: { ...this.draft.files, [p.question.name]: small } };
    return true;
  }

  // step is the interview after what was pressed; undefined where it is finished.
  step(data, name, value, now) {
    const p = this.prompt;
    if (name === "change") return held.goTo(this.outline, this.interview, value, now);
    if (["send", "resend"].includes(value) && !p.question) {
      this.finishing = this.finish();
      return undefined;
    }
    if (!p.question) return held.back(this.outline, this.interview, now);
    const at = p.question.name;
    const said = read(p, data);
    switch (name === "do" ? value : name) {
      case "skip":
        return held.answer(this.outline, this.interview, at, skip, now);
      case "back":
        return this.back(at, said, now);
      case "undo":
        return held.keep(this.outline, this.interview, at, { choices: undone(p) }, now);
      case "place":
        return held.keep(this.outline, this.interview, at, { choices: placed(p, value) }, now);
      case "give":
      case "take":
        return held.keep(this.outline, this.interview, at, shifted(p, said, value, name === "give" ? 1 : -1), now);
    }
    return held.answer(this.outline, this.interview, at, said, now);
  }

  // back goes to the question before.
  back(at, said, now) {
    return held.back(this.outline, held.goTo(this.outline, this.taken(at, said, now), at, now), now);
  }

  // taken is the interview with what stands on a screen that is left, if that is good. If it is not, it would only hold up.
  taken(at, said, now) {
    try {
      if (!empty(said)) return held.answer(this.outline, this.interview, at, said, now);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
    return this.interview;
  }

  refuse(problem, data) {
    const p = this.prompt;
    const given = ["image", "audio"].includes(p.question.kind) ? {} : read(p, data);
    const interview = held.keep(this.outline, this.interview, p.question.name, given, Date.now());
    this.draft = { ...this.draft, interview };
    this.show(mistakes(this.words, p, problem, interview.draft), true);
  }

  // keep keeps the draft on the phone, and reports whether it could. Where not, the interview goes on in this tab alone,
  // and says so when it is finished.
  async keep() {
    try {
      await db.change((store) => store("drafts").put(this.draft));
      return true;
    } catch {
      return false;
    }
  }

  async finish() {
    const { id, code, data, ticket, interview, files } = this.draft;
    const item = { id, code, language: data.outline.language, held: { ...held.held(this.outline, interview), ticket }, interview, files };
    this.done = true;
    try {
      await outbox.keep(item);
      this.after(item);
    } catch {
      this.done = false;
      this.show([{ text: this.words.say("form.outbox.full") }], true);
      const save = () => outbox.toFile([item]);
      this.main.querySelector(".actions").before(
        el("p", {}, el("button", { type: "button", class: "button quiet", onclick: save }, this.words.say("form.outbox.save"))));
    }
  }
}

// placed is the order after a tap on a choice. Where all are placed, the one that is left over takes the last place.
function placed(p, name) {
  const order = [...new Set([...(p.value.choices || []), name])];
  const all = p.choices.map((c) => c.name);
  const left = all.filter((c) => !order.includes(c));
  if (p.places === all.length && left.length === 1) order.push(...left);
  return order.slice(0, p.places);
}

// undone is the order without the last tap.
function undone(p) {
  const order = p.value.choices || [];
  const all = p.choices.length;
  return order.slice(0, Math.max(order.length - (p.places === all && order.length === all ? 2 : 1), 0));
}

// shifted are the points with one more for a choice, or one less; not beyond what there is.
function shifted(p, said, name, by) {
  const level = levelOf(said, name) + by;
  if (level < 0 || (by > 0 && given(said) >= p.question.max)) return said;
  return { levels: [...said.levels.filter((l) => l.choice !== name), { choice: name, level }] };
}

// mistakes say what a problem asks for, each with the field that it is about. A scale, or a comparison, with gaps has
// one for each of them.
export function mistakes(words, p, problem, said) {
  const { question: step } = p;
  if (problem.code === "unfinished" && step.kind === "scale") {
    return p.walk
      .things(p.walk.stop(step.name))
      .map((c, i) => ({ c, field: "c" + i }))
      .filter(({ c }) => p.choices.some((o) => o.name === c.name) && !levelOf(said, c.name))
      .map(({ c, field }) => ({ field, text: words.say("form.scale.unrated", { Choice: c.label }) }));
  }
  if (problem.code === "unfinished" && step.kind === "pairwise") {
    return p.pairs
      .map((pair, i) => ({ pair, field: "c" + i, text: words.say("form.pairs.unsaid", { Number: i + 1 }) }))
      .filter(({ pair }) => !pairOf(said, pair.first, pair.second));
  }
  const row = p.walk.things(p.walk.stop(step.name)).findIndex((c) => c.name === problem.choice);
  const fields = { scale: "c" + Math.max(row, 0), pairwise: "c0", points: row < 0 ? "answer" : "n" + row };
  const file = ["image", "audio"].includes(step.kind);
  const typed = ["integer", "decimal", "date", "geopoint", "text"].includes(step.kind);
  const range = step.kind === "range" && words.data.screens[step.name].includes('id="text"');
  return [{ field: fields[step.kind] || (file ? "file" : typed || range ? "text" : "answer"), text: words.problem(problem, step) }];
}
