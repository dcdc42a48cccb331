// Files out of a drop, also those in its folders, each with the folders it was in.

const ask = (call) => new Promise(call);

// A folder is read in parts: an empty one says that there are no more.
async function inside(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const part = await ask((done, fail) => reader.readEntries(done, fail));
    if (!part.length) return found.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
    found.push(...part);
  }
}

async function walk(entry, path, found) {
  if (entry.isFile) {
    const file = await ask((done) => entry.file(done, () => done(null))); // gone since: nothing to name it by
    if (file) found.push([file, path]);
  } else if (entry.isDirectory) {
    const within = path ? `${path}/${entry.name}` : entry.name;
    for (const each of await inside(entry).catch(() => [])) await walk(each, within, found);
  }
}

// What a drop holds is there only while it is told: this is called before anything is awaited.
export function held(transfer) {
  const items = [...(transfer.items ?? [])].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  return entries.length && entries.every(Boolean) ? { entries } : { files: [...transfer.files] };
}

export async function gathered({ entries, files }) {
  if (files) return files.map((file) => [file, folders(file)]);
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

const folders = (file) => (file.webkitRelativePath ?? "").split("/").slice(0, -1).join("/");

let give, picker;

export function watch(take, hover) {
  give = async (offered) => take(await gathered(offered));
  let own = false, over = false;
  const show = (now) => { if (now !== over) hover((over = now)); };
  const foreign = ({ dataTransfer }) => !own && dataTransfer?.types.includes("Files"); // a cover dragged is no offer
  addEventListener("dragstart", () => { own = true; });
  addEventListener("dragend", () => { own = false; });
  addEventListener("dragover", (event) => {
    if (!foreign(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    show(true);
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) show(false); });
  addEventListener("drop", (event) => {
    if (!foreign(event)) return;
    event.preventDefault();
    show(false);
    give(held(event.dataTransfer));
  });
  addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    give({ files: [...event.clipboardData.files] });
  });
}

// A new one each time: the same files may be chosen again, and Firefox opens nothing while it takes the last for open.
export function choose() {
  const fresh = Object.assign(document.createElement("input"), { type: "file", multiple: true, hidden: true });
  fresh.addEventListener("change", () => give({ files: [...fresh.files] }));
  picker?.remove();
  document.body.append((picker = fresh));
  fresh.click();
}
