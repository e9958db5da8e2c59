// Where a person writes: text, commands, attachments, and the panel of quick replies below.

import { api } from "./api.js";
import { askCards, cardsElement, chooseFirst, isAskingCards, whenChosen } from "./cards.js";
import { shareContact } from "./contact.js";
import { summaryLine } from "./bubble.js";
import { attempt, popMenu, toast } from "./dialogs.js";
import { button, h } from "./dom.js";
import { isBlocked, setBlocked } from "./head.js";
import { replyPanel } from "./keyboards.js";
import { visibleMessages, whenReplying } from "./log.js";
import { pickLocation } from "./picker.js";
import { chatOf, currentPerson, store } from "./store.js";
import { t } from "./words.js";

const LARGEST_FILE = 20 * 1024 * 1024;

// What is half written outlives a reload, on this tab alone.
const DRAFT = "waystation.page.draft.";

const closedPanels = new Map();
let replying = null;

const input = h(
  "textarea",
  {
    class: "input",
    rows: "1",
    "data-testid": "composer",
    autocomplete: "off",
    enterkeyhint: "send",
    oninput: typed,
    onkeydown: key,
    onpaste: pasted,
  },
);
const files = h(
  "input",
  {
    type: "file",
    class: "visually-hidden",
    "data-testid": "file-input",
    tabindex: "-1",
    "aria-hidden": "true",
    onchange: chosen,
  },
);
const menuButton = button(
  "menu",
  "",
  openCommands,
  { class: "tool commands-button", "data-testid": "commands", "aria-haspopup": "menu", "aria-expanded": "false" },
);
const clipButton = button(
  "clip",
  "",
  openAttachments,
  { "data-testid": "attach", "aria-haspopup": "menu", "aria-expanded": "false" },
);
const panelButton = button("keyboard", "", togglePanel, { "data-testid": "keyboard-toggle" });
const sendButton = button("send", "", () => attempt(send()), { class: "tool send", "data-testid": "send" });
const replyBar = h("div", { class: "reply-bar", hidden: true });
const bar = h(
  "div",
  { class: "bar" },
  h("div", { class: "menu-anchor start" }, menuButton),
  input,
  panelButton,
  h("div", { class: "menu-anchor" }, clipButton, files),
  sendButton,
);
const panel = h("div", { class: "panel", role: "group", "data-testid": "reply-keyboard", hidden: true });
const big = h("button", { type: "button", class: "primary big", hidden: true });
export const composerElement = h("footer", { class: "composer" }, cardsElement, replyBar, bar, big, panel);

const draftOf = (person) => sessionStorage.getItem(DRAFT + person) ?? "";

function keepDraft(person, text) {
  if (text) sessionStorage.setItem(DRAFT + person, text);
  else sessionStorage.removeItem(DRAFT + person);
}

// The style sheet says how high at most.
function grow() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

function typed() {
  keepDraft(store.current, input.value);
  sendButton.classList.toggle("ready", input.value.trim() !== "");
  askCards(input.value);
  grow();
}

function setInput(text) {
  input.value = text;
  typed();
}

async function send() {
  const text = input.value.trim();
  if (text === "") return;
  const person = store.current;
  const answered = replying?.message_id;
  setInput("");
  stopReplying();
  input.focus();
  try {
    await api.text(person, text, answered);
  } catch (problem) {
    giveBack(person, text);
    if (!(problem instanceof TypeError)) throw problem;
    toast(t("notSent"));
  }
}

// What was written is not lost because the server was away, nor what has been written since.
function giveBack(person, text) {
  const whole = [text, draftOf(person)].filter(Boolean).join("\n");
  if (store.current === person) setInput(whole);
  else keepDraft(person, whole);
}

function key(event) {
  // While an input method composes, Enter chooses a candidate; 229 is how older browsers say so.
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (isAskingCards()) chooseFirst();
    else attempt(send());
  } else if (event.key === "Escape" && replying) {
    stopReplying();
  } else if (event.key === "ArrowUp" && input.value === "") {
    event.preventDefault();
    replyUpwards();
  }
}

// With nothing written, the arrow walks up through what can be answered.
function replyUpwards() {
  const all = visibleMessages(store.current);
  const at = replying ? all.findIndex((message) => message.message_id === replying.message_id) : all.length;
  if (at > 0) startReplying(all[at - 1]);
}

