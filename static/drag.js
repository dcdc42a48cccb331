// A row that is dragged by its grip moves with the pointer; how many places it went is told where it is let go.

const EDGE = 72; // px from the top or bottom of the window at which the list scrolls on
const SETTLES = 500; // ms: by then the list has its new order, or keeps the old one

let drag = null;

const begin = (event) => {
  const grip = event.target.closest("[data-drag]");
  if (!grip || drag || event.button !== 0) return;
  const row = grip.closest("li");
  const [place, total] = ["aria-posinset", "aria-setsize"].map((name) => Number(row.getAttribute(name)));
  drag = { grip, row, pointer: event.pointerId, from: event.clientY + scrollY, y: event.clientY, by: 0 };
  drag.pitch = row.offsetHeight;
  drag.range = [1 - place, total - place];
  drag.list = [...row.parentElement.children];
  drag.at = drag.list.indexOf(row);
  grip.setPointerCapture(event.pointerId);
  event.preventDefault();
  row.dataset.dragged = "";
  requestAnimationFrame(scrollOn);
};

const follow = (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  drag.y = event.clientY;
  show();
};

const show = () => {
  const [first, last] = drag.range.map((places) => places * drag.pitch);
  const far = Math.max(first, Math.min(last, drag.y + scrollY - drag.from));
  drag.by = Math.round(far / drag.pitch);
  drag.list.forEach((each, at) => {
    const before = drag.by < 0 && at < drag.at && at >= drag.at + drag.by;
    const after = drag.by > 0 && at > drag.at && at <= drag.at + drag.by;
    each.style.translate = each === drag.row ? `0 ${far}px` : `0 ${(before - after) * drag.pitch}px`;
  });
};

const scrollOn = () => {
  if (!drag) return;
  const over = Math.min(0, drag.y - EDGE) || Math.max(0, drag.y - innerHeight + EDGE);
  if (over) {
    scrollBy(0, over / 6);
    show();
  }
  requestAnimationFrame(scrollOn);
};

const settle = ({ row, list }) => {
  delete row.dataset.dragged;
  for (const each of list) each.style.translate = "";
};

const drop = (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { grip, row, by } = drag;
  const over = drag;
  drag = null;
  if (!by) return settle(over);
  const moved = new MutationObserver(() => done());
  const done = () => {
    moved.disconnect();
    clearTimeout(patience);
    settle(over);
  };
  const patience = setTimeout(done, SETTLES);
  moved.observe(row.parentElement, { childList: true });
  grip.value = by;
  grip.dispatchEvent(new Event("change", { bubbles: true }));
};

const giveUp = (event) => {
  if (!drag || (event.type === "keydown" && event.key !== "Escape")) return;
  settle(drag);
  drag = null;
};

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", giveUp);
document.addEventListener("keydown", giveUp, true);
