// The screen read aloud, where the browser has a voice that speaks its language.

import { main, make, say } from "./own.js";

const speech = window.speechSynthesis;

let reading = false;

// voice is one of the page's language.
function voice() {
  const speaks = (v) => v.lang.toLowerCase().split(/[-_]/)[0] === document.documentElement.lang;
  return speech.getVoices().find(speaks);
}

// begin waits for voices, which some browsers bring only after a while.
export function begin() {
  if (!speech || !window.SpeechSynthesisUtterance) return;
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", hush);
}

// shown is called with every screen that comes.
export function shown() {
  if (!speech) return;
  hush();
  offer();
}

function hush() {
  if (!speech) return;
  if (reading) speech.cancel();
  reading = false;
  draw();
}

const button = () => main.querySelector(".listen");

// offer puts the button on the screen: into the line that says where one is, so that nothing moves when it comes.
function offer() {
  const there = button();
  if (!voice() || !main.querySelector("h1")) {
    if (there) there.remove();
    return;
  }
  if (there) return;
  const made = make("button", { type: "button", class: "link listen" });
  made.addEventListener("click", () => (reading ? hush() : read()));
  const line = main.querySelector(".progress");
  if (line) line.append(made);
  else main.querySelector("h1").before(make("p", { class: "progress" }, made));
  draw();
}

function draw() {
  const there = button();
  if (there) there.textContent = say(reading ? "hush" : "listen");
}

// heard are the parts of a screen that are read, in its order: what is asked, what helps to answer, and the choices. The
// levels of a scale are read once.
const heard = "h1,h2,p,.mistakes a,legend,.words,.card:not(.share),.receipt";
const unheard = ".actions,details,.progress,.outbox,.order,[aria-hidden],.scale~.scale .steps *";

function parts() {
  return Array.from(main.querySelectorAll(heard))
    .filter((x) => !x.closest(unheard) && !x.parentElement.closest(heard))
    .map((x) => x.textContent.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}

// read reads part by part: some browsers stop in the middle of what is long.
function read() {
  speech.cancel();
  reading = true;
  const list = parts();
  list.forEach((text, i) => {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = document.documentElement.lang;
    said.voice = voice();
    said.onerror = () => reading && hush();
    if (i === list.length - 1) said.onend = hush;
    speech.speak(said);
  });
  draw();
}
