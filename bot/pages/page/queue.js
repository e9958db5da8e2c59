// What was done and has not reached the server yet: kept over a reload, sent in order, each under its own name.

import { Refusal, api, newName } from "./api.js";
import { changed, store } from "./store.js";
import { kept } from "./words.js";

const KEPT = "waystation.queue";
const FIRST_WAIT_MS = 800;
const LONGEST_WAIT_MS = 15000;

const files = new Map(); // what no storage of a browser takes; a reload asks for it again
let queue = JSON.parse(kept.get(KEPT) || "[]").filter((deed) => deed.do !== "file");
let isFlushing = false;
let waitMs = FIRST_WAIT_MS;
let timer = 0;
let onRefused = () => {};
let onDone = () => {};

export const whenRefused = (listener) => { onRefused = listener; };
export const whenDone = (listener) => { onDone = listener; };
export const waiting = () => queue;

function keep(next) {
  queue = next;
  kept.set(KEPT, queue.length ? JSON.stringify(queue) : null);
  changed();
}

const send = (deed) => {
  if (deed.do === "file") return api.file(deed.id, files.get(deed.id), deed.caption);
  const { at, label, ...body } = deed;
  return api.does(body);
};

export function add(deed) {
  const named = { id: newName(), at: Date.now(), ...deed };
  keep([...queue, named]);
  flush();
  return named.id;
}

export function addFile(file, caption) {
  const id = newName();
  files.set(id, file);
  keep([...queue, { id, at: Date.now(), do: "file", name: file.name, caption }]);
  flush();
}

function again(ms) {
  clearTimeout(timer);
  timer = setTimeout(flush, ms);
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
}

async function sendFirst() {
  const deed = queue[0];
  try {
    await send(deed);
  } catch (problem) {
    if (!(problem instanceof Refusal) || problem.passes) throw problem;
    onRefused(deed, problem);
  }
  files.delete(deed.id);
  keep(queue.filter((one) => one.id !== deed.id));
  store.isThere = true;
  waitMs = FIRST_WAIT_MS;
  onDone();
}

export async function flush() {
  if (isFlushing) return;
  isFlushing = true;
  clearTimeout(timer);
  try {
    while (queue.length) await sendFirst();
  } catch (problem) {
    if (problem instanceof Refusal && problem.status === 429) onRefused(null, problem);
    again(problem.waitMs || waitMs);
  } finally {
    isFlushing = false;
  }
}

window.addEventListener("online", () => flush());
