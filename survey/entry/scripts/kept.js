// Forms on their way to the server. One leaves this device when the server has acknowledged it, and not before; under its
// identifier it is stored once, however often it is sent.
//
//	{id, by, name, serial, fields, state, said}
//
// The fields are those of the form, as pairs of names and values; by is the account that typed it, called name. The state is
// "kept", or "refused" with what the server said.

import { database } from "../../page/scripts/database.js";

const stores = database("ashar-entry", { outbox: { keyPath: "id" } });
const patience = 60_000;
const firstPause = 5_000;
const longestPause = 5 * 60_000;

const others = "BroadcastChannel" in window ? new BroadcastChannel("ashar-entry") : undefined; // tabs

export const now = { sending: 0, sent: 0, last: undefined, failed: false, signedOut: false };

let heard = () => {};

// begin says which account types, where its forms are sent, and what is called after every change.
let account;
let changed = () => {};
export function begin(by, tell) {
  account = by;
  changed = tell;
  heard = () => {
    changed();
    others?.postMessage(0);
  };
  if (others) others.onmessage = () => changed();
}

// all is what is kept here, in the order in which it was begun.
export async function all() {
  const kept = await stores.all("outbox");
  return kept.sort((a, b) => a.at - b.at);
}

// keep keeps a form, durably.
export async function keep(item) {
  await stores.change((store) => store("outbox").put({ ...item, at: item.at || Date.now(), state: "kept", said: undefined }));
  heard();
}

// drop forgets a form.
export async function drop(id) {
  await stores.change((store) => store("outbox").delete(id));
  heard();
}

let pause = firstPause;
let again;

// send sends what waits of this account, one after another, in one tab at a time. Where there is no connection it is tried
// again later, and later still.
export async function send() {
  clearTimeout(again);
  const locks = navigator.locks;
  const whole = await (locks ? locks.request("ashar-entry", { ifAvailable: true }, (lock) => (lock ? round() : undefined)) : round());
  if (whole === undefined) {
    again = setTimeout(send, firstPause); // another tab is sending
    return;
  }
  now.failed = !whole && !now.signedOut;
  if (whole) {
    pause = firstPause;
  } else if (!now.signedOut) {
    again = setTimeout(send, pause * (0.75 + Math.random() / 2));
    pause = Math.min(2 * pause, longestPause);
  }
  heard();
}

// round sends each that waits, also those that are kept meanwhile, and reports whether the server has answered for all.
async function round() {
  const stuck = new Set(); // the server fails at them: they hold up no others
  try {
    for (;;) {
      const waiting = (await all()).filter((x) => x.state === "kept" && x.by === account && !stuck.has(x.id));
      now.sending = waiting.length;
      if (!waiting.length) return !stuck.size;
      changed();
      const decided = await deliver(waiting[0]);
      if (decided === undefined) return false;
      if (!decided) stuck.add(waiting[0].id);
    }
  } finally {
    now.sending = 0;
  }
}

// deliver sends one, and reports whether the server has decided about it; undefined where it cannot be heard, or knows
// nobody here.
async function deliver(item) {
  let status;
  let said;
  try {
    const response = await fetch(item.path, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(item.fields),
      signal: AbortSignal.timeout?.(patience),
    });
    status = response.status;
    said = await response.json();
  } catch {
    return undefined; // no connection, or something between here and the server answered
  }
  now.signedOut = status === 401;
  if (status === 200 && (said.receipt || said.differs)) {
    now.sent++;
    now.last = said;
    await drop(item.id);
    return true;
  }
  if (said.code === "account") now.signedOut = true; // somebody else has signed in here
  if (now.signedOut || [429, 502, 503, 504].includes(status)) return undefined;
  if (status >= 500) return false;
  await stores.change((store) => store("outbox").put({ ...item, state: "refused", said: { code: said.code, detail: said.detail, errors: said.errors } }));
  heard();
  return true;
}
