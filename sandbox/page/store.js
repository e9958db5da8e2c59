// What the page knows: people, their chats, who is held now; views subscribe and are called once a frame.

import { api } from "./api.js";

const STRANGERS = "waystation.page.strangers";

export const store = {
  settings: {},
  bot: { username: "", name: "", description: "" },
  people: [],
  chats: new Map(),
  commands: new Map(),
  current: null,
  online: true,
  clock: { now: Date.now(), readAt: performance.now() },
};

const views = new Set();
let scheduled = false;

export const subscribe = (view) => views.add(view);

export function changed() {
  if (scheduled) return;
  scheduled = true;
  const draw = () => {
    scheduled = false;
    for (const view of views) view();
  };
  // A hidden tab gets no frames, but its unread count should still move.
  if (document.hidden) setTimeout(draw, 0);
  else requestAnimationFrame(draw);
}

export const chatOf = (id) => store.chats.get(id);
export const currentPerson = () => store.people.find((person) => person.id === store.current) ?? null;
export const now = () => store.clock.now + (performance.now() - store.clock.readAt);

const known = (id) => store.people.find((person) => person.id === id);
const savedStrangers = () => JSON.parse(localStorage.getItem(STRANGERS) ?? "[]");
const stranger = (id) => ({ id, name: `#${id}`, role: "stranger", language: "zh-hans" });
const TYPING_LASTS_MS = 5000;

// The sandbox invents a name for a stranger, once they have a chat.
function learnName(id, { name }) {
  const person = store.people.find((one) => one.id === id && one.role === "stranger");
  if (person && name && person.name !== name) store.people = store.people.map(
    (one) => (one === person ? { ...one, name } : one),
  );
}

export function addStranger(id) {
  if (!known(id)) {
    localStorage.setItem(STRANGERS, JSON.stringify([...new Set([...savedStrangers(), id])]));
    store.people = [...store.people, stranger(id)];
  }
}

export async function loadPeople() {
  const { people } = await api.people();
  const listed = new Set(people.map((person) => person.id));
  store.people = [
    ...people,
    ...savedStrangers().filter((id) => !listed.has(id)).map((id) => known(id) ?? stranger(id)),
  ];
  changed();
}

export async function loadBot() {
  [store.settings, store.bot] = await Promise.all([api.settings(), api.bot()]);
  changed();
}

export async function loadClock() {
  const { now: read } = await api.clock();
  const moment = typeof read === "number" ? read * 1000 : Date.parse(read);
  store.clock = { now: moment, readAt: performance.now() };
  changed();
}

export async function loadCommands(id) {
  store.commands.set(id, await api.commands(id));
  changed();
}

const underWay = new Map();

// What changed takes the place of what it was; what is new stands at the end.
function merged(known, { messages, ...rest }) {
  const byId = new Map(known.messages.map((message) => [message.message_id, message]));
  for (const message of messages) byId.set(message.message_id, message);
  return { ...rest, messages: [...byId.values()], whole: true };
}

// An open chat is read whole once, and then only what changed; of the others the list shows the newest message alone.
async function fetchChat(id) {
  const known = chatOf(id);
  if (known?.whole && known.revision !== null) return merged(known, await api.chatSince(id, known.revision));
  return id === store.current ? { ...await api.chat(id), whole: true } : api.glance(id);
}

// After an interruption the sandbox may be another one: nothing that was read before is relied upon.
export function distrustChats() {
  for (const chat of store.chats.values()) chat.revision = null;
}

async function readChat(id) {
  let again = true;
  while (again) {
    underWay.set(id, false);
    const chat = await fetchChat(id);
    store.chats.set(id, chat);
    learnName(id, chat);
    if (chat.typing) setTimeout(() => loadChat(id).catch(() => {}), TYPING_LASTS_MS);
    changed();
    again = underWay.get(id);
  }
}

// Many events in a row cost one request under way and one after it, never a queue of them.
export async function loadChat(id) {
  if (underWay.has(id)) {
    underWay.set(id, true);
    return;
  }
  try {
    await readChat(id);
  } finally {
    underWay.delete(id);
  }
}