function startReplying(message) {
  replying = message;
  replyBar.replaceChildren(
    h(
      "span",
      { class: "quoted" },
      h("b", null, `${t("reply")} · ${message.from === "person" ? t("you") : t("bot")}`),
      h("span", null, ...summaryLine(message)),
    ),
    button("close", t("cancelReply"), stopReplying));
  replyBar.hidden = false;
  input.focus();
}

function stopReplying() {
  replying = null;
  replyBar.hidden = true;
}

const base64 = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
});

async function sendFile(file) {
  if (file.size > LARGEST_FILE) {
    toast(t("tooLarge"));
    return;
  }
  await api.file(store.current, file.name, await base64(file));
}

function sendFiles(list) {
  for (const file of list) attempt(sendFile(file));
}

function chosen() {
  sendFiles(files.files);
  files.value = "";
}

function pasted(event) {
  if (event.clipboardData?.files.length) {
    event.preventDefault();
    sendFiles(event.clipboardData.files);
  }
}

function openAttachments(event) {
  const person = store.current;
  popMenu(event.currentTarget, "attach-menu", [
    { label: t("photoOrFile"), icon: "file", testId: "attach-file", run: () => files.click() },
    {
      label: t("location"),
      icon: "pin",
      testId: "attach-location",
      run: () => pickLocation((place) => api.location(person, place)),
    },
    { label: t("contact"), icon: "person", testId: "attach-contact", run: () => shareContact(person) },
  ]);
}

function openCommands(event) {
  const person = store.current;
  const { commands } = store.commands.get(person);
  popMenu(event.currentTarget, "command-menu", commands.map(({ command, description }) => ({
    label: description, note: `/${command}`, testId: `command-${command}`, run: () => attempt(
      api.text(person, `/${command}`),
    ),
  })));
}

const panelMark = (rows) => JSON.stringify(rows ?? null);

function togglePanel() {
  const mark = panelMark(chatOf(store.current)?.keyboard_now);
  closedPanels.set(store.current, closedPanels.get(store.current) === mark ? null : mark);
  drawComposer();
  input.focus();
}

let drawnPanel = "";

// A closed panel stays closed until the bot sends another one.
function drawPanel(person) {
  const rows = chatOf(person)?.keyboard_now ?? null;
  const closed = closedPanels.get(person) === panelMark(rows);
  panelButton.hidden = rows === null;
  panelButton.setAttribute("aria-pressed", String(!closed));
  panelButton.setAttribute("aria-label", t(closed ? "showKeyboard" : "hideKeyboard"));
  panelButton.title = panelButton.getAttribute("aria-label");
  panel.hidden = rows === null || closed || !big.hidden;
  panel.setAttribute("aria-label", t("replyKeyboard"));
  const mark = `${person} ${panelMark(rows)}`;
  if (mark !== drawnPanel) panel.replaceChildren(...replyPanel(person, rows ?? []));
  drawnPanel = mark;
}

function drawBig(person) {
  const blocked = isBlocked(person);
  const empty = Boolean(chatOf(person)) && visibleMessages(person).length === 0;
  big.hidden = !(blocked || empty);
  bar.hidden = !big.hidden;
  big.textContent = t(blocked ? "unblock" : "start");
  big.dataset.testid = blocked ? "unblock" : "start";
  big.onclick = () => attempt(blocked ? setBlocked(person, "open") : api.text(person, "/start"));
}

function label(element, words) {
  element.setAttribute("aria-label", words);
  element.title = words;
}

let drawnPerson = null;

function changePerson(person) {
  if (person === drawnPerson) return;
  drawnPerson = person;
  stopReplying();
  setInput(draftOf(person));
}

export function drawComposer() {
  const person = currentPerson();
  composerElement.hidden = person === null;
  if (person === null) return;
  changePerson(person.id);
  drawBig(person.id);
  drawPanel(person.id);
  input.placeholder = t("message");
  input.setAttribute("aria-label", t("messageAs", { name: person.name }));
  menuButton.hidden = !store.commands.get(person.id)?.commands?.length;
  label(menuButton, t("commands"));
  label(clipButton, t("attach"));
  label(sendButton, t("send"));
  files.setAttribute("aria-label", t("photoOrFile"));
}

export function acceptDrops(area) {
  area.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files") || store.current === null) return;
    event.preventDefault();
    area.classList.add("dropping");
    area.dataset.drop = t("dropHere");
  });
  area.addEventListener("dragleave", () => area.classList.remove("dropping"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("dropping");
    sendFiles(event.dataTransfer.files);
  });
}

whenReplying(startReplying);
whenChosen(() => {
  setInput("");
  input.focus();
});
