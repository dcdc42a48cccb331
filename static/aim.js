// A press means what was aimed at: one that comes just as Save turns into Cancel was meant for Save.

const TO_SEE = 250; // ms: sooner nobody reacts to what they see

const turned = new WeakMap();
const turns = new MutationObserver((changes) => {
  for (const { target } of changes) turned.set(target, performance.now());
});
turns.observe(document, { subtree: true, attributes: true, attributeFilter: ["data-do"] });

const press = (event) => {
  const button = event.target.closest("[data-do=cancel]");
  const byPointer = event.detail > 0;
  if (!button || !byPointer || event.timeStamp - (turned.get(button) ?? -Infinity) > TO_SEE) return;
  event.stopImmediatePropagation();
  event.preventDefault();
};
document.addEventListener("click", press, true);
