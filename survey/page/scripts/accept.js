// Whether an answer can be accepted, judged as the server judges it. What it accepts it returns in its one normal form;
// what it does not, is thrown as a Problem, with the codes of the server's.

import { levelOf, pairOf, places, takes } from "./walk.js";
import * as typed from "./typed.js";

// Problem is an answer that cannot be accepted, and what the words for that speak of.
export class Problem extends Error {
  constructor(question, code, about = {}) {
    super(code);
    Object.assign(this, { question, code }, about);
  }
}

export const skip = { skipped: true };

const maxText = 4000;
const maxFile = 8; // megabytes
const runes = (s) => Array.from(s).length;

// empty reports whether nothing was given.
export const empty = (v) =>
  !v.skipped && !v.point && !v.file && !["choices", "levels", "pairs", "text", "number", "date"].some((part) => v[part]?.length);

// accept judges an answer to the question at a stop of the walk.
export function accept(walk, s, value) {
  const { step } = s;
  if (step.kind === "note") return skip;
  if (value.skipped || blank(step.kind, value)) return pass(walk, s);
  const v = (normal[step.kind] || normal.text)(step, value, walk, s);
  if (empty(v)) return pass(walk, s);
  if (!walk.meets(s, v)) throw new Problem(step.name, "constrained", { own: walk.fill(step.constraintMessage || "") });
  return v;
}

function pass(walk, s) {
  if (walk.required(s)) throw new Problem(s.step.name, "missing", { own: walk.fill(s.step.requiredMessage || "") });
  return skip;
}

// typedAs is where what is typed for a question of a kind stands in its value.
const typedAs = { integer: "number", decimal: "number", range: "number", date: "date", geopoint: "text", text: "text" };

function blank(kind, v) {
  const part = typedAs[kind];
  return empty(v) || (part && !v.point && !typed.trimmed(v[part] || ""));
}

const unknown = (step, choice) => new Problem(step.name, "unknown_choice", { choice });

function known(step, given, choices) {
  for (const name of given) {
    if (!choices.some((c) => c.name === name)) throw unknown(step, name);
  }
}

// chosen are the choices of a selection; to have given something else is to have chosen what is not offered.
function chosen(step, v, choices) {
  const given = v.choices || [];
  if (!given.length) throw unknown(step, "");
  return { given, offered: choices };
}

function number(step, v) {
  const n = typed.digits(v.number || "");
  const whole = step.kind === "integer";
  if (n === undefined || (whole && n.includes("."))) throw new Problem(step.name, whole ? "not_whole" : "not_number");
  const code = step.range ? typed.outOf(step.range, n) : "";
  if (code) {
    const { start, end, step: by } = step.range;
    throw new Problem(step.name, code, { low: start, high: end, step: by });
  }
  return { number: n };
}

// file is a photo or a recording, by what the browser takes it for; the server looks into it.
function file(step, v) {
  const { type, size } = v.file || {};
  if (!type?.startsWith(step.kind + "/")) throw new Problem(step.name, step.kind === "image" ? "no_photo" : "no_voice");
  const given = Math.ceil(size / 2 ** 20);
  if (given > maxFile) throw new Problem(step.name, "file_too_large", { max: maxFile, given });
  return { file: v.file };
}

