// The service worker below /f/. The server writes before it: version, a name for this version of all files, and assets,
// their addresses. Pages come from the server, always; only where that cannot be reached does the form's first page
// come from what was kept, marked as such, and asks the questions by itself. For an interview it goes on with it: the last
// screen of each is kept, and what was given on it until the server has answered.

const files = "ashar-files-" + version;
const forms = "ashar-forms"; // the first pages and the questionnaires of the codes that were opened here

const patience = 8_000; // with a page, before what was kept is shown
const longer = 24_000; // with a screen that is sent: that was tried once before the browser loads a page for it

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(files).then((cache) => cache.addAll(assets)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => event.waitUntil(self.clients.claim()));

// clean removes the files of other versions. The forms stay.
async function clean() {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith("ashar-files-") && n !== files).map((n) => caches.delete(n)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const at = interview(url);
  if (request.mode === "navigate") event.respondWith(page(event, url, at));
  else if (at || (request.method === "POST" && /^\/f\/[^/]+$/.test(url.pathname))) event.respondWith(through(event, at));
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

const most = 60; // interviews whose screens are kept

// interview is where an address of an interview leads: {path, step}; undefined of any other.
function interview({ pathname }) {
  const [, f, code, id, step = ""] = pathname.split("/");
  return f === "f" && /^[A-Z2-7]{26}$/.test(id) ? { path: `/f/${code}/${id}`, step } : undefined;
}

// through sends a request to the server. What is given on a screen of an interview is kept before it is sent.
async function through(event, at) {
  const { request } = event;
  if (at && at.step === "_forget") return fetch(request).then((response) => (request.method === "POST" && forget(at), response));
  if (at && request.method === "POST") {
    const said = await request.clone().blob();
    const headers = { "Content-Type": request.headers.get("Content-Type"), "X-At": at.step, "X-When": String(Date.now()) };
    const cache = await caches.open(forms);
    await cache.put(at.path + "?said", new Response(said, { headers })).catch(() => {}); // there is no room
  }
  const response = await fetch(request);
  const to = at || interview(new URL(response.url || event.request.url)); // begun, where no page is loaded for it
  if (to && response.type === "basic") event.waitUntil(note(to, response.clone()));
  return response;
}

// note keeps a screen of an interview, which answers what was given on the one before.
async function note(at, response) {
  if (response.status === 404) await forget(at);
  if (![200, 409, 422].includes(response.status) || !/html/.test(response.headers.get("Content-Type"))) return;
  await forget(at);
  const cache = await caches.open(forms);
  await cache.put(at.path, response);
  const kept = (await cache.keys()).filter((r) => interview(new URL(r.url)));
  await Promise.all(kept.slice(0, -most).map((r) => cache.delete(r)));
}

// forget drops what is kept of an interview.
async function forget(at) {
  const cache = await caches.open(forms);
  await Promise.all([at.path, at.path + "?said"].map((address) => cache.delete(address)));
}

// page is what the server answers, or the form's first page from what was kept. That comes too where nothing is heard for
// long: a step that has arrived is taken over with the rest. Only a file is waited for as long as it takes.
async function page(event, url, at) {
  const { method, headers } = event.request;
  const sent = through(event, at);
  const late = new Promise((_, reject) => {
    if (!/multipart/.test(headers.get("Content-Type"))) setTimeout(reject, method === "GET" ? patience : longer, new Error("late"));
  });
  try {
    return await Promise.race([sent, late]);
  } catch (error) {
    return instead(url, at, error).catch(() => sent);
  }
}

// instead is the receipt of an interview that was sent, or else the first page of the form that an address belongs to, in
// the language that it asks for or the one that was kept last.
async function instead(url, at, error) {
  const [, , code] = url.pathname.split("/");
  const cache = await caches.open(forms);
  const last = at && !at.step && (await cache.match(at.path));
  if (last && (await last.clone().text()).includes('class="receipt"')) return shown(last);
  const pages = (await cache.keys()).map((r) => new URL(r.url)).filter((u) => code && u.pathname === `/f/${code}`);
  const asked = pages.find((u) => u.searchParams.get("lang") === url.searchParams.get("lang"));
  const kept = asked || pages.pop();
  if (!kept) throw error;
  return shown(await cache.match(kept.href));
}

// shown is a page that was kept, marked as such.
const shown = async (kept) => new Response((await kept.text()).replace('<body class="form"', "$& data-offline"), kept);
