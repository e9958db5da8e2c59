// What the page knows: its lines, in their present form, and how far it has come.

const listeners = [];
let planned = false;

export const store = {
  lines: new Map(),
  event: 0,
  hasEarlier: true,
  isThere: null, // whether the server knows this page; null: not asked yet
  isOnline: true,
  problem: "",
};

export const subscribe = (listener) => listeners.push(listener);

export function changed() {
  if (planned) return;
  planned = true;
  const draw = () => {
    planned = false;
    for (const listener of listeners) listener();
  };
  if (document.hidden) setTimeout(draw, 0);
  else requestAnimationFrame(draw);
}

// A line that comes late in an older form changes nothing.
export function take(lines) {
  for (const line of lines) {
    const known = store.lines.get(line.line);
    if (!known || known.event <= line.event) store.lines.set(line.line, line);
    store.event = Math.max(store.event, line.event);
  }
  if (lines.length) changed();
}

export const shownLines = () =>
  [...store.lines.values()].filter((line) => line.shown).sort((one, other) => one.line - other.line);

export function forget() {
  store.lines.clear();
  store.event = 0;
  store.hasEarlier = true;
  changed();
}