const normal = {
  select_one(step, v, walk, s) {
    const { given, offered } = chosen(step, v, walk.offered(s));
    if (given.length > 1) throw new Problem(step.name, "too_many", { max: 1, given: given.length });
    known(step, given, offered);
    return { choices: [given[0]] };
  },

  select_multiple(step, v, walk, s) {
    const { given, offered } = chosen(step, v, walk.offered(s));
    known(step, given, offered);
    const taken = offered.filter((c) => given.includes(c.name));
    if (step.max && taken.length > step.max) {
      throw new Problem(step.name, "too_many", { max: step.max, given: taken.length });
    }
    const alone = taken.filter((c) => c.exclusive).pop();
    if (alone && taken.length > 1) throw new Problem(step.name, "exclusive", { choice: alone.name });
    return { choices: taken.map((c) => c.name) };
  },

  rank(step, v, walk, s) {
    const given = v.choices || [];
    const offered = walk.offered(s);
    known(step, given, offered);
    const twice = given.find((name, i) => given.indexOf(name) < i);
    if (twice) throw new Problem(step.name, "twice", { choice: twice });
    const max = places(step, offered.length);
    if (given.length !== max) {
      throw new Problem(step.name, given.length < max ? "unfinished" : "too_many", { max, given: given.length });
    }
    return { choices: [...given] };
  },

  scale(step, v, walk, s) {
    const offered = walk.offered(s);
    const max = walk.list(step.levels).length;
    for (const l of v.levels || []) {
      known(step, [l.choice], offered);
      if (l.level < 1 || l.level > max) {
        throw new Problem(step.name, "off_scale", { choice: l.choice, max, given: l.level });
      }
    }
    const levels = rated(v, offered);
    const gap = offered.find((c) => !levelOf(v, c.name));
    if (gap) {
      throw new Problem(step.name, "unfinished", { choice: gap.name, max: offered.length, given: levels.length });
    }
    return { levels };
  },

  points(step, v, walk, s) {
    const offered = walk.offered(s);
    let sum = 0;
    for (const l of v.levels || []) {
      known(step, [l.choice], offered);
      if (l.level < 0 || l.level > step.max) {
        throw new Problem(step.name, "over_points", { choice: l.choice, max: step.max, given: l.level });
      }
      sum += levelOf(v, l.choice);
    }
    if (sum > step.max) throw new Problem(step.name, "over_points", { max: step.max, given: sum });
    return { levels: rated(v, offered) };
  },

  pairwise(step, v, walk, s) {
    const asked = walk.pairs(s);
    for (const p of v.pairs || []) {
      const met = asked.some((a) => pairOf({ pairs: [p] }, a.first, a.second));
      if (!met || (p.better && p.better !== p.first && p.better !== p.second)) {
        throw new Problem(step.name, "not_a_pair", { choice: p.first });
      }
    }
    const pairs = compared(v, asked);
    if (pairs.length < asked.length) {
      const gap = asked.find((a) => !pairOf(v, a.first, a.second));
      throw new Problem(step.name, "unfinished", { choice: gap.first, max: asked.length, given: pairs.length });
    }
    return { pairs };
  },

  integer: number,
  decimal: number,
  range: number,

  date(step, v) {
    const date = typed.day(v.date || "");
    if (!date) throw new Problem(step.name, "not_date");
    return { date };
  },

  geopoint(step, v) {
    const point = v.point || typed.point(v.text || "");
    if (!point) throw new Problem(step.name, "not_place");
    return { point };
  },

  image: file,
  audio: file,

  text(step, v) {
    const text = typed.trimmed(v.text || "");
    const max = step.max || maxText;
    if (runes(text) > max) throw new Problem(step.name, "too_long", { max, given: runes(text) });
    return { text };
  },
};

// rated are the levels, or the points, that were given to what is offered, in its order.
const rated = (v, offered) =>
  offered.map((c) => ({ choice: c.name, level: levelOf(v, c.name) })).filter((l) => l.level > 0);

// compared is what was said of the pairs, in the order in which they are asked.
function compared(v, asked) {
  const said = [];
  for (const { first, second } of asked) {
    const p = pairOf(v, first, second);
    if (p) said.push({ first, second, ...(p.better && { better: p.better }) });
  }
  return said;
}

// usable is what of an answer given before, or begun, still makes sense at a stop.
export function usable(walk, s, v) {
  return { ...part(walk, s, v), skipped: v.skipped };
}

function part(walk, s, v) {
  const { step } = s;
  const offered = takes(step.kind) ? walk.offered(s) : [];
  const there = (name) => offered.some((c) => c.name === name);
  switch (step.kind) {
    case "select_one":
    case "select_multiple":
    case "rank":
      return { choices: [...new Set(v.choices || [])].filter(there) };
    case "scale":
    case "points": {
      const most = step.kind === "points" ? step.max : walk.list(step.levels).length;
      const good = (v.levels || []).filter((l) => l.level >= 1 && l.level <= most && there(l.choice));
      return { levels: good.filter((l, i) => good.findIndex((m) => m.choice === l.choice) === i) };
    }
    case "pairwise":
      return { pairs: compared(v, walk.pairs(s)).filter((p) => [undefined, p.first, p.second].includes(p.better)) };
    case "geopoint":
      return { point: v.point, text: v.text };
    case "text":
      return { text: v.text };
    case "image":
    case "audio":
      return { file: v.file };
  }
  return { number: v.number, date: v.date };
}
