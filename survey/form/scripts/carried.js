// Interviews that go on without the signal with which they were begun. The service worker keeps the last screen of each,
// which carries the interview so far, and what was given on it until the server has answered.

import { goTo } from "./interview.js";

export const forms = "ashar-forms"; // the cache that the service worker looks into

const kept = (code, id) => [`/f/${code}/${id}`, `/f/${code}/${id}?said`];

// carried is what the service worker keeps of an interview: {text, carried, said, at, when}, where said is the form that
// was not answered, posted at a question. It is undefined where it keeps nothing.
export async function carried(code, id) {
  const cache = await caches.open(forms);
  const [page, said] = await Promise.all(kept(code, id).map((address) => cache.match(address)));
  const part = page && new DOMParser().parseFromString(await page.text(), "text/html").getElementById("carried");
  if (!part) return undefined;
  const text = part.content.textContent;
  return {
    text,
    carried: JSON.parse(text),
    ...(said && { said: await said.formData(), at: said.headers.get("X-At"), when: said.headers.get("X-When") }),
  };
}

// drop forgets an interview that the server has whole.
export async function drop(code, id) {
  const cache = await caches.open(forms);
  await Promise.all(kept(code, id).map((address) => cache.delete(address)));
}

// goOn makes a draft of what was carried, or brings one up to it that has gone on from an earlier screen. It returns the
// form that is still to be taken in, if there is one.
export function goOn(draft, { text, carried: c, said, at, when }) {
  if (draft.base !== text) {
    const before = draft.interview;
    const answers = { ...before?.answers, ...c.answers };
    draft.interview = { ...before, id: draft.id, begun: c.begun, updated: Date.now(), at: c.at, edit: c.edit, draft: c.draft, answers };
    draft.base = text;
  }
  if (!said || when === draft.when) return undefined;
  draft.when = when;
  if (at) {
    try {
      draft.interview = goTo(draft.data.outline, draft.interview, at, Date.now());
    } catch {
      return undefined; // it is not asked any more
    }
  }
  return said;
}
