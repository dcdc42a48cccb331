// An earlier system at work: it writes each file in the next of the shapes that it had.
const SHAPES = [
  (bytes, mimeType) => ({ bytes: bytes.slice().buffer, mimeType }),
  (bytes, mimeType) => ({ bytes: bytes.slice(), mimeType }),
  (bytes, mimeType) => ({ blob: new Blob([bytes], { type: mimeType }), mimeType }),
  (bytes, type) => new Blob([bytes], { type }),
];

export async function write(name, files) {
  const asked = indexedDB.open(name);
  asked.onupgradeneeded = () => asked.result.createObjectStore("keyval");
  await new Promise((resolve, reject) => { asked.onsuccess = resolve; asked.onerror = () => reject(asked.error); });
  const tx = asked.result.transaction("keyval", "readwrite");
  files.forEach(([key, bytes, type], at) => tx.objectStore("keyval").put(SHAPES[at % SHAPES.length](bytes, type), key));
  await new Promise((resolve, reject) => { tx.oncomplete = resolve; tx.onabort = () => reject(tx.error); });
  asked.result.close();
}

export const exists = async (name) => (await indexedDB.databases()).some((one) => one.name === name);
