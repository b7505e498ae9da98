// The keyboard: numbers choose, Enter goes on, Ctrl+Enter stores.

const shown = (x) => x.getClientRects().length > 0 && !x.disabled;

// controls are those that are typed into, one after another: of several radio buttons of a group one.
function controls(form) {
  const groups = new Set();
  return [...form.querySelectorAll("input, textarea, select, button")].filter((x) => {
    if (!shown(x) || x.type === "hidden" || x.tabIndex < 0) return false;
    if (x.type !== "radio") return true;
    if (groups.has(x.name)) return false;
    groups.add(x.name);
    return true;
  });
}

// on leads to what is typed after a control.
export function on(form, from) {
  const all = controls(form);
  const here = from.type === "radio" ? (x) => x.type === "radio" && x.name === from.name : (x) => x === from;
  const next = all[all.findIndex(here) + 1] || all[all.length - 1];
  const to = next.type === "radio" ? form.querySelector(`input[name="${CSS.escape(next.name)}"]:checked`) || next : next;
  to.focus();
  to.select?.();
  to.scrollIntoView({ block: "nearest" });
}

const codes = (box) => (box.value.match(/\d+/g) || []).map(Number);
const ticksOf = (box) => [...box.parentElement.querySelectorAll(".ticks input")];

// paired lets the box and the ticks of each selection say the same.
function paired(form) {
  for (const box of form.querySelectorAll(".box")) {
    const ticks = ticksOf(box);
    for (const x of ticks) x.tabIndex = -1; // the box is before them
    if (ticks.length && !box.value) box.value = ticks.filter((x) => x.checked).map((x) => x.dataset.nr).join(" ");
  }
}

// listen listens to the keys on a form; store is called when it is to be stored, changed after every change.
export function listen(form, { store, changed }) {
  let done = false;
  paired(form);
  form.addEventListener("keydown", (event) => {
    const x = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      store();
    } else if (event.key === "Enter" && !event.shiftKey && x.matches("input, textarea, select")) {
      event.preventDefault();
      on(form, x);
    } else if (/^\d$/.test(event.key) && x.type === "radio" && !event.ctrlKey && !event.altKey) {
      const group = form.querySelectorAll(`input[name="${CSS.escape(x.name)}"]`);
      const chosen = [...group].find((y) => y.dataset.nr === event.key);
      if (!chosen) return;
      event.preventDefault();
      chosen.checked = true;
      changed();
      on(form, chosen);
    }
  });
  // What a key did is done when it is pressed: it is not typed into what was led to besides.
  form.addEventListener("keydown", (event) => (done = event.defaultPrevented));
  form.addEventListener("keypress", (event) => done && event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (target.matches(".box")) {
      const wanted = codes(target);
      for (const x of ticksOf(target)) x.checked = wanted.includes(Number(x.dataset.nr));
    } else if (target.closest(".coded") && target.matches(".ticks input")) {
      const box = target.closest(".coded").querySelector(".box");
      box.value = ticksOf(box).filter((x) => x.checked).map((x) => x.dataset.nr).join(" ");
    }
    changed();
  });
}

// again pairs what stands on a form that was filled in anew.
export const again = paired;
