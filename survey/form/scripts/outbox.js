// Finished interviews on their way to the server. One leaves the phone when the server has acknowledged it, and not
// before. It can be sent any number of times: under its identifier it counts once.
//
//	{id, code, language, held, interview, state, detail, question}
//
// The state is "kept"; "refused", with what the server says is to be mended; or "closed", where the survey takes no
// answers now.

import * as db from "./db.js";

const patience = 60_000; // for one answer, over one bar of signal
const firstPause = 5_000;
const longestPause = 5 * 60_000;

// changes tells, by the event "change", that something was kept, sent or refused.
export const changes = new EventTarget();
const tell = () => changes.dispatchEvent(new Event("change"));

// now has how many are being sent, and the receipts of those that this page has sent, by their identifiers.
export const now = { sending: 0, receipts: new Map(), failed: false };

// keep takes a finished interview over from the drafts.
export async function keep(item) {
  await db.change((store) => {
    store("outbox").put({ ...item, state: "kept" });
    store("drafts").delete(item.id);
  });
  tell();
}

// mend makes an interview that was refused a draft again.
export async function mend(item, draft) {
  await db.change((store) => {
    store("drafts").put(draft);
    store("outbox").delete(item.id);
  });
  tell();
}

let pause = firstPause;
let again;

// send sends what waits, one after another, in one tab at a time. What was closed is tried again when somebody asks for
// it. Where there is no connection it is tried again later, and later still.
export async function send({ asked = false } = {}) {
  clearTimeout(again);
  const locks = navigator.locks;
  const whole = await (locks
    ? locks.request("ashar-outbox", { ifAvailable: true }, (lock) => (lock ? round(asked) : true))
    : round(asked));
  now.failed = !whole;
  if (whole) {
    pause = firstPause;
  } else {
    again = setTimeout(send, pause * (0.75 + Math.random() / 2));
    pause = Math.min(2 * pause, longestPause);
  }
  tell();
}

// round sends each that waits, and reports whether the server has answered for all of them.
async function round(asked) {
  const waiting = (await db.all("outbox")).filter((x) => x.state === "kept" || (asked && x.state === "closed"));
  try {
    for (now.sending = waiting.length; now.sending; now.sending--) {
      tell();
      if (!(await deliver(waiting[waiting.length - now.sending]))) return false;
    }
    return true;
  } finally {
    now.sending = 0;
  }
}

// deliver sends one, and reports whether the server has decided about it.
async function deliver(item) {
  let response;
  let said;
  try {
    response = await fetch(`/f/${item.code}/answers`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(item.held),
      signal: AbortSignal.timeout?.(patience),
    });
    said = await response.json();
  } catch {
    return false; // no connection, or something between here and the server answered
  }
  if (response.ok && said.receipt) {
    now.receipts.set(item.id, said.receipt);
    await db.change((store) => {
      store("outbox").delete(item.id);
      store("receipts").add({ receipt: said.receipt, at: Date.now() });
    });
    return true;
  }
  if (response.status === 429 || response.status >= 500 || response.ok) return false;
  const state = response.status === 410 ? "closed" : "refused";
  await db.change((store) => store("outbox").put({ ...item, state, detail: said.detail, question: said.question }));
  return true;
}

// file is all that waits here, as a file that can be handed over.
export async function file() {
  const answers = (await db.all("outbox")).map(({ code, held }) => ({ code, ...held }));
  return toFile(answers);
}

// toFile hands answers over as a download.
export function toFile(answers) {
  const data = JSON.stringify({ format: "ashar-answers/1", answers }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type: "application/json" }));
  link.download = `ashar-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), patience);
}
