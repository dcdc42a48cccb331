// The service worker seen from the page: registering it, noticing a new one, and compiling Python for the next start.
export async function register(offer) {
  const container = navigator.serviceWorker;
  let taking = Boolean(container.controller);
  container.addEventListener("controllerchange", () => { if (taking) location.reload(); taking = true; });
  const registration = await container.register("/sw.js", { updateViaCache: "none" });
  const notice = (worker) => worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && container.controller) offer(worker);
  });
  if (registration.waiting && container.controller) offer(registration.waiting);
  notice(registration.installing);
  registration.addEventListener("updatefound", () => notice(registration.installing));
  await container.ready;
}

// Once for each version, in a thread of its own: the next start finds Python compiled.
export async function compile() {
  const made = await (await caches.open("larder-compiled")).keys();
  const revisions = JSON.parse((await (await fetch("/precache.js")).text()).match(/LARDER_PRECACHE=(.*);$/m)[1]);
  const wanted = revisions.filter(({ url }) => url === "/app.zip" || url.endsWith("/python_stdlib.zip"));
  if (wanted.every(({ url, revision }) => made.some((one) => one.url.endsWith(`${url}?compiled=${revision}`)))) return;
  const worker = new Worker("/app/browser/compile.js", { type: "module" });
  worker.addEventListener("message", () => worker.terminate());
}
