// A body by the piece: an await in Python for each of the many parts that it comes in would cost more than hashing it.
const PATIENCE = 500;

// The next `least` bytes or some more; fewer when the line is slow or breaks, and at the end; null after it.
// A broken line is an error only of the next call: what came before the break is not lost.
export async function piece(reader, least) {
  const parts = [];
  const began = performance.now();
  let size = 0;
  while (size < least && performance.now() - began < PATIENCE) {
    const { done, value } = await next(reader, parts);
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  if (parts.length < 2) return parts[0] ?? null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function next(reader, parts) {
  return reader.read().catch((error) => {
    if (parts.length) return { done: true };
    throw error;
  });
}
