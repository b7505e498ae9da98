// An interview that is held on the phone: a plain object that can be kept between any two steps, as the server's
// survey.Interview. Each step returns the state after it and leaves the one before as it was.
//
//	{id, code, begun, updated, at, edit, answers, draft}

import { accept, usable } from "../../page/scripts/accept.js";
import { kept, places, takes, Walk } from "../../page/scripts/walk.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// newID draws an identifier that cannot be guessed: 26 characters, 130 bits. Sent twice under it, an answer counts once.
export const newID = () => Array.from(crypto.getRandomValues(new Uint8Array(26)), (b) => alphabet[b & 31]).join("");

// begin opens an interview at its first question. now is in milliseconds, as everywhere.
export function begin(outline, id, now) {
  return settle(outline, { id, begun: now, updated: now, answers: {} });
}

// settle stands the interview at the first question that lacks an answer, and keeps what is to be kept when it first
// comes to something.
function settle(outline, interview) {
  let walk = new Walk(outline, interview);
  let { answers } = interview;
  for (const step of outline.steps.filter((x) => x.once)) {
    const s = walk.stop(step.name);
    if (s.asked && !s.value && s.result !== undefined) {
      answers = { ...answers, [step.name]: kept(s.result) };
      walk = new Walk(outline, { ...interview, answers });
    }
  }
  return { ...interview, answers, at: walk.missing() };
}

// reach is the question of that name, which must be one that may be answered now.
function reach(walk, name) {
  const s = walk.reach(name);
  if (!s) throw new Error("not_asked");
  return s;
}

// answer gives a value to a question and moves on. What cannot be accepted is thrown as a Problem.
export function answer(outline, interview, name, value, now) {
  const next = { ...interview, updated: now, draft: undefined };
  const walk = new Walk(outline, next);
  const given = accept(walk, reach(walk, name), value);
  return settle(outline, { ...next, answers: { ...next.answers, [name]: given } });
}

// keep keeps an unfinished answer to a question, going back to it if another one is being asked.
export function keep(outline, interview, name, value, now) {
  const next = { ...interview, at: name, updated: now };
  const walk = new Walk(outline, next);
  return { ...next, draft: usable(walk, reach(walk, name), value) };
}

// goTo returns to a question that was answered before.
export function goTo(outline, interview, name, now) {
  reach(new Walk(outline, interview), name);
  return { ...interview, at: name, draft: undefined, updated: now };
}

// back returns to the question before; at the first one it stays.
export function back(outline, interview, now) {
  const walk = new Walk(outline, interview);
  const end = walk.stops.findIndex((s) => s.step.name === interview.at);
  const before = walk.stops.slice(0, end < 0 ? undefined : end).filter((s) => walk.asks(s)).pop();
  return before ? goTo(outline, interview, before.step.name, now) : interview;
}

// prompt says what is asked now; without a question the answers are to be looked over.
export function prompt(outline, interview) {
  const walk = new Walk(outline, interview);
  const screens = walk.stops.filter((s) => !walk.computed(s) && (s.asked || (walk.pending(s) && walk.relevant(s))));
  const at = screens.findIndex((s) => s.step.name === interview.at);
  const steps = screens.length + 1;
  if (at < 0) return { walk, step: steps, steps, canGoBack: true };
  const s = screens[at];
  const offered = takes(s.step.kind) ? walk.offered(s) : [];
  const given = interview.draft || (s.value && usable(walk, s, s.value)) || {};
  return {
    walk,
    question: s.step,
    choices: s.step.kind === "pairwise" ? offered : walk.inOrder(s, offered),
    pairs: s.step.kind === "pairwise" ? walk.pairs(s) : [],
    places: s.step.kind === "rank" ? places(s.step, offered.length) : 0,
    value: given,
    step: at + 1,
    steps,
    canGoBack: at > 0,
    canSkip: s.step.kind !== "note" && !walk.required(s),
  };
}

// answered are the valid answers, with their questions, to be looked over.
export function answered(outline, interview) {
  const walk = new Walk(outline, interview);
  return walk.stops.filter((s) => s.given && walk.asks(s) && s.step.kind !== "note");
}

// held is a finished interview as the server's survey.Held.
export function held(outline, interview) {
  return {
    id: interview.id,
    questionnaire: outline.key,
    language: outline.language,
    consent: outline.consent,
    begun: new Date(interview.begun).toISOString(),
    ended: new Date(interview.updated).toISOString(),
    ...(interview.edit && { edit: interview.edit }),
    answers: answered(outline, interview).map((s) => ({ question: s.step.name, value: s.value })),
  };
}
