// What the page asks the server. A refusal comes as a Refusal with the server's word for it; silence as a TypeError.

export class Refusal extends Error {
  constructor(status, why, waitMs) {
    super(why);
    this.status = status;
    this.why = why;
    this.waitMs = waitMs;
  }

  // Worth another try by itself: the server was busy, or away.
  get passes() {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

const USUAL_MS = 45000;
const FILE_MS = 200000; // the server waits for a photo over a slow line for three minutes

// A line may die without a word: what has not been answered in time is asked again.
async function asked(path, options, withinMs = USUAL_MS) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), withinMs);
  try {
    const response = await fetch(path, { credentials: "same-origin", cache: "no-store", signal: limit.signal, ...options });
    if (response.ok) return response.status === 204 ? null : await response.json();
    const { why } = await response.json().catch(() => ({ why: "later" }));
    throw new Refusal(response.status, why, 1000 * Number(response.headers.get("Retry-After") || 0));
  } finally {
    clearTimeout(timer);
  }
}

const json = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  does: (deed) => asked("/chat/do", json(deed)),
  file: (id, file, caption) =>
    asked(`/chat/file?${new URLSearchParams({ id, name: file.name || "", caption })}`, { method: "POST", body: file }, FILE_MS),
  got: (event, read) => asked("/chat/got", json({ event, read })),
  lines: (after, wait) => asked(`/chat/lines?after=${after}&wait=${wait}`),
  earlier: (before) => asked(`/chat/earlier?before=${before}`),
};

// A name of our own for everything that is sent: sent twice, it is the same thing.
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
