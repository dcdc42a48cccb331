// Compiles Python's library and ours, in Pyodide's own Python, and leaves both where the service worker finds them.
import { loadPyodide } from "/vendor/pyodide/pyodide.mjs";

const SOURCES = ["/vendor/pyodide/python_stdlib.zip", "/app.zip"];
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function source(url) {
  const bytes = await (await fetch(`${url}?source`, { cache: "no-store" })).arrayBuffer();
  return { url, bytes, revision: hex(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 16) };
}

const sources = await Promise.all(SOURCES.map(source));
delete WebAssembly.Suspending; // as in shell.js
const python = await loadPyodide();
python.unpackArchive(sources[1].bytes, "zip");
const { compiled } = python.pyimport("app.core.compiled");
const cache = await caches.open("larder-compiled");
for (const { url, bytes, revision } of sources) {
  const archive = compiled(bytes).toJs();
  await cache.put(`${url}?compiled=${revision}`, new Response(archive, { headers: { "Content-Type": "application/zip" } }));
}
for (const request of await cache.keys())
  if (!sources.some(({ url, revision }) => request.url.endsWith(`${url}?compiled=${revision}`))) await cache.delete(request);
postMessage("compiled");
