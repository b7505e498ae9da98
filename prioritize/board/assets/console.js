// Arrow keys on the console: within what is marked data-arrows they go from link to link, up and down ("y") or to and fro
// ("x"). Nothing needs this script: Tab goes the same way.

const steps = { x: { ArrowRight: 1, ArrowLeft: -1 }, y: { ArrowDown: 1, ArrowUp: -1 } };

document.addEventListener("keydown", (event) => {
  const link = event.target.closest("a"), row = link && link.closest("[data-arrows]");
  if (!row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const links = [...row.querySelectorAll("a")];
  const ends = { Home: 0, End: links.length - 1 };
  const step = steps[row.dataset.arrows][event.key];
  const to = step ? links.indexOf(link) + step : ends[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
});
