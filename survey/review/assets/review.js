// Works the queue by keyboard: j and k go from case to case, 1 to 5 choose a reason, and a letter presses the button that
// shows it. Without this script the page is as good; the keys are shown when it runs.

const cases = Array.from(document.querySelectorAll("article.case"));
const keys = document.querySelector(".keys");
if (keys) keys.hidden = false;
document.documentElement.classList.add("keyed");

let at = -1;

function go(to) {
  if (!cases.length) return;
  at = Math.min(Math.max(to, 0), cases.length - 1);
  cases[at].focus({ preventScroll: true });
  cases[at].scrollIntoView({ block: "start" });
}

// here is the case in which somebody is, or else the one gone to last.
function here() {
  const inside = document.activeElement?.closest("article.case");
  if (inside) at = cases.indexOf(inside);
  return cases[at];
}

const writes = (x) => x?.matches("textarea, select, input:not([type=checkbox], [type=radio])");

function press(x, key) {
  const button = x.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  const form = button.form;
  const why = form.querySelector("[name=why]");
  if ((key === "x" || key === "m") && !why.value.trim() && !form.querySelector("[name=said]:checked")) {
    form.classList.add("wants");
    form.querySelector("[name=said]").focus();
    return;
  }
  button.click();
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
  if (writes(e.target)) {
    if (e.key === "Escape") here()?.focus();
    return;
  }
  const x = here();
  if (e.key === "j") go(x ? at + 1 : 0);
  else if (e.key === "k") go(x ? at - 1 : 0);
  else if (!x) return;
  else if (/^[1-5]$/.test(e.key)) x.querySelectorAll("[name=said]")[e.key - 1]?.click();
  else if (/^[axmu]$/.test(e.key)) press(x, e.key);
  else return;
  e.preventDefault();
});

// A decision leads to the next case.
const next = cases.findIndex((x) => "#" + x.id === location.hash);
if (!document.querySelector(".mistakes")) {
  if (next >= 0) go(next);
  else if (location.hash === "#cases") go(0);
}
