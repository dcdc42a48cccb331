// A drop as a browser tells it, made of files that a test has: folders, and readers that give two entries at a time.
const folder = (name) => ({ name, isDirectory: true, isFile: false, inside: [], createReader() {
  let at = 0;
  return { readEntries: (done) => done(this.inside.slice(at, (at += 2))) };
} });
const entry = (file) => ({ name: file.name, isFile: true, isDirectory: false, file: (done) => done(file) });

export function drop(files) {
  const top = folder("");
  for (const [path, name, bytes] of files) {
    let at = top;
    for (const part of path.split("/").filter(Boolean)) {
      let next = at.inside.find((each) => each.isDirectory && each.name === part);
      if (!next) at.inside.push((next = folder(part)));
      at = next;
    }
    at.inside.push(entry(new File([bytes], name)));
  }
  return { items: top.inside.map((each) => ({ kind: "file", webkitGetAsEntry: () => each })), files: [] };
}

// A file that is really somewhere, and can therefore be taken from whoever holds it.
export async function stored(folder, name, bytes) {
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  await stream.write(bytes);
  await stream.close();
  return handle.getFile();
}
