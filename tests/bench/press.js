// Presses Play as soon as anybody listens, and notes when that was and when it was heard.
(() => {
  const listen = document.addEventListener;
  bench.sound = new Promise((resolve) => {
    document.addEventListener = function (type, ...rest) {
      listen.call(document, type, ...rest);
      if (type !== "click") return;
      delete document.addEventListener;
      const pressable = performance.now();
      queueMicrotask(() => {
        const audio = document.getElementById("audio");
        audio.addEventListener("playing", () => resolve([pressable, performance.now()]), { once: true });
        const ours = ".track[data-ref] [data-do=play]";
        (document.querySelector(ours) ?? document.querySelector("[data-do=play]")).click();
      });
    };
  });
})();
