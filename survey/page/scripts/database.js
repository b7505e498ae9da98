// What is kept on this device, in IndexedDB.

const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// database is one of these stores, each with its options: {change, all}.
export function database(called, stores) {
  let opened;
  const open = () => {
    opened ??= (() => {
      const request = indexedDB.open(called, 1);
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
  };
  return {
    // change does several things at once, or none of them. It is done, on the disk, when the promise comes true.
    async change(work) {
      const tx = (await open()).transaction(Object.keys(stores), "readwrite", { durability: "strict" });
      const done = new Promise((resolve, reject) => {
        tx.oncomplete = resolve;
        tx.onabort = () => reject(tx.error);
      });
      work((name) => tx.objectStore(name));
      return done;
    },
    // all is everything in a store, in the order of its keys.
    all: async (name) => result((await open()).transaction(name).objectStore(name).getAll()),
  };
}
