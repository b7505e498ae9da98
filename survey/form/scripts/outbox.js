// Finished interviews on their way to the server. One leaves the phone when the server has acknowledged it, and not
// before. It can be sent any number of times: under its identifier it counts once.
//
//	{id, code, language, held, interview, files, state, detail, question}
//
// The state is "kept"; "refused", with what the server says is to be mended; or "closed", where the survey takes no
// answers now. Its files go by themselves, when the server asks for them.

import { drop } from "./carried.js";
import * as db from "./db.js";

const patience = 60_000; // for one answer, over one bar of signal
const filePatience = 10 * patience;
const firstPause = 5_000;
const longestPause = 5 * 60_000;

// changes tells, by the event "change", that something was kept, sent or refused.
export const changes = new EventTarget();
const heard = () => changes.dispatchEvent(new Event("change"));
const others = "BroadcastChannel" in window ? new BroadcastChannel("ashar-outbox") : undefined; // tabs

if (others) others.onmessage = heard;

function tell() {
  heard();
  others?.postMessage(0);
}

// now has how many are being sent, and what the server said to those that this page has sent, by their identifiers; and
// how many of them turned out to be taken back.
export const now = { sending: 0, receipts: new Map(), failed: false, takenBack: 0 };

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
    ? locks.request("ashar-outbox", { ifAvailable: true }, (lock) => (lock ? round(asked) : undefined))
    : round(asked));
  if (whole === undefined) {
    again = setTimeout(send, longestPause); // should the tab that sends be closed
    return;
  }
  now.failed = !whole;
  if (whole) {
    pause = firstPause;
  } else {
    again = setTimeout(send, pause * (0.75 + Math.random() / 2));
    pause = Math.min(2 * pause, longestPause);
  }
  tell();
}

// round sends each that waits, also those that are kept meanwhile, and reports whether the server has answered for all.
async function round(asked) {
  const closed = new Set(); // asked for once more
  const stuck = new Set(); // the server cannot take them now, and nobody knows why: they hold up no others
  try {
    for (;;) {
      const due = (x) => x.state === "kept" || (asked && x.state === "closed" && !closed.has(x.id));
      const waiting = (await db.all("outbox")).filter((x) => due(x) && !stuck.has(x.id));
      now.sending = waiting.length;
      if (!now.sending) return !stuck.size;
      tell();
      const item = waiting.find((x) => !x.files) || waiting[0]; // a photo that does not get through holds up nobody
      closed.add(item.id);
      const decided = await deliver(item);
      if (decided === undefined) return false;
      if (!decided) stuck.add(item.id);
      now.sending--;
    }
  } finally {
    now.sending = 0;
  }
}

// post sends one request, and returns the status and what the server said; undefined where it said nothing.
async function post(path, body, headers, patience) {
  try {
    const signal = AbortSignal.timeout?.(patience);
    const response = await fetch(path, { method: "POST", headers: { Accept: "application/json", ...headers }, body, signal });
    return { status: response.status, said: await response.json() };
  } catch {
    return undefined; // no connection, or something between here and the server answered
  }
}

// deliver sends one, with the files that are asked for, and reports whether the server has decided about it; undefined
// where it takes none now, or cannot be heard.
async function deliver(item) {
  const path = `/f/${item.code}/answers`;
  for (let left = 2 + 2 * Object.keys(item.files || {}).length; left > 0; left--) {
    let got = await post(path, JSON.stringify(item.held), { "Content-Type": "application/json" }, patience);
    const { question, interview = item.id } = got?.said || {};
    const file = got?.status === 202 && item.files?.[question];
    if (file) {
      const form = new FormData();
      form.append("file", file, "file");
      got = await post(`${path}/${interview}/${question}`, form, {}, filePatience);
      if (got?.status === 200) {
        if (got.said.file) {
          item.held.answers.find((a) => a.question === question).value.file = got.said.file;
          await db.change((store) => store("outbox").put(item));
        }
        continue;
      }
    }
    return got && settle(item, got);
  }
  return false;
}

// settle does what follows from the server's last word about one, and reports whether that is its last; see deliver.
async function settle(item, { status, said }) {
  if (status === 200 && said.receipt) {
    now.receipts.set(item.id, said);
    await db.change((store) => {
      store("outbox").delete(item.id);
      store("drafts").delete(item.id);
      store("receipts").add({ id: item.id, receipt: said.receipt, at: Date.now() });
    });
    await drop(item.code, item.id);
    return true;
  }
  if (status === 429 || status > 500) return undefined;
  if ([200, 409, 500].includes(status)) return false; // this one not now
  if (said.code === "taken_back") {
    now.takenBack++;
    await db.change((store) => store("outbox").delete(item.id));
    await drop(item.code, item.id);
    return true;
  }
  const state = status === 410 ? "closed" : "refused";
  await db.change((store) => store("outbox").put({ ...item, state, detail: said.detail, question: said.question }));
  return true;
}

// file is all that waits here, as a file that can be handed over.
export const file = async () => toFile(await db.all("outbox"));

// toFile hands finished interviews over as a download, with their files.
export async function toFile(items) {
  const answers = [];
  for (const { code, held, files } of items) {
    const all = {};
    for (const [question, blob] of Object.entries(files || {})) all[question] = await written(blob);
    answers.push({ code, ...held, ...(files && { files: all }) });
  }
  const data = JSON.stringify({ format: "ashar-answers/1", answers }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type: "application/json" }));
  link.download = `ashar-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), patience);
}

// written is a file in base64.
const written = (blob) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1]);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
