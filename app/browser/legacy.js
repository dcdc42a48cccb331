// The earlier system's database, as idb-keyval writes it: opened only where it is, and never created.
const STORE = "keyval";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// Its bytes as a Blob, which is cut without being read; null for what it never wrote in this way.
function blob(value) {
  const data = value instanceof Blob ? value : value?.blob ?? value?.bytes;
  const type = value?.mimeType || data?.type || "";
  if (data instanceof Blob) return data.type === type ? data : data.slice(0, data.size, type);
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? new Blob([data], { type }) : null;
}

export async function open(name) {
  // Asking is better than opening and turning back: Firefox lists what was turned back from.
  if (indexedDB.databases && !(await indexedDB.databases()).some((one) => one.name === name)) return null;
  const asked = indexedDB.open(name);
  asked.onupgradeneeded = () => asked.transaction.abort();
  const db = await done(asked).catch(() => null);
  if (db && !db.objectStoreNames.contains(STORE)) { db.close(); return null; }
  if (db) db.onversionchange = () => { db.close(); db.closed = true; };  // it does not tell by itself
  return db;
}

const store = (db, mode) => db.transaction(STORE, mode).objectStore(STORE);
const value = (db, key) => done(store(db, "readonly").get(key));

// One value at a time: together they may be more than there is memory.
export async function entries(db, head) {
  const found = [];
  for (const key of await done(store(db, "readonly").getAllKeys())) {
    const data = typeof key === "string" ? blob(await value(db, key)) : null;
    if (data) found.push([key, data.type, data.size, [...new Uint8Array(await data.slice(0, head).arrayBuffer())]]);
  }
  return JSON.stringify(found);
}

let last = [null, null];
export async function read(db, key, start, end) {
  if (last[0] !== key) last = [key, blob(await value(db, key))];
  return last[1] && last[1].slice(start, end).arrayBuffer();
}

// The database goes with its last entry; what others keep in it stays.
export async function remove(db, keys) {
  last = [null, null];
  const among = store(db, "readwrite");
  await Promise.all(keys.map((key) => done(among.delete(key))));
  const left = await done(store(db, "readonly").count());
  if (left) return;
  db.close();
  await done(indexedDB.deleteDatabase(db.name));
}
