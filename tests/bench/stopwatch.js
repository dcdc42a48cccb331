// In every page before its own scripts: when things happened, in the page's own time.
(() => {
  const bench = (window.bench = { blocks: [] });
  const note = (list) => bench.blocks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]));
  new PerformanceObserver(note).observe({ type: "longtask", buffered: true });

  const PATIENCE = 300_000;
  // `begin` as a promise is begun; what never comes is an error.
  const patiently = (what, begin) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`never: ${what}`)), PATIENCE);
    begin(resolve);
  });

  // The moment at which `test` becomes true: it is asked at every change of the page.
  bench.when = (test) => patiently(test, (resolve) => {
    const look = () => {
      if (!test()) return;
      observer.disconnect();
      resolve(performance.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  });
  bench.ready = bench.when(() => document.documentElement?.dataset.app === "ready");
  bench.ready.then((at) => { bench.readyAt = at; }, () => {});
  bench.row = (title) => document.querySelector(`li.track[aria-label="${CSS.escape(title)}"]`);

  // A save and the moment its row says that it is done, both in milliseconds since 1970.
  bench.keep = async (title) => {
    const began = performance.now();
    bench.row(title).querySelector("[data-do=keep]").click();
    const ended = await bench.when(() => bench.row(title)?.classList.contains("is-kept"));
    return [began, ended].map((at) => performance.timeOrigin + at);
  };
  // The moment at which a row has its waveform.
  bench.drawn = async (title) =>
    performance.timeOrigin + (await bench.when(() => bench.row(title)?.querySelector(".wavebox [role=img]")));

  const heard = (event, act) => patiently(event, (resolve) => {
    const audio = document.getElementById("audio");
    audio.addEventListener(event, () => resolve(performance.now() - began), { once: true });
    const began = performance.now();
    act();
  });
  bench.play = async (title) => {
    const button = () => bench.row(title).querySelector("[data-do=play]");
    await bench.when(button);
    return heard("playing", () => button().click());
  };
  bench.seek = (at) => {
    const slider = document.querySelector(".player input[aria-label=Position]");
    slider.value = at;
    return heard("seeked", () => slider.dispatchEvent(new Event("change", { bubbles: true })));
  };

  bench.type = async (text) => {
    const field = document.querySelector("input[type=search]");
    const began = performance.now();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return (await bench.when(() => field.dataset.value === text)) - began;
  };

  // Milliseconds between frames until the answer is called, which gives them all.
  bench.frames = () => {
    const gaps = [];
    let last = 0;
    const tick = (now) => {
      if (last) gaps.push(now - last);
      last = now;
      running = requestAnimationFrame(tick);
    };
    let running = requestAnimationFrame(tick);
    bench.stop = () => { cancelAnimationFrame(running); return gaps; };
  };
})();
