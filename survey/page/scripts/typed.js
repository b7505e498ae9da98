// What people type, brought to its one normal form as the server brings it: undefined where it cannot be.

// visible leaves a text as it is read, without control characters and those that turn its direction.
export const visible = (s) =>
  s.replace(/(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");

export const trimmed = (s) => visible(s).trim();

const typedNumber = /^[-−–]?(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?$/u;

// digits are a number in decimal digits: no plus, no zeros that say nothing, at most 15 digits.
export function digits(typed) {
  const s = trimmed(typed);
  if (!typedNumber.test(s)) return undefined;
  const [, minus, whole, fraction] = /^([-−–]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(s.replace(/[ \u00a0\u202f]/g, "").replace(",", "."));
  if (whole.length + (fraction || "").length > 15) return undefined;
  const n = (whole || "0") + (fraction ? "." + fraction : "");
  return minus && n !== "0" ? "-" + n : n;
}

// decimals is how many digits stand behind the point.
const decimals = (n) => (n.split(".")[1] || "").length;

// exactly is a number of so many decimals as a whole one.
function exactly(n, places) {
  const [whole, fraction = ""] = n.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

// outOf says what keeps a number out of a range: the code of a problem; "" if nothing does.
export function outOf(range, n) {
  const all = [n, range.start, range.end, range.step];
  const places = Math.max(...all.map(decimals));
  const [at, start, end, step] = all.map((x) => exactly(x, places));
  if (at < start || at > end) return "out_of_range";
  return (at - start) % step ? "off_step" : "";
}

// day is a day as 2006-01-02.
export function day(typed) {
  let s = trimmed(typed);
  const m = /^([0-9]{1,2})[./\-\s]+([0-9]{1,2})[./\-\s]+([0-9]{4})$/.exec(s);
  if (m) s = m[3] + "-" + m[2].padStart(2, "0") + "-" + m[1].padStart(2, "0");
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(s);
  if (!iso || iso[1] < 1) return undefined;
  const at = new Date(0);
  at.setUTCFullYear(iso[1], iso[2] - 1, iso[3]);
  return at.getUTCMonth() === iso[2] - 1 && at.getUTCDate() === Number(iso[3]) ? s : undefined;
}

const degrees = /^-?[0-9]{1,6}(?:\.[0-9]{1,20})?$/;
const rounded = (x, places) => Math.sign(x) * (Math.round(Math.abs(x) * places) / places) || 0;

// point is a place on the earth.
export function point(typed) {
  let fields = visible(typed).split(/[\s;]+/).filter(Boolean);
  if (fields.length === 1) {
    fields = fields[0].split(",");
    if (fields.length !== 2) return undefined;
  }
  fields = fields.map((f) => f.replace(/,$/, "").replace(/,/g, ".").replace(/[−–]/g, "-"));
  if (fields.length < 2 || fields.length > 4 || !fields.every((f) => degrees.test(f))) return undefined;
  const [latitude, longitude, altitude = 0, accuracy = 0] = fields.map(Number).map((x, i) => rounded(x, i < 2 ? 1e6 : 10));
  const within = (x, most) => Math.abs(x) <= most;
  if (!within(latitude, 90) || !within(longitude, 180) || !within(altitude, 1e5) || !within(accuracy, 1e6) || accuracy < 0) {
    return undefined;
  }
  return { latitude, longitude, ...(altitude && { altitude }), ...(accuracy && { accuracy }) };
}
