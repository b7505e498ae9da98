// Following a stream of what is new, and asking for it again and again where there is none.

const deaf = 40e3; // in milliseconds, without a sign of life
const often = 4e3; // between two questions where streams are not known

// patience is how long to wait before the next try, in milliseconds: longer each time, and not for all at once.
export const patience = (tries) => Math.min(1e3 * Math.pow(2, tries), 6e3) * (0.5 + Math.random());

// follow has told hear what the stream at a url says, and alive whether there is one. A page that nobody looks at does
// not follow.
export function follow(url, told, alive) {
  let source;
  let heard;
  let tries = 0;
  let timer;

  function beat() {
    heard = Date.now();
    tries = 0;
    alive(true);
  }

  function close() {
    clearTimeout(timer);
    if (source) source.close();
    source = undefined;
  }

  function again() {
    alive(false);
    clearTimeout(timer);
    timer = setTimeout(open, patience(tries++));
  }

  function open() {
    close();
    if (document.hidden) return;
    if (!window.EventSource) return ask();
    heard = Date.now();
    const mine = (source = new EventSource(url));
    mine.onmessage = (event) => {
      beat();
      told(event.data);
    };
    mine.addEventListener("beat", beat);
    mine.onerror = () => {
      if (source !== mine) return;
      if (mine.readyState === 2) again(); // refused: it does not come again by itself
      else alive(false);
    };
  }

  function ask() {
    fetch(url, { headers: { Accept: "text/plain" }, cache: "no-store" })
      .then((response) => (response.ok ? response.text() : Promise.reject(response)))
      .then((text) => {
        beat();
        told(text);
        timer = setTimeout(ask, often * (0.5 + Math.random()));
      })
      .catch(again);
  }

  setInterval(() => {
    if (source && Date.now() - heard > deaf) open();
  }, 5e3);
  document.addEventListener("visibilitychange", open);
  addEventListener("online", open);
  open();
}
