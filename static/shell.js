// Before Python: the page as last seen, and a press on a cover that is heard at once.

// Chromium crashes a page when its heap profiler, which runs at some of its users', samples on a stack of JSPI's.
delete globalThis.WebAssembly?.Suspending;

const root = document.documentElement;
const app = document.getElementById("app");
const audio = document.getElementById("audio");
try {
  const lastSeen = localStorage.getItem("larder:last-seen");
  if (lastSeen) app.innerHTML = lastSeen;
} catch {} // a site that may store nothing may not even look

// What can't be played is no reason not to start: Python looks at the element and says it better.
const play = () => audio.play().catch(() => {});
const press = (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  if (button.dataset.do === "reload") return location.reload();
  if (button.dataset.do === "copy-details") return navigator.clipboard.writeText(root.dataset.details ?? "");
  if (root.dataset.app === "ready") return document.removeEventListener("click", press);
  if (button.dataset.do === "toggle" && audio.src) return audio.paused ? play() : audio.pause();
  if (!["play", "toggle"].includes(button.dataset.do) || !button.dataset.key || button.ariaDisabled === "true") return;
  const ref = button.closest("[data-ref]")?.dataset.ref;
  audio.src = `/api/audio/${button.dataset.key}${ref ? `?ref=${ref}` : ""}`;
  play();
  const toggle = app.querySelector(".player [data-do=toggle]");
  if (toggle) toggle.disabled = false;
  const title = app.querySelector(".player .title");
  if (title) title.textContent = button.getAttribute("aria-label").replace(/^Play /, "");
};
document.addEventListener("click", press);

const fail = (reason) => {
  if (root.dataset.app !== "booting") return;
  root.dataset.app = "failed";
  root.dataset.details = String(reason?.stack ?? reason?.reason ?? reason?.message ?? reason);
  globalThis.caches?.delete("larder-compiled");
};
addEventListener("larder:failed", (event) => fail(event.detail));
addEventListener("error", (event) => { if (event.target instanceof HTMLScriptElement) fail("A script did not load."); }, true);
addEventListener("unhandledrejection", (event) => fail(event.reason));
setTimeout(() => fail("Python did not start within a minute."), 60_000);
