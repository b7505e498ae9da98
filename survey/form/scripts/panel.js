// What this phone holds, in words, with what can be done about it: answers kept, being sent, sent, refused, and drafts.

import * as db from "./db.js";
import * as outbox from "./outbox.js";
import { judged } from "./ticket.js";
import { el } from "../../page/scripts/words.js";

// clock writes a time as people here do: 27.11.2026, 14:05. Browsers do not all know Kyrgyz.
function clock(t) {
  const [day, month, hour, minute] = [t.getDate(), t.getMonth() + 1, t.getHours(), t.getMinutes()].map((n) => String(n).padStart(2, "0"));
  return `${day}.${month}.${t.getFullYear()}, ${hour}:${minute}`;
}

// Panel is a part of a page that stays true: it is drawn anew with every change. goOn is called with a draft, or with an
// answer that was refused, to go on with.
export class Panel {
  constructor(words, code, goOn) {
    Object.assign(this, { words, code, goOn });
    this.element = el("section", { class: "outbox", lang: words.data.outline.language, hidden: true });
    outbox.changes.addEventListener("change", () => this.draw());
  }

  // urges reports whether something waits for a person, not for a signal.
  async urges() {
    const [drafts, kept] = await Promise.all(["drafts", "outbox"].map(db.all));
    return drafts.some((d) => d.code === this.code) || kept.some((item) => item.state !== "kept");
  }

  async draw() {
    const [drafts, kept, receipts] = await Promise.all(["drafts", "outbox", "receipts"].map(db.all));
    const { sending } = outbox.now;
    const parts = [
      ...this.states(kept, sending),
      ...kept.filter((item) => item.state === "refused").map((item) => this.refused(item)),
      ...this.buttons(kept, sending),
      ...drafts.filter((d) => d.code === this.code).map((draft) => this.draft(draft)),
      ...this.receipts(receipts),
    ];
    this.element.hidden = parts.length === 0;
    this.element.replaceChildren(el("h2", {}, this.words.say("form.outbox.title")), ...parts);
  }

  states(kept, sending) {
    const waiting = kept.filter((item) => item.state === "kept").length;
    const line = (id, Count) => el("p", { role: "status" }, this.words.say("form.outbox." + id, { Count }));
    return [
      ...(sending ? [line("sending", sending)] : waiting ? [line("kept", waiting)] : []),
      ...(waiting && !sending && outbox.now.failed ? [line("later")] : []),
      ...(outbox.now.takenBack ? [el("p", { class: "notice" }, this.words.say("form.outbox.taken_back"))] : []),
      ...[...new Set(kept.filter((item) => item.state === "closed").map((item) => item.detail))].map((text) =>
        el("p", { class: "notice warn" }, text)),
    ];
  }

  refused(item) {
    if (item.question === "_ticket") return this.ticket(item);
    const mend = item.question && item.held.questionnaire === this.words.data.outline.key;
    return el("div", { class: "notice warn" }, el("div", {},
      el("p", {}, this.words.say("form.outbox.refused") + " " + (item.detail || "")),
      mend && this.button("form.review.change", () => this.goOn(item))));
  }

  // ticket is an answer whose code was refused, with a box to write another.
  ticket(item) {
    const box = el("input", { class: "code", value: item.held.ticket, maxlength: 20, autocomplete: "off", "aria-label": this.words.say("form.ticket.code") });
    const again = async () => {
      if (!judged(box, this.words)) return;
      await outbox.keep({ ...item, held: { ...item.held, ticket: box.value } });
      outbox.send();
    };
    return el("div", { class: "notice warn" }, el("div", {},
      el("p", {}, this.words.say("form.outbox.refused") + " " + item.detail), el("p", {}, box),
      this.button("form.outbox.now", again)));
  }

  buttons(kept, sending) {
    if (!kept.length) return [];
    const idle = !sending && kept.some((item) => item.state !== "refused");
    return [el("p", { class: "choices" },
      idle && this.button("form.outbox.now", () => outbox.send({ asked: true })),
      this.button("form.outbox.save", () => outbox.file()))];
  }

  draft(draft) {
    const Time = clock(new Date(draft.interview.begun));
    const drop = async () => {
      await db.change((store) => store("drafts").delete(draft.id));
      this.draw();
    };
    return el("div", { class: "notice" }, el("div", {},
      el("p", {}, this.words.say("form.outbox.draft", { Time })),
      el("p", { class: "choices" }, this.button("form.outbox.go_on", () => this.goOn(draft)), this.button("form.outbox.drop", drop))));
  }

  receipts(receipts) {
    if (!receipts.length) return [];
    return [
      el("p", { role: "status" }, this.words.say("form.outbox.sent", { Count: receipts.length })),
      el("details", {},
        el("summary", {}, this.words.say("form.outbox.codes")),
        el("ul", {}, receipts.map((r) => el("li", {}, r.receipt)).reverse())),
    ];
  }

  button(id, onclick) {
    return el("button", { type: "button", class: "button quiet", onclick }, this.words.say(id));
  }
}
