// From the static page to the living one, in a single step.

// The element of the other page that does the same thing.
const twin = (element, page) => {
  const traits = ["href", "data-do", "data-key", "aria-label"].filter((name) => element.hasAttribute(name));
  const selector = traits.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join("");
  return selector ? page.querySelector(selector) : null;
};

// Puts the living page in the static one's place, with focus and typed text carried over.
export function adopt(root) {
  const old = document.getElementById("app");
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const typed = old.querySelector("input[type=search]")?.value;
  root.id = "app";
  old.replaceWith(root);
  if (focused) twin(focused, root)?.focus({ preventScroll: true });
  const search = root.querySelector("input[type=search]");
  if (typed && search) {
    search.value = typed;
    // Once this frame is done: the answer to it is the next one.
    queueMicrotask(() => search.dispatchEvent(new Event("input", { bubbles: true })));
  }
}
