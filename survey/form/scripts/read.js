// What was given on a screen, as the server reads it out of a posted form. Whether it can be accepted is not judged here.

const unreadable = -(2 ** 40); // the points of what is no number: no sum with it is above zero

function points(written) {
  const s = written.trim();
  return /^\d{1,6}$/.test(s) ? Number(s) : unreadable;
}

// read takes the answer to what is asked out of the data of a form. A file that was chosen is taken elsewhere: what is
// there stays the answer.
export function read(p, data) {
  const typed = (data.get("text") || "").replace(/\r\n/g, "\n");
  const levels = (prefix, number) =>
    p.choices
      .map((c) => ({ choice: c.name, written: data.get(prefix + c.name) || "" }))
      .filter((l) => l.written.trim())
      .map((l) => ({ choice: l.choice, level: number(l.written) }));
  switch (p.question.kind) {
    case "select_one":
    case "select_multiple":
      return { choices: data.getAll("choice") };
    case "rank":
      return { choices: data.has("order") ? data.getAll("order") : p.value.choices || [] };
    case "scale":
      return { levels: levels("level.", Number) };
    case "points":
      return { levels: levels("points.", points) };
    case "pairwise":
      return {
        pairs: p.pairs
          .map(({ first, second }) => ({ first, second, better: data.get(`pair.${first} ${second}`) }))
          .filter((pair) => pair.better !== null),
      };
    case "integer":
    case "decimal":
    case "range":
      return { number: typed };
    case "date":
      return { date: typed };
    case "image":
    case "audio":
      return { file: p.value.file };
    case "note":
      return { skipped: true };
  }
  return { text: typed };
}
