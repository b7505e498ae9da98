// Brings the parts of a page that are marked data-live anew, while somebody looks at it. Without this script the page is
// as good when it is loaded again; where there is no signal it stays as it is, and says of what time it is.

const every = 15000; // in milliseconds

async function look() {
  if (document.visibilityState !== "visible") return;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) renew(part, page.getElementById(part.id));
}

// renew takes what a part is now; what was unfolded stays so, and where somebody is in it nothing is touched.
function renew(part, now) {
  if (!now || part.contains(document.activeElement)) return;
  const unfolded = Array.from(part.querySelectorAll("details"), (x) => x.open);
  now.querySelectorAll("details").forEach((x, i) => (x.open = unfolded[i]));
  if (now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
}

const again = () => look().catch(() => {});

setInterval(again, every);
document.addEventListener("visibilitychange", again);
