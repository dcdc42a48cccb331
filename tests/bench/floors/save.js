// A download into the origin private file system, unchecked: by the page's streams, and by a thread in place.
const NAME = "floor";

async function cleanly(save) {
  const root = await navigator.storage.getDirectory();
  const began = performance.now();
  await save(root);
  const took = performance.now() - began;
  await root.removeEntry(NAME);
  return took;
}

export const download = (url) => cleanly(async (root) => {
  const handle = await root.getFileHandle(NAME, { create: true });
  const response = await fetch(url, { cache: "no-store" });
  await response.body.pipeTo(await handle.createWritable());
});

const thread = new Worker("/static/bench/thread.js");

export const inThread = (url) => cleanly(() => new Promise((resolve, reject) => {
  thread.onmessage = ({ data }) => (data ? reject(new Error(data)) : resolve());
  thread.postMessage({ url: new URL(url, location).href, name: NAME });
}));
