// The way down: a stream, from where this page is; a long poll where streams do not come through.

import { Refusal, api } from "./api.js";
import { changed, store, take } from "./store.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15000;
const SILENT_MS = 45000; // the server says something every twenty seconds
const HELD_BACK_MS = 8000;
const POLL_S = 20;

let source = null;
let waitMs = FIRST_WAIT_MS;
let timer = 0;
let watch = 0;
let isPolling = false;
let heldBack = 0;
let onLost = () => {};
let onHere = () => {};

export const whenLost = (listener) => { onLost = listener; };
export const whenHere = (listener) => { onHere = listener; };

function reached(isOnline) {
  if (store.isOnline === isOnline) return;
  store.isOnline = isOnline;
  changed();
}

function again() {
  close();
  clearTimeout(timer);
  timer = setTimeout(listen, waitMs);
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
}

export function close() {
  clearTimeout(watch);
  if (source) source.close();
  source = null;
}

function live(ms) {
  clearTimeout(watch);
  watch = setTimeout(() => {
    heldBack += 1;
    again();
  }, ms);
}

function heard() {
  heldBack = 0;
  waitMs = FIRST_WAIT_MS;
  reached(true);
  live(SILENT_MS);
}

// A stream that fails does not say why: one question tells whether the page is known, and whether the server is there.
async function why() {
  try {
    const { lines, is_new: isNew } = await api.lines(store.event, 0);
    reached(true);
    take(lines);
    if (isNew) onLost();
    return !isNew;
  } catch (problem) {
    reached(problem instanceof Refusal);
    return true;
  }
}

async function poll() {
  if (isPolling) return;
  isPolling = true;
  try {
    while (heldBack >= 2) {
      const { lines, is_new: isNew } = await api.lines(store.event, POLL_S);
      reached(true);
      if (isNew) {
        onLost();
        return;
      }
      waitMs = FIRST_WAIT_MS;
      take(lines);
    }
  } catch (problem) {
    reached(problem instanceof Refusal);
    again();
  } finally {
    isPolling = false;
  }
}

export function listen() {
  if (heldBack >= 2) {
    poll();
    return;
  }
  close();
  clearTimeout(timer);
  source = new EventSource(`/chat/stream?after=${store.event}`);
  source.addEventListener("here", () => {
    heard();
    onHere();
  });
  source.onmessage = (message) => {
    heard();
    take([JSON.parse(message.data)]);
  };
  source.onerror = async () => {
    close();
    if (await why()) again();
  };
  live(HELD_BACK_MS);
}

window.addEventListener("online", () => { if (store.isThere) { waitMs = FIRST_WAIT_MS; again(); } });
window.addEventListener("offline", () => reached(false));
document.addEventListener("visibilitychange", () => {
  // A phone that slept may hold a stream that is long dead.
  if (!document.hidden && store.isThere && heldBack < 2) { waitMs = FIRST_WAIT_MS; listen(); }
});
