// Puts the page together: reads the sandbox once, then follows its events.

import { api } from "./api.js";
import { readCards } from "./cards.js";
import { acceptDrops, composerElement, drawComposer } from "./composer.js";
import { alertBox, attempt, toast } from "./dialogs.js";
import { h } from "./dom.js";
import { listen } from "./events.js";
import { onGroupEvent } from "./groups.js";
import { drawHead, headElement } from "./head.js";
import { stopSpinning } from "./keyboards.js";
import { payloadOf } from "./links.js";
import { drawLog, logElement } from "./log.js";
import { drawPeople, emptyChat, placePeople } from "./people.js";
import { tell, watchReach } from "./reach.js";
import {
  addStranger,
  changed,
  distrustChats,
  loadBot,
  loadChat,
  loadClock,
  loadCommands,
  loadPeople,
  store,
  subscribe,
} from "./store.js";
import { pageLanguage } from "./words.js";

const PHONE = "(max-width: 45em)";
const CLOCK_TICK_MS = 10_000;

const app = document.getElementById("app");
const chat = document.getElementById("chat");
const nobody = h("div", { class: "nobody-frame" });

function personInAddress() {
  const id = Number(location.hash.replace(/^#\/?/, ""));
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

function choose() {
  const wanted = personInAddress();
  const before = store.current;
  const onPhone = matchMedia(PHONE).matches;
  store.current = wanted ?? (onPhone ? null : store.people[0]?.id ?? null);
  if (wanted !== null) addStranger(wanted);
  app.dataset.screen = wanted === null ? "list" : "chat";
  if (store.current !== null) {
    attempt(loadChat(store.current));
    attempt(loadCommands(store.current));
  }
  changed();
  if (!onPhone && store.current !== before) setTimeout(() => document.querySelector(".input")?.focus());
}

function draw() {
  document.documentElement.lang = pageLanguage() === "zh" ? "zh-Hans" : "en";
  const unread = [...store.chats.values()].reduce((sum, one) => sum + (one.unread ?? 0), 0);
  const title = store.settings.title || store.bot.name || "";
  document.title = unread ? `(${unread}) ${title}` : title;
  nobody.replaceChildren(emptyChat());
  nobody.hidden = store.current !== null;
  logElement.hidden = store.current === null;
  drawHead();
  drawComposer();
  drawLog();
  drawPeople();
}

async function readEverything() {
  await Promise.all([loadBot(), loadPeople(), loadClock()]);
  choose();
  await Promise.all(store.people.map((person) => loadChat(person.id)));
}

// A button in a group opened the private chat.
function openedByToast(event) {
  for (const box of document.querySelectorAll("dialog[open]")) box.close();
  attempt(api.start(event.person, payloadOf(event.url) ?? ""));
}

function onToast(event) {
  stopSpinning(event.person);
  if (event.person === store.current && event.url) openedByToast(event);
  if (event.person !== store.current || !event.text) return;
  if (event.alert) alertBox(event.text);
  else toast(event.text);
}

// Somebody's language, block or commands changed, or what the bot says of itself.
async function readPeople(person) {
  await Promise.all([loadPeople(), loadBot()]);
  if (store.chats.has(person)) await loadChat(person);
  if (store.current !== null) await loadCommands(store.current);
}

function onEvent(event) {
  if (event.person < 0) {
    onGroupEvent(event);
    return;
  }
  switch (event.kind) {
    case "toast":
      onToast(event);
      break;
    case "people":
      attempt(readPeople(event.person));
      break;
    case "inline":
      attempt(readCards(event.person));
      break;
    case "clock":
      attempt(loadClock());
      break;
    default:
      if (event.kind === "message" || event.kind === "edit") stopSpinning(event.person);
      if (store.people.some((person) => person.id === event.person)) attempt(loadChat(event.person));
  }
}

placePeople(document.getElementById("side"));
chat.append(headElement, nobody, logElement, composerElement);
acceptDrops(chat);
subscribe(draw);
watchReach(() => attempt(readEverything()));
window.addEventListener("hashchange", choose);
document.getElementById("toasts").showPopover();
setInterval(changed, CLOCK_TICK_MS);
listen({
  onOpen: () => {
    tell("stream", true);
    distrustChats();
    attempt(readEverything());
  },
  onEvent,
  onLost: () => tell("stream", false),
});
