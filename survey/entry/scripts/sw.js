// The service worker below /desk/. The server writes before it: version, a name for this version of all files, and assets,
// their addresses. It sees to the enumerator's screens alone: they come from the server, and where that cannot be reached from
// what the screen itself has kept, marked as such. Everything else at the desk needs a connection.

const files = "ashar-entry-files-" + version;
const pages = "ashar-entry-pages";
const patience = 8_000; // with a page, before what was kept is shown

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(files).then((cache) => cache.addAll(assets)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()));
});

// clean removes the files of other versions. The pages stay.
async function clean() {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith("ashar-entry-files-") && n !== files).map((n) => caches.delete(n)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate" && /^\/desk\/[^/]+\/enter$/.test(url.pathname)) event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/a/")) event.respondWith(file(request, url.pathname));
});

// stem is an address without the part that changes with the version.
const stem = (path) => path.replace(/\.[0-9a-f]{12}\./, ".");

// file is a file of this version from what was kept; of another version from the server or, where that cannot be reached, the
// one of this version.
async function file(request, path) {
  const cache = await caches.open(files);
  const kept = await cache.match(path);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const same = assets.find((a) => stem(a) === stem(path));
    const instead = same && (await cache.match(same));
    if (instead) return instead;
    throw error;
  }
}

async function page(request, url) {
  const sent = fetch(request);
  const late = new Promise((_, reject) => setTimeout(reject, patience, new Error("late")));
  try {
    return await Promise.race([sent, late]);
  } catch (error) {
    const cache = await caches.open(pages);
    const kept = (await cache.match(url.href)) || (await cache.match(url.pathname)) || (await cache.match(url.pathname, { ignoreSearch: true }));
    if (!kept) return sent;
    return new Response((await kept.text()).replace('<body class="desk"', "$& data-offline"), kept);
  }
}
