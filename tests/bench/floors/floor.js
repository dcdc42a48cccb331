// What plain JavaScript takes for the same work. Every function answers milliseconds.
import { download, inThread } from "/static/bench/save.js";
import { filtered, fromDatabase, fromServer, scrollable } from "/static/bench/list.js";

const audio = document.getElementById("audio");

const heard = (event, act) => new Promise((resolve) => {
  audio.addEventListener(event, () => resolve(performance.now() - began), { once: true });
  const began = performance.now();
  act();
});

const play = (url) => heard("playing", () => { audio.src = url; audio.play(); });
const seek = (at) => heard("seeked", () => { audio.currentTime = at; });

// The browser's own decode of a whole file, which is in memory already; the moments of its beginning and end, too.
async function decode(url, rate) {
  const bytes = await (await fetch(url)).arrayBuffer();
  const began = performance.now();
  const buffer = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
  const ended = performance.now();
  if (!buffer.length) throw new Error("nothing was decoded");
  return [began, ended].map((at) => performance.timeOrigin + at);
}

window.floor = { download, inThread, play, seek, decode, fromServer, fromDatabase, filtered, scrollable };
document.documentElement.dataset.app = "ready";
