// The service worker below /f/. The server writes before it: version, a name for this version of all files, and assets,
// their addresses. Pages come from the server, always; only where that cannot be reached does the form's first page
// come from what was kept, marked as such, and asks the questions by itself.

const files = "ashar-files-" + version;
const forms = "ashar-forms"; // the first pages and the questionnaires of the codes that were opened here

const patience = 8_000; // with a page, before what was kept is shown

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(files).then((cache) => cache.addAll(assets)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()));
});

// clean removes the files of other versions. The forms stay.
async function clean() {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith("ashar-files-") && n !== files).map((n) => caches.delete(n)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/a/")) event.respondWith(file(request, url.pathname));
});

// file is a file of this version from the cache; of another version from the server or, where that cannot be reached,
// the one of this version.
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

// stem is an address without the part that changes with the version.
const stem = (path) => path.replace(/\.[0-9a-f]{12}\./, ".");

// page is what the server answers, or the form's first page from what was kept. What is sent is waited for as long as
// it takes: it may have arrived.
async function page(request, url) {
  const sent = fetch(request);
  if (request.method !== "GET") return sent.catch((error) => instead(url, error));
  const late = new Promise((_, reject) => setTimeout(reject, patience, new Error("late")));
  try {
    return await Promise.race([sent, late]);
  } catch (error) {
    return instead(url, error).catch(() => sent);
  }
}

// instead is the first page of the form that an address belongs to, in the language that it asks for or the one that
// was kept last.
async function instead(url, error) {
  const code = url.pathname.split("/")[2] || "";
  const cache = await caches.open(forms);
  const pages = (await cache.keys()).map((r) => new URL(r.url)).filter((u) => u.pathname === `/f/${code}`);
  const asked = pages.find((u) => u.searchParams.get("lang") === url.searchParams.get("lang"));
  const kept = asked || pages.pop();
  if (!code || !kept) throw error;
  const html = await (await cache.match(kept.href)).text();
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
  return new Response(html.replace('<body class="form"', '<body class="form" data-offline'), { headers });
}

const policy = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
