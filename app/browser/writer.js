// A thread that writes files in place, which only threads may: what is written is on disk even if the page is killed.
const open = new Map();

const verbs = {
  async open({ path, name }) {
    let folder = await navigator.storage.getDirectory();
    for (const part of path) folder = await folder.getDirectoryHandle(part);
    const file = await folder.getFileHandle(name, { create: true });
    open.set(name, await file.createSyncAccessHandle());
  },
  write({ name, bytes, at }) {
    if (open.get(name).write(bytes, { at }) !== bytes.length) throw new DOMException("short write", "QuotaExceededError");
  },
  close({ name }) {
    const handle = open.get(name);
    open.delete(name);
    handle?.flush();
    handle?.close();
  },
};

onmessage = async ({ data: { id, verb, ...rest } }) => {
  try {
    await verbs[verb](rest);
    postMessage({ id });
  } catch ({ name, message }) {
    postMessage({ id, name, message });
  }
};
