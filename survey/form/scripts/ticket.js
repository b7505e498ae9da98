// The code of a ticket, a personal one or a slip's, as the server's survey.NormalTicket reads it: so that a slip of the
// finger is found while the sheet is at hand, and not when the answer arrives.

const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const cyrillic = "АВСЕНКМРТУХ";
const latin = "ABCEHKMPTYX";

// normal is the code that was typed; "" if that cannot be one.
export function normal(typed) {
  const code = [...typed.toUpperCase()]
    .map((c) => latin[cyrillic.indexOf(c)] || c)
    .join("")
    .replace(/[\s\p{Pd}]/gu, "");
  if (code.length !== 9) return "";
  let p = 30;
  for (const c of code) {
    const at = alphabet.indexOf(c);
    if (at < 0) return "";
    p = ((p + at) % 30 || 30) * 2 % 31;
  }
  return p === 2 ? code : "";
}

// judged reports whether what is in a box can be a code, and if not says so beside it. Where there is no box no code is
// asked for.
export function judged(box, words) {
  if (!box || normal(box.value)) return true;
  const id = box.value.trim() ? "problem.ticket_mistyped" : "problem.no_ticket";
  box.setCustomValidity(words.say(id));
  box.reportValidity();
  box.addEventListener("input", () => box.setCustomValidity(""), { once: true });
  return false;
}
