// Makes screens livelier: no page is loaded between them, what is tapped goes to its place, what was not sent is kept,
// and a screen is read aloud. Without this script the same pages do the same.

import * as draft from "./draft.js";
import * as listen from "./listen.js";
import * as swap from "./swap.js";
import * as tap from "./tap.js";

function shown() {
  draft.shown();
  tap.shown();
  listen.shown();
  document.dispatchEvent(new Event("ashar-screen"));
}

draft.begin();
listen.begin();
swap.begin({ shown, sent: draft.sent, leaving: draft.left });
draft.shown();
tap.shown();
listen.shown();
