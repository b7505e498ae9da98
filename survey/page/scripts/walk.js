// The way through a questionnaire, as the server leads it: which questions the answers lead to, what each offers in
// which order, and whether what was answered still holds. It is led anew after every step; nothing is kept in between.

import { digest } from "./digest.js";
import * as ex from "./expression.js";

const computedKinds = ["calculate", "start", "end", "today"];
const takingKinds = ["select_one", "select_multiple", "rank", "scale", "points", "pairwise"];

// takes reports whether choices are put before the respondent.
export const takes = (kind) => takingKinds.includes(kind);

// rowName is the name by which expressions speak of one thing of a scale, or of points.
const rowName = (question, choice) =>
  question + "_" + choice.replace(/[^a-zA-Z0-9_.-]/gu, (c) => "_" + c.codePointAt(0).toString(16));

export const levelOf = (value, choice) => (value.levels || []).find((l) => l.choice === choice)?.level || 0;

export const pairOf = (value, a, b) =>
  (value.pairs || []).find((p) => (p.first === a && p.second === b) || (p.first === b && p.second === a));

const pad = (n) => String(n).padStart(2, "0");

// Walk is the way of one interview: {id, begun, updated, answers}, with times in milliseconds and answers by question.
// Its stops are the outline's steps with what became of them: asked; value, what was answered; shown, the question is
// asked and the answer one of what it offers; given, it is shown and valid.
export class Walk {
  constructor(outline, interview) {
    this.outline = outline;
    this.interview = interview;
    this.stops = outline.steps.map((step) => ({ step, value: interview.answers[step.name], shown: false }));
    this.slots = new Map(this.stops.map((s) => [s.step.name, { stop: s }]));
    for (const stop of this.stops) {
      if (["scale", "points"].includes(stop.step.kind)) {
        for (const c of this.things(stop)) this.slots.set(rowName(stop.step.name, c.name), { stop, choice: c.name });
      }
    }
    for (const i of outline.order) this.visit(this.stops[i]);
    for (const s of this.stops) this.judge(s);
  }

  list(name) {
    return this.outline.lists[name] || [];
  }

  stop(name) {
    return this.slots.get(name)?.stop;
  }

  computed(s) {
    return computedKinds.includes(s.step.kind);
  }

  asks(s) {
    return s.asked && !this.computed(s);
  }

  visit(s) {
    s.asked = this.relevant(s);
    if (!s.asked) return;
    if (this.computed(s)) {
      s.result = this.work(s);
      s.shown = true;
    } else if (takes(s.step.kind) && (s.step.of || s.step.filter)) {
      s.asked = this.offered(s).length >= (["rank", "pairwise"].includes(s.step.kind) ? 2 : 1);
      s.shown = s.asked && Boolean(s.value) && this.fits(s);
    } else {
      s.shown = Boolean(s.value);
    }
  }

  relevant(s) {
    return (s.step.relevant || []).every((e) => ex.holds(ex.run(e, this)));
  }

  judge(s) {
    s.given = s.shown;
    if (!s.given || this.computed(s)) return;
    if (s.value.skipped) s.given = s.step.kind === "note" || !this.required(s);
    else if (s.step.rechecked) s.given = this.meets(s, s.value);
  }

  required(s) {
    return Boolean(s.step.required) || (s.step.requiredIf !== undefined && ex.holds(ex.run(s.step.requiredIf, this)));
  }

  meets(s, value) {
    if (s.step.constraint === undefined || value.skipped) return true;
    this.self = seen(s.step.kind, value);
    const met = ex.holds(ex.run(s.step.constraint, this));
    this.self = undefined;
    return met;
  }

  work(s) {
    const zone = this.zone();
    switch (s.step.kind) {
      case "start":
        return ex.text(this.local(this.interview.begun).toISOString().slice(0, 19) + zone);
      case "today":
        return ex.day(this.local(this.interview.begun).toISOString().slice(0, 10));
      case "end":
        return undefined;
    }
    if (s.step.calculation === undefined) return undefined;
    this.self = s.value && seen("calculate", s.value);
    const result = ex.run(s.step.calculation, this);
    this.self = undefined;
    return result;
  }

  // local is a time with the clock of the place where the service stands, read as if it were UTC.
  local(at) {
    return new Date(at + this.outline.zone * 60_000);
  }

  zone() {
    const minutes = Math.abs(this.outline.zone);
    return minutes ? (this.outline.zone < 0 ? "-" : "+") + pad(Math.trunc(minutes / 60)) + ":" + pad(minutes % 60) : "Z";
  }

  // What follows is what expressions ask for.

  value(name) {
    const slot = this.slots.get(name);
    if (!slot || !slot.stop.shown) return undefined;
    const { stop, choice } = slot;
    if (choice === undefined) return this.computed(stop) ? stop.result : seen(stop.step.kind, stop.value);
    const level = levelOf(stop.value, choice);
    if (level < 1 || stop.step.kind === "points") return level < 1 ? undefined : level;
    return ex.text(this.list(stop.step.levels)[level - 1]?.name || "");
  }

  column(name) {
    if (!this.choice) return "";
    return name === "name" ? this.choice.name : this.choice.columns?.[name] || "";
  }

  today() {
    return this.local(this.interview.updated).toISOString().slice(0, 10);
  }

  now() {
    return this.local(this.interview.updated).toISOString().slice(0, 23) + this.zone();
  }

  label(question, name) {
    const slot = this.slots.get(question);
    if (!slot) return undefined;
    return (slot.choice === undefined && this.things(slot.stop).find((c) => c.name === name)?.label) || name;
  }

  // What follows is about what is offered.

  // things are the choices that a question can put before a respondent at most.
  things(s) {
    const all = this.list(s.step.list);
    return s.step.choices ? all.filter((c) => s.step.choices.includes(c.name)) : all;
  }

