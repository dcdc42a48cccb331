// The one read-modify-write: a Python await inside an IndexedDB transaction would end it.
import { openDB } from "/vendor/idb/index.js";

const STORES = ["records", "manifests", "stagings", "chunks"];

// A newer version in another tab waits until this one has closed: `closed` says so to the person here.
export function open(name, closed) {
  return openDB(name, 1, {
    upgrade: (db) => { for (const store of STORES) db.createObjectStore(store); },
    blocking: (_old, wanted, event) => { event.target.close(); if (wanted !== null) closed(); },
  });
}

export async function update(db, text) {
  const { expect, put, remove } = JSON.parse(text);
  const tx = db.transaction("records", "readwrite", { durability: "strict" });
  tx.done.catch(() => {});
  const found = await Promise.all(expect.map(([key]) => tx.store.get(key)));
  if (found.some((value, i) => (value ?? null) !== expect[i][1])) { tx.abort(); return false; }
  const requests = [...remove.map((key) => tx.store.delete(key)), ...put.map(([key, value]) => tx.store.put(value, key))];
  await Promise.all([...requests, tx.done]);
  return true;
}

const PART = 256 * 1024;

// The records as JSON lists of [key, value], a few at a time: whoever parses them takes turns with others.
export async function scan(db, prefix) {
  const range = IDBKeyRange.bound(prefix, prefix + "\uffff");
  const tx = db.transaction("records");
  return inParts(...await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)]));
}

export async function getMany(db, text) {
  const keys = JSON.parse(text);
  const tx = db.transaction("records");
  const found = await Promise.all(keys.map((key) => tx.store.get(key)));
  const there = (_, i) => found[i] !== undefined;
  return inParts(keys.filter(there), found.filter(there));
}

function inParts(keys, values) {
  const parts = [];
  let rows = [], size = 0;
  const end = () => { parts.push(`[${rows}]`); rows = []; size = 0; };
  keys.forEach((key, i) => {
    // Values are JSON already: as strings they would be written and read once more.
    rows.push(`[${JSON.stringify(key)},${values[i]}]`);
    size += values[i].length;
    if (size > PART) end();
  });
  end();
  return parts;
}
