// Words, and the elements that they stand in.

// Words say the program's words, as the server sent them along.
export class Words {
  constructor(data) {
    this.data = data;
  }

  // say is a message with names and numbers put into it.
  say(id, about = {}) {
    return (this.data.words[id] || "").replace(/\{(\w+)\}/g, (_, name) => about[name] ?? "");
  }

  // number writes decimal digits as the language does.
  number(digits) {
    return String(digits).replace(".", this.data.words.decimal);
  }

  // label is what a choice that a question puts before the respondent is called.
  label(step, name) {
    return (this.data.outline.lists[step.list] || []).find((c) => c.name === name)?.label || name;
  }

  // problem says what a Problem asks for: in the questionnaire's own words, if it has any.
  problem(p, step) {
    if (p.own) return p.own;
    const code = p.code === "over_points" && p.given < 0 ? "not_whole" : p.code;
    const [Low, High, Step] = [p.low, p.high, p.step].map((n) => this.number(n ?? ""));
    return this.say("problem." + code, { Max: p.max, Given: p.given, Low, High, Step, Choice: p.choice && this.label(step, p.choice) });
  }
}

// el makes an element. What is no attribute that is to be seen (false, undefined) is left out, and so is such a child, or
// an empty one.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter(Boolean));
  return made;
}

// lead makes a heading that of the page, and leads those there who do not see that it has come, or to what they are to
// mend before.
export function lead(heading, first) {
  document.title = heading.textContent;
  const focus = first || heading;
  focus.tabIndex = -1;
  focus.focus({ preventScroll: true });
}
