// What the modules of the livelier screens share. They are written for browsers of 2019, and each of them may fail to
// find what it needs: the page works without any of them.

export const script = document.currentScript;
export const main = document.getElementById("main");

const names = ["sending", "slow", "failed", "put_back", "listen", "hush"]; // as in the template "script"

// say is one of the words that the page brings along.
export const say = (name) => (script.getAttribute("data-words") || "").split("|")[names.indexOf(name)] || "";

// make makes an element.
export function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
}

const aloud = make("p", { class: "hidden", role: "status" });
document.body.append(aloud);

// tell tells those who listen to the page what others see.
export function tell(text) {
  if (aloud.textContent !== text) aloud.textContent = text;
}

// calm reports whether somebody prefers that nothing moves.
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// alone reports whether the phone asks by itself: the page is what was kept, and says nothing of what the server has.
export const alone = () => document.body.hasAttribute("data-offline");

// asked is the form of an interview's screen: undefined on other pages, and where the phone asks by itself.
export function asked() {
  const form = main.querySelector('form[method="post"][action^="/f/"]');
  return form && new URL(form.action).pathname.split("/").length > 3 ? form : undefined;
}

// questionOf is the name of the question that a screen asks; "" on the look-over and the receipt.
export const questionOf = (form) => new URL(form.action).pathname.split("/")[4] || "";
