// While a table is being taken in, the button that goes on presses itself: the page is loaded anew after each part.
"use strict";
const form = document.querySelector("form[data-auto]");
if (form) setTimeout(() => form.requestSubmit(), 300);
