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

async function asked(path, options) {
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  if (response.ok) return response.status === 204 ? null : response.json();
  const { why } = await response.json().catch(() => ({ why: "later" }));
  throw new Refusal(response.status, why, 1000 * Number(response.headers.get("Retry-After") || 0));
}

const json = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  does: (deed) => asked("/chat/do", json(deed)),
  file: (id, file, caption) =>
    asked(`/chat/file?${new URLSearchParams({ id, name: file.name || "", caption })}`, { method: "POST", body: file }),
  got: (event, read) => asked("/chat/got", json({ event, read })),
  lines: (after, wait) => asked(`/chat/lines?after=${after}&wait=${wait}`),
  earlier: (before) => asked(`/chat/earlier?before=${before}`),
};

// A name of our own for everything that is sent: sent twice, it is the same thing.
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
