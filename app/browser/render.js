// A frame from Python becomes lit's templates; lit changes only what differs.
import { html, nothing, render } from "/vendor/lit/lit-html.js";
import { repeat } from "/vendor/lit/directives/repeat.js";
import { adopt } from "./adopt.js";
import { settle } from "./settle.js";

const templates = [];
let root = null;

const build = (node) => {
  if (node === null) return nothing;
  if (typeof node !== "object") return node;
  if (Array.isArray(node)) return html(templates[node[0]], ...node.slice(1).map(build));
  return repeat(node.keys, (key) => key, (_, index) => build(node.nodes[index]));
};

const receive = (text) => {
  const { fresh, root: page } = JSON.parse(text);
  for (const strings of fresh) templates.push(Object.assign(strings, { raw: strings }));
  return build(page);
};

// What has the focus may leave the page; the focus then goes to the nearest refuge that stayed. What only moved has lost
// it on the way.
const keepFocus = (draw) => {
  const focused = document.activeElement;
  const refuge = focused?.closest("[data-refuge]");
  draw();
  if (focused?.isConnected) {
    if (focused !== document.activeElement && focused !== document.body) focused.focus();
  } else {
    (refuge?.isConnected ? refuge : root.querySelector("main"))?.focus({ preventScroll: true });
  }
};

// Shows a frame: the first in place of the static page, every other as what changed.
export function frame(text) {
  const page = receive(text);
  if (root === null) {
    root = document.createElement("div");
    render(page, root);
    adopt(root);
  } else {
    keepFocus(() => render(page, root));
  }
  settle(root);
}

// A frame as markup, shown nowhere: what the next start paints before Python is up.
export function markup(text) {
  const page = document.createElement("div");
  render(receive(text), page);
  for (const element of page.querySelectorAll("dialog, [data-passing]")) element.remove();
  // Comments go as nodes: a title may hold what looks like one.
  const comments = document.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const marks = [];
  while (comments.nextNode()) marks.push(comments.currentNode);
  for (const mark of marks) mark.remove();
  return page.innerHTML;
}
