// The fastest way that JavaScript has: fetched and written in a thread, in place.
onmessage = async ({ data: { url, name } }) => {
  try {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle(name, { create: true })).createSyncAccessHandle();
    const reader = (await fetch(url, { cache: "no-store" })).body.getReader();
    let at = 0;
    for (let step = await reader.read(); !step.done; step = await reader.read()) at += file.write(step.value, { at });
    file.flush();
    file.close();
    postMessage("");
  } catch (error) {
    postMessage(String(error));
  }
};
