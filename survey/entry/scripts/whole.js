// A whole questionnaire at once, judged as the server judges it in survey.Typing.Check.

import { accept, Problem, skip } from "../../page/scripts/accept.js";
import { Walk } from "../../page/scripts/walk.js";

// judge leads through an outline with all that was given, by question: {walk, wrong}, with a Problem for each question whose
// answer cannot be accepted. It passes those over.
export function judge(outline, interview, given) {
  const wrong = new Map();
  let answers = {};
  let walk = new Walk(outline, { ...interview, answers });
  for (let n = 2 * outline.steps.length; n > 0; n--) {
    const s = walk.stops.find((stop) => walk.asks(stop) && !stop.given && !wrong.has(stop.step.name));
    if (!s) break;
    try {
      answers = { ...answers, [s.step.name]: accept(walk, s, given[s.step.name] || skip) };
      walk = new Walk(outline, { ...interview, answers });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      wrong.set(s.step.name, problem);
    }
  }
  return { walk, wrong };
}

const unreadable = -(2 ** 40); // a level that nothing accepts
const whole = (typed) => (/^\d{1,6}$/.test(typed) ? Number(typed) : unreadable);

// read takes the answer to a question out of the data of a form, as the server does: field is what its inputs begin with.
export function read(outline, step, field, data) {
  const list = outline.lists[step.list] || [];
  const coded = (typed) =>
    (typed.match(/[\p{L}\p{Nd}]+/gu) || []).map((n) => (/^\d+$/.test(n) && list[Number(n) - 1]?.name) || "№" + n);
  const levels = (part) =>
    list
      .map((c) => ({ choice: c.name, typed: (data.get(field + part + c.name) || "").trim() }))
      .filter((l) => l.typed)
      .map((l) => ({ choice: l.choice, level: whole(l.typed) }));
  const text = (data.get(field + ".text") || "").replace(/\r\n/g, "\n");
  switch (step.kind) {
    case "select_one":
    case "select_multiple":
      return { choices: [...new Set([...data.getAll(field), ...coded(data.get(field + ".codes") || "")])] };
    case "rank":
      return { choices: step.of ? coded(data.get(field + ".codes") || "") : placed(list, field + ".place.", data) };
    case "scale":
      return { levels: levels(".level.") };
    case "points":
      return { levels: levels(".points.") };
    case "integer":
    case "decimal":
    case "range":
      return { number: text };
    case "date":
      return { date: text };
    case "text":
    case "geopoint":
      return { text };
  }
  return {};
}

// placed are choices by the places that stand beside them.
function placed(list, prefix, data) {
  const all = list
    .map((c) => ({ name: c.name, typed: (data.get(prefix + c.name) || "").trim() }))
    .filter((x) => x.typed)
    .map((x) => (/^\d{1,4}$/.test(x.typed) && Number(x.typed) > 0 ? { ...x, place: Number(x.typed) } : { name: "№" + x.typed, place: 0 }));
  all.sort((a, b) => a.place - b.place);
  return all.map((x, i) => (x.place === i + 1 || !x.place ? x.name : "№" + x.place));
}
