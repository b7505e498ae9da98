// What is kept on this phone, in IndexedDB: "drafts" are interviews that go on, "outbox" has those that are finished and
// not acknowledged, both by their identifier; "receipts" are the codes of those that the server has.

const stores = { drafts: { keyPath: "id" }, outbox: { keyPath: "id" }, receipts: { autoIncrement: true } };

const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened;

function open() {
  opened ??= (() => {
    const request = indexedDB.open("ashar", 1);
    request.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(stores)) request.result.createObjectStore(name, options);
    };
    return result(request).then((db) => {
      db.onclose = () => (opened = undefined); // all that was kept for this site has been cleared
      db.onversionchange = () => db.close();
      return db;
    });
  })();
  opened.catch(() => (opened = undefined));
  return opened;
}

// change does several things at once, or none of them. It is done, on the disk, when the promise comes true.
export async function change(work) {
  const tx = (await open()).transaction(Object.keys(stores), "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = () => reject(tx.error);
  });
  work((name) => tx.objectStore(name));
  return done;
}

// all is everything in a store, in the order of its keys.
export const all = async (name) => result((await open()).transaction(name).objectStore(name).getAll());
