// Takes steps of interviews as the phone takes them, for TestPhoneLeadsTheSameWay. A line comes in for each step, and
// one goes out that says what came of it.

import { createInterface } from "node:readline";
import * as held from "../form/scripts/interview.js";

let outline;
let interview;

const steps = {
  begin(r) {
    outline = { ...r.outline, zone: r.zone };
    interview = held.begin(outline, r.id, r.now);
  },
  answer(r) {
    interview = held.answer(outline, interview, r.question, r.value, r.now);
  },
  keep(r) {
    interview = held.keep(outline, interview, r.question, r.value, r.now);
  },
  goTo(r) {
    interview = held.goTo(outline, interview, r.question, r.now);
  },
  back(r) {
    interview = held.back(outline, interview, r.now);
  },
};

function take(r) {
  try {
    steps[r.step](r);
    return {};
  } catch (e) {
    if (!e.code && e.message !== "not_asked") throw e;
    const { code, choice, max, given, low, high, step, own } = e;
    return { problem: { code: code || e.message, choice, max, given, low, high, step, message: own } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const refused = take(JSON.parse(line));
  const { walk, question, choices, pairs, ...p } = held.prompt(outline, interview);
  const said = {
    ...refused,
    at: interview.at,
    label: question && walk.fill(question.label || ""),
    choices: choices?.map((c) => c.name),
    pairs,
    ...p,
    answers: interview.at ? undefined : held.held(outline, interview).answers,
  };
  console.log(JSON.stringify(said));
}