  // chosen names what the question that this one is of left.
  chosen(s) {
    const of = this.stop(s.step.of);
    if (!of?.shown || of.value.skipped) return [];
    if (of.step.kind === "scale") {
      const highest = this.list(of.step.levels).length;
      return (of.value.levels || []).filter((l) => l.level === highest).map((l) => l.choice);
    }
    const chosen = of.value.choices || [];
    const alone = chosen.length === 1 && this.things(of).some((c) => c.exclusive && c.name === chosen[0]);
    return alone ? [] : chosen;
  }

  // offered are the choices to put before the respondent, in the list's order.
  offered(s) {
    const chosen = s.step.of && this.chosen(s);
    const offered = this.things(s).filter((c) => {
      if (chosen && !chosen.includes(c.name)) return false;
      this.choice = c;
      return s.step.filter === undefined || ex.holds(ex.run(s.step.filter, this));
    });
    this.choice = undefined;
    return offered;
  }

  fits(s) {
    const { value } = s;
    if (value.skipped) return true;
    if (s.step.kind === "pairwise") {
      const asked = this.pairs(s);
      const given = value.pairs || [];
      return asked.length === given.length && asked.every((p, i) => p.first === given[i].first && p.second === given[i].second);
    }
    const offered = this.offered(s).map((c) => c.name);
    const named = (value.choices || []).concat((value.levels || []).map((l) => l.choice));
    const whole = ["rank", "scale"].includes(s.step.kind);
    return (!whole || named.length === places(s.step, offered.length)) && named.every((n) => offered.includes(n));
  }

  seed(s) {
    const own = s.step.seed === undefined ? "" : ex.asText(ex.run(s.step.seed, this));
    return (own || this.interview.id) + "\0" + (s.step.list || "");
  }

  inOrder(s, choices) {
    return s.step.shuffle ? shuffled(this.seed(s), choices) : choices;
  }

  // pairs are those that this respondent compares.
  pairs(s) {
    const seed = this.seed(s) + "\0" + s.step.name;
    const ring = shuffled(seed, this.offered(s));
    const m = ring.length;
    const pairs = [];
    for (let i = 0; m && i < s.step.pairs; i++) {
      const step = 1 + Math.trunc(i / m);
      if (2 * step > m || (2 * step === m && i % m >= m / 2)) break;
      const pair = [ring[i % m].name, ring[(i + step) % m].name];
      if (parseInt(digest("side", seed + "\0" + pair.join("\0")).slice(0, 2), 16) & 1) pair.reverse();
      pairs.push({ first: pair[0], second: pair[1] });
    }
    return pairs;
  }

  // What follows is about going on.

  // pending reports whether a question hangs on a selection that is asked and not yet made.
  pending(s) {
    const of = s.step.of && this.stop(s.step.of);
    return Boolean(of) && !of.shown && (of.asked || (this.relevant(of) && this.pending(of)));
  }

  // reach is the question of that name if it may be answered now.
  reach(name) {
    for (const s of this.stops) {
      if (!this.asks(s)) continue;
      if (s.step.name === name) return s;
      if (!s.given) break;
    }
    return undefined;
  }

  // missing is the first question that is asked and has no valid answer; "" when all have one.
  missing() {
    return this.stops.find((s) => this.asks(s) && !s.given)?.step.name || "";
  }

  // fill puts answers into a text where it speaks of them.
  fill(phrase) {
    return phrase.replace(/\$\{\s*([A-Za-z][A-Za-z0-9_.-]*)\s*\}/g, (_, name) => this.inWords(name));
  }

  inWords(name) {
    const slot = this.slots.get(name);
    if (!slot?.stop.shown) return "";
    const { stop, choice } = slot;
    if (choice !== undefined) {
      const level = levelOf(stop.value, choice);
      return level < 1 ? "" : this.list(stop.step.levels)[level - 1]?.label || String(level);
    }
    if (this.computed(stop) || !stop.value.choices?.length) return ex.asText(this.value(name));
    return stop.value.choices.map((c) => this.label(name, c)).join(", ");
  }
}

// places is how many of so many choices a rank orders.
export const places = (step, choices) => (step.max ? Math.min(step.max, choices) : choices);

// shuffled orders choices by a digest of the seed and the name; those that stand last keep the list's order.
function shuffled(seed, choices) {
  const key = (c) => digest("order", seed + "\0" + c.name);
  const mixed = choices.filter((c) => !c.last).map((c) => [key(c), c]);
  mixed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return mixed.map(([, c]) => c).concat(choices.filter((c) => c.last));
}

// seen is an answer as expressions see it.
export function seen(kind, v) {
  if (v.skipped) return undefined;
  if (kind === "select_one" && v.choices?.length === 1) return ex.text(v.choices[0]);
  if (kind === "select_multiple" || kind === "rank") return ex.names(v.choices || []);
  if (v.number) return ex.number(Number(v.number));
  if (v.date) return ex.day(v.date);
  if (v.file) return ex.text(v.file.id || "awaited");
  if (v.point) {
    const { latitude, longitude, altitude = 0, accuracy = 0 } = v.point;
    return ex.text([latitude, longitude, altitude, accuracy].map(ex.plain).join(" "));
  }
  return ex.text(v.text || "");
}

// kept is what a calculation came to, as an answer that is kept; undefined if it came to nothing.
export function kept(v) {
  if (v === undefined) return undefined;
  if (typeof v === "boolean") return { number: v ? "1" : "0" };
  if (typeof v === "number") return { number: ex.plain(v) };
  return v.days !== undefined && v.text.length === 10 ? { date: v.text } : { text: ex.asText(v) };
}
