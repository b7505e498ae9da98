// Codes texts by keys and by dragging, with what the page has: it ticks boxes and presses buttons. Without this script both
// are done by hand.
//
//   arrows          from group to group           space   tick what one is at
//   1-9, a-y        the need beside it            shift   with it: also this need
//   0               names no need                 enter   as suggested
//   z               undo the last step

const rows = [...document.querySelectorAll("[data-row]")];
const form = document.getElementById("code");
const needs = document.getElementById("needs");
const remembered = "words:" + location.pathname;

let at = -1;

function go(to, focus) {
  if (!rows.length) return;
  rows[at]?.removeAttribute("data-current");
  at = Math.max(0, Math.min(to, rows.length - 1));
  rows[at].setAttribute("data-current", "");
  if (!focus) return;
  rows[at].focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
}

const boxes = (within) => [...within.querySelectorAll('input[name="ticked"], input[name="text"]')];
const ticked = () => boxes(document.getElementById("texts")).some((box) => box.checked);

// whole is the box of all of a row: of a group, or of the only text.
const whole = (row) => row.querySelector('input[name="ticked"]') || row.querySelector('input[name="text"]');

function code(button, row) {
  if (!ticked() && row) whole(row).checked = true;
  sessionStorage.setItem(remembered, String(at));
  form.requestSubmit(button);
}

// The key as it is printed on a Latin keyboard, whichever is switched on.
const keyOf = (event) => event.code.replace(/^(Key|Digit|Numpad)(?=.$)/, "").toLowerCase();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const typing = event.target.closest('input:not([type="checkbox"]), select, textarea');
  if (typing || !form) return;
  const key = keyOf(event);
  const need = needs?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const onButton = event.target.closest("button, a, summary");
  switch (true) {
    case event.code === "ArrowDown":
      go(at + 1, true);
      break;
    case event.code === "ArrowUp":
      go(at - 1, true);
      break;
    case event.code === "Space" && !onButton && event.target.type !== "checkbox" && at >= 0:
      whole(rows[at]).checked = !whole(rows[at]).checked;
      break;
    case event.code === "Enter" && !onButton && at >= 0: {
      const suggested = rows[at].querySelector("[data-suggest]");
      if (!suggested) return;
      sessionStorage.setItem(remembered, String(at));
      form.requestSubmit(suggested);
      break;
    }
    case key === "z":
      document.querySelector("[data-undo]")?.click();
      break;
    case !!need && event.shiftKey: {
      const also = need.closest("li").querySelector('input[name="also"]');
      if (also) also.checked = !also.checked;
      break;
    }
    case !!need && !event.repeat:
      code(need, rows[at]);
      break;
    default:
      return;
  }
  event.preventDefault();
});

// Dragging: what is dragged is coded to the need that it is dropped on, with whatever is ticked.
let dragged = null;
if (matchMedia("(pointer: fine)").matches) {
  for (const row of rows) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    row.addEventListener("dragend", () => (dragged = null));
  }
  needs?.addEventListener("dragover", (event) => {
    const button = event.target.closest("button");
    for (const other of needs.querySelectorAll(".over")) if (other !== button) other.classList.remove("over");
    if (!dragged || !button) return;
    button.classList.add("over");
    event.preventDefault();
  });
  needs?.addEventListener("drop", (event) => {
    const button = event.target.closest("button");
    if (!dragged || !button) return;
    event.preventDefault();
    whole(dragged).checked = true;
    code(button, dragged);
  });
}

for (const [i, row] of rows.entries()) row.addEventListener("click", () => go(i, false));

// One goes on where one was: what was coded is gone from the list, and the next stands in its place.
if (rows.length) {
  const before = sessionStorage.getItem(remembered);
  sessionStorage.removeItem(remembered);
  go(before === null ? 0 : Number(before), before !== null);
}
