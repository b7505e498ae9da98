// Pays the toll that a page asks for while the service is flooded: looks for a number with which the digest of the toll
// begins with so many zeros, a few hundred at a time, so that the page stays alive. Who sends the form meanwhile is heard
// when it is found. The page that only waits is sent on by itself.

import { digest } from "../../page/scripts/digest.js";

const box = document.getElementById("toll");
const { form } = box;
const work = form.elements.work;
const bits = Number(box.dataset.bits);
const waits = box.dataset.waits === "true";
const most = 2 ** (32 - bits);

let wanted = waits;
let n = 0;

// look looks at some numbers.
function look() {
  for (const end = Date.now() + 30; Date.now() < end; n++) {
    if (parseInt(digest("toll", box.value + " " + n).slice(0, 8), 16) >= most) continue;
    work.value = n;
    if (wanted) form.submit();
    return;
  }
  setTimeout(look);
}

form.addEventListener("submit", (event) => {
  if (work.value || event.defaultPrevented) return;
  event.preventDefault();
  wanted = true;
  for (const button of form.querySelectorAll("button")) button.disabled = true;
});
look();
