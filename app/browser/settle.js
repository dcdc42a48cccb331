// What markup may not say under a policy without inline styles, said after each frame: positions, values, switches, open dialogs.

const POSITIONS = ["at", "before", "after"];

// A value under the user's hand stays theirs: text while it has the focus, a slider while it is held.
const held = (input) =>
  input.type === "range" ? input.matches(":active") : input === document.activeElement;

export function settle(root) {
  for (const element of root.querySelectorAll("[data-at], [data-before]")) {
    for (const name of POSITIONS) {
      if (name in element.dataset) element.style.setProperty(`--${name}`, element.dataset[name]);
    }
  }
  for (const input of root.querySelectorAll("input[data-value]")) {
    if (!held(input) && input.value !== input.dataset.value) input.value = input.dataset.value;
  }
  for (const input of root.querySelectorAll("input[data-checked]")) input.checked = input.dataset.checked === "true";
  for (const dialog of root.querySelectorAll("dialog")) {
    const open = "open" in dialog.dataset;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }
}
