// The language of conditions and calculations, as the server's package expression runs it. A value is undefined where
// nothing was answered, else true or false, a number that is finite, a text that is not empty, {names} or {days, text}.

const maxText = 4000;

const cut = (s) => (s.length > maxText ? Array.from(s).slice(0, maxText).join("") : s);

// Text, number, day and names make values.
export const text = (s) => cut(s) || undefined;
export const number = (x) => (Number.isFinite(x) ? x : undefined);
export const names = (list) => (list.length ? { names: list } : undefined);
export function day(s) {
  const days = daysOf(s);
  return days === undefined ? text(s) : { days, text: s };
}

// holds, asNumber, asText and asNames read a value as what is wanted of it. What is no number is NaN.
export const holds = (v) => (typeof v === "object" ? true : Boolean(v));

export function asNumber(v) {
  switch (typeof v) {
    case "boolean":
      return v ? 1 : 0;
    case "number":
      return v;
    case "string":
      return parse(v);
    case "object":
      return v.names ? parse(v.names.join(" ")) : v.days;
  }
  return NaN;
}

export function asText(v) {
  switch (typeof v) {
    case "number":
      return plain(v);
    case "object":
      return v.names ? cut(v.names.join(" ")) : v.text;
  }
  return v === undefined ? "" : String(v);
}

const asNames = (v) => (v && v.names) || asText(v).split(/\s+/).filter(Boolean);

function parse(s) {
  const t = s.trim();
  const days = daysOf(t);
  if (days !== undefined) return days;
  return /^-?(\d+\.?\d*|\.\d+)$/.test(t) ? (number(Number(t)) ?? NaN) : NaN;
}

// plain writes a number without an exponent.
export function plain(x) {
  const [, minus, whole, fraction = "", e] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/.exec(String(x || 0));
  if (!e) return String(x || 0);
  const digits = whole + fraction;
  const point = whole.length + Number(e);
  if (point <= 0) return minus + "0." + "0".repeat(-point) + digits;
  return minus + digits.padEnd(point, "0");
}

const perDay = 24 * 60 * 60 * 1000;

// daysOf counts the days from 1970-01-01 to a day, or to a moment by the clock of its own place.
function daysOf(s) {
  const m = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/.exec(s);
  if (!m) return undefined;
  const at = new Date(0);
  at.setUTCFullYear(m[1], m[2] - 1, m[3]);
  if (m[1] < 1 || at.getUTCMonth() !== m[2] - 1 || at.getUTCDate() !== Number(m[3])) return undefined;
  if (!m[4]) return at / perDay;
  if (m[4] > 23 || m[5] > 59 || m[6] > 59) return undefined;
  return at / perDay + (m[4] * 3600 + m[5] * 60 + Number(m[6]) + Number(m[7] || 0)) / 86400;
}

function onDay(days) {
  const d = Math.floor(days);
  return -719162 <= d && d <= 2932896 ? day(new Date(d * perDay).toISOString().slice(0, 10)) : undefined;
}

function equal(a, b) {
  const either = (is) => is(a) || is(b);
  if (either((v) => typeof v === "boolean")) return holds(a) === holds(b);
  if (either((v) => typeof v === "number")) return asNumber(a) === asNumber(b);
  if (either((v) => v && v.text)) return asText(a) === asText(b) || asNumber(a) === asNumber(b);
  return asText(a) === asText(b);
}

// whole leaves the digits behind the point away. Math.trunc does too, but is made shorter to what holds only for 32 bits.
const whole = (x) => (x < 0 ? Math.ceil(x) : Math.floor(x));

const halfUp = (x) => (x - Math.floor(x) >= 0.5 ? Math.floor(x) + 1 : Math.floor(x));

function shift(x, n) {
  const [digits, e] = x.toExponential().split("e");
  return Number(digits + "e" + (Number(e) + n));
}

// round rounds a number as it is written, halves up.
function round(x, digits) {
  if (isNaN(x) || isNaN(digits)) return NaN;
  const n = whole(Math.max(-400, Math.min(digits, 400)));
  if (!n) return halfUp(x);
  const shifted = shift(x, n);
  return Number.isFinite(shifted) ? shift(halfUp(shifted), -n) : x;
}

const compare = {
  "<": (x, y) => x < y,
  "<=": (x, y) => x <= y,
  ">": (x, y) => x > y,
  ">=": (x, y) => x >= y,
};

const compute = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  div: (x, y) => x / y,
  mod: (x, y) => x % y,
};

// calls have what each function makes of its arguments, which it works out as far as they matter: a(0) is the first.
const calls = {
  not: (a) => !holds(a(0)),
  true: () => true,
  false: () => false,
  boolean: (a) => holds(a(0)),
  number: (a) => number(asNumber(a(0))),
  string: (a) => text(asText(a(0))),
  if: (a) => (holds(a(0)) ? a(1) : a(2)),
  coalesce: (a) => a(0) ?? a(1),
  once: (a, n, env) => env.self ?? a(0),
  selected: (a) => asNames(a(0)).includes(asText(a(1)).trim()),
  "count-selected": (a) => asNames(a(0)).length,
  "selected-at": (a) => {
    const i = asNumber(a(1));
    return i >= 0 ? text(asNames(a(0))[whole(i)] ?? "") : undefined;
  },
  int: (a) => number(whole(asNumber(a(0)))),
  round: (a, n) => number(round(asNumber(a(0)), n > 1 ? asNumber(a(1)) : 0)),
  min: (a, n) => number(Math.min(...numbers(a, n))),
  max: (a, n) => number(Math.max(...numbers(a, n))),
  concat: (a, n) => text(all(a, n).map(asText).join("")),
  contains: (a) => asText(a(0)).includes(asText(a(1))),
  "starts-with": (a) => asText(a(0)).startsWith(asText(a(1))),
  "string-length": (a) => Array.from(asText(a(0))).length,
  today: (a, n, env) => day(env.today()),
  now: (a, n, env) => day(env.now()),
  date: (a) => onDay(asNumber(a(0))),
};

const all = (a, n) => Array.from({ length: n }, (_, i) => a(i));
const numbers = (a, n) => all(a, n).map(asNumber);

// run works an expression out, as survey.Outline writes it. env has the answers: value(name), self, column(name),
// today(), now(), and label(question, name), which is undefined where there is no such question.
export function run(e, env) {
  if (typeof e === "number") return e;
  const [op, x, y] = e;
  const part = (i) => run(e[i + 1], env);
  switch (op) {
    case "'":
      return text(x);
    case "$":
      return env.value(x);
    case ".":
      return env.self;
    case "#":
      return text(env.column(x));
    case "@":
      return undefined;
    case "or":
      return holds(part(0)) || holds(part(1));
    case "and":
      return holds(part(0)) && holds(part(1));
    case "=":
      return equal(part(0), part(1));
    case "!=":
      return !equal(part(0), part(1));
    case "regex":
      return new RegExp(y[1], "u").test(asText(part(0)));
    case "jr:choice-name": {
      const name = asText(part(0));
      return name && y[0] === "@" ? text(env.label(y[1], name) ?? "") : undefined;
    }
  }
  if (compare[op]) return compare[op](asNumber(part(0)), asNumber(part(1)));
  if (compute[op]) {
    const [a, b] = e.length > 2 ? [asNumber(part(0)), asNumber(part(1))] : [0, asNumber(part(0))];
    return number(compute[op](a, b));
  }
  return calls[op](part, e.length - 1, env);
}
