// The shell offline, and what is kept played from this device, before and without Python.
importScripts(
  "/vendor/workbox/workbox-core.prod.js",
  "/vendor/workbox/workbox-routing.prod.js",
  "/vendor/workbox/workbox-strategies.prod.js",
  "/vendor/workbox/workbox-precaching.prod.js",
  "/precache.js",
);
const { registerRoute } = workbox.routing;
const { matchPrecache, precacheAndRoute } = workbox.precaching;
const COMPILED = "larder-compiled";
const revisions = new Map(LARDER_PRECACHE.map(({ url, revision }) => [url, revision]));

// A range of a file as RFC 9110 wants it answered, and as server/ranges.py does.
function answer(file, type, range) {
  const found = /^bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*$/i.exec(range ?? "");
  const headers = { ...(type && { "Content-Type": type }), "Accept-Ranges": "bytes" };
  const backwards = found?.[1] && found[2] && Number(found[2]) < Number(found[1]);
  if (!found || !(found[1] || found[2]) || backwards)
    return new Response(file, { headers: { ...headers, "Content-Length": String(file.size) } });
  const start = found[1] ? Number(found[1]) : Math.max(0, file.size - Number(found[2]));
  const end = found[1] && found[2] ? Math.min(Number(found[2]) + 1, file.size) : file.size;
  if (start >= end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${file.size}` } });
  headers["Content-Range"] = `bytes ${start}-${end - 1}/${file.size}`;
  headers["Content-Length"] = String(end - start);
  return new Response(file.slice(start, end), { status: 206, headers });
}

async function kept(ref) {
  const root = await navigator.storage.getDirectory();
  return (await (await root.getDirectoryHandle("blobs")).getFileHandle(ref)).getFile();
}

// A waveform's `ref` says of which bytes it is to be: those bytes are not the answer.
const served = ({ pathname }) => pathname.startsWith("/api/audio/") && !pathname.endsWith("/peaks");

registerRoute(
  ({ url }) => served(url) && /^sha256-[0-9a-f]{64}$/.test(url.searchParams.get("ref") ?? ""),
  async ({ url, request }) => {
    try {
      const file = await kept(url.searchParams.get("ref"));
      const type = url.pathname.endsWith("/cover") ? "image/webp" : "";
      return answer(file, type, request.headers.get("Range"));
    } catch {
      return fetch(request);
    }
  },
);

registerRoute(
  ({ url }) => !url.search && (url.pathname === "/app.zip" || url.pathname.endsWith("/python_stdlib.zip")),
  async ({ url, request }) => {
    const name = `${url.pathname}?compiled=${revisions.get(url.pathname)}`;
    const compiled = await (await caches.open(COMPILED)).match(name);
    return compiled ?? (await matchPrecache(url.pathname)) ?? fetch(request);
  },
);

precacheAndRoute(LARDER_PRECACHE, { ignoreURLParametersMatching: [], cleanURLs: false, directoryIndex: "" });

addEventListener("message", (event) => { if (event.data === "take over") skipWaiting(); });
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
