// A list of a library as plain JavaScript would have it.
const ROWS = 30;
const PITCH = 68;
const list = document.getElementById("list");
let records = [];
let shown = [];

const row = ({ title, artist, album }, at) => {
  const item = document.createElement("li");
  item.style.height = `${PITCH}px`;
  item.setAttribute("aria-posinset", at + 1);
  for (const text of [title, artist, album]) item.appendChild(document.createElement("span")).textContent = text;
  return item;
};

const draw = (first) => {
  list.replaceChildren(...shown.slice(first, first + ROWS).map((record, at) => row(record, first + at)));
  document.getElementById("above").style.height = `${first * PITCH}px`;
  document.getElementById("below").style.height = `${Math.max(0, shown.length - first - ROWS) * PITCH}px`;
};

const have = (items) => {
  records = items;
  for (const record of records) record.text = `${record.title} ${record.artist} ${record.album}`.toLowerCase();
  shown = records;
  draw(0);
};

// Every page of the list from the server, the first rows drawn.
export async function fromServer() {
  const began = performance.now();
  const items = [];
  for (let cursor = ""; cursor !== null;) {
    const page = await (await fetch(`/api/library?limit=1000&cursor=${encodeURIComponent(cursor)}`)).json();
    items.push(...page.items);
    cursor = page.next;
  }
  have(items);
  return performance.now() - began;
}

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// The list as the app left it in IndexedDB, the first rows drawn.
export async function fromDatabase() {
  const database = await answer(indexedDB.open("larder"));
  const began = performance.now();
  const range = IDBKeyRange.bound("library/", "library/\uffff");
  const pages = await answer(database.transaction("records").objectStore("records").getAll(range));
  have(pages.flatMap((page) => JSON.parse(page).items));
  const took = performance.now() - began;
  database.close();
  return took;
}

// One letter more in the search field.
export function filtered(text) {
  const began = performance.now();
  const wanted = text.toLowerCase();
  shown = records.filter((record) => record.text.includes(wanted));
  draw(0);
  return performance.now() - began;
}

// From now on the rows near the eye follow it.
export function scrollable() {
  shown = records;
  draw(0);
  let due = 0;
  addEventListener("scroll", () => {
    due ||= requestAnimationFrame(() => {
      due = 0;
      draw(Math.max(0, Math.floor(scrollY / PITCH) - 10));
    });
  });
}
