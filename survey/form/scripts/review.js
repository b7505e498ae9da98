// The look-over: every answer in words, before it is finished.

import { fileWords } from "./files.js";
import { head, pointText, steps } from "./screens.js";
import { el } from "../../page/scripts/words.js";

// review draws the answers that stops of a walk have.
export function review(words, p, answered, mistakes) {
  const items = answered.map((s) =>
    el("li", {},
      el("button", { class: "card", name: "change", value: s.step.name },
        el("span", { class: "words" },
          el("small", {}, p.walk.fill(s.step.label || "")),
          s.value.skipped
            ? el("span", { class: "muted" }, words.say("form.review.skipped"))
            : lines(words, s).flatMap((line, i) => (i ? [el("br"), ...line] : line))),
        el("span", { class: "link" }, words.say("form.review.change")))));
  return el("form", { method: "post" },
    head(words, p, mistakes),
    el("h1", { id: "question" }, words.say("form.review.title")),
    el("p", { class: "hint" }, words.say("form.review.text")),
    el("ul", { class: "choices one" }, items),
    steps(words, p, "send"));
}

// lines are an answer in words, each made of texts and elements.
function lines(words, { step, value }) {
  const label = (name) => words.label(step, name);
  const levels = words.data.outline.lists[step.levels] || [];
  const typed = value.number
    ? words.number(value.number)
    : value.date
      ? value.date.split("-").reverse().join(".")
      : value.point
        ? pointText(value.point)
        : value.file
          ? fileWords(words, step.kind, value.file)
          : value.text;
  return [
    ...(value.choices || []).map((name, i) => [(step.kind === "rank" ? `${i + 1}. ` : "") + label(name)]),
    ...(value.levels || []).map((l) =>
      [label(l.choice) + ": ", el("strong", {}, levels[l.level - 1]?.label || String(l.level))]),
    ...(value.pairs || []).map((pair) => [compared(words, pair, label)]),
    ...(typed ? [[typed]] : []),
  ];
}

function compared(words, { first, second, better }, label) {
  if (!better) return words.say("form.review.equal", { First: label(first), Second: label(second) });
  const other = better === first ? second : first;
  return words.say("form.review.better", { Better: label(better), Other: label(other) });
}
