// One person's conversation.

import { Refusal, api } from "./api.js";
import { composerElement, drawComposer, giveBack, whenTelling } from "./composer.js";
import { h, icon, tool } from "./dom.js";
import { drawLog, focusEnd, hush, logElement } from "./log.js";
import { add, flush, waiting, whenDone, whenRefused } from "./queue.js";
import { save } from "./saving.js";
import { spokenRegions } from "./spoken.js";
import { changed, forget, store, subscribe, take } from "./store.js";
import { close, listen, whenHere, whenLost } from "./way.js";
import { lang, switchLanguage, t } from "./words.js";

const WORD = /^\/p\/([\w-]{1,64})$/;
const TOLD_MS = 8000;

const title = h("h1", null);
const saveButton = h("button", { type: "button", class: "choice", "data-testid": "save", onclick: () => { more(false); save().catch(failed); } });
const languageButton = h("button", { type: "button", class: "choice", "data-testid": "language", onclick: () => { more(false); switchLanguage(); changed(); } });
const moreButton = tool("more", "", () => more(moreMenu.hidden), { "aria-expanded": "false", "data-testid": "more" });
const moreMenu = h("div", { class: "choices above", hidden: true }, saveButton, languageButton);
const head = h("header", { class: "head" }, h("span", { class: "face" }, icon("house")), title, moreButton, moreMenu);
const notice = h("p", { class: "notice", role: "status", "data-testid": "notice", hidden: true });
const about = h("p", null);
const startButton = h("button", { type: "button", class: "start", "data-testid": "start", onclick: start });
const elsewhere = h("a", { class: "elsewhere", rel: "noopener noreferrer", "data-testid": "elsewhere" });
const welcome = h("section", { class: "welcome", hidden: true }, h("span", { class: "face big" }, icon("house", 44)), about, startButton, elsewhere);
const main = h("main", { class: "main" }, welcome, logElement);
const app = document.getElementById("app");
const telegram = document.documentElement.dataset.telegram; // where the house is there, or nothing

let isListening = false;
let word = (WORD.exec(location.pathname) || [])[1] || ""; // what a poster opens
let told = "";
let toldTimer = 0;

function tell(words) {
  told = words;
  clearTimeout(toldTimer);
  if (words) toldTimer = setTimeout(() => { told = ""; changed(); }, TOLD_MS);
  changed();
}

function more(isOpen) {
  moreMenu.hidden = !isOpen;
  moreButton.setAttribute("aria-expanded", String(isOpen));
  (isOpen ? saveButton : moreButton).focus();
}

moreMenu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  more(false);
});

const failed = (problem) => tell(problem instanceof Refusal ? t("refused", { text: problem.why }) : t("offline"));

// A poster's word is done once, and then the address is the conversation's own.
function start() {
  history.replaceState(null, "", "/chat");
  add({ do: "start", payload: word });
  word = "";
}

const REFUSALS = { size: "size", room: "room", picture: "refusedPicture", fast: "fast", tabs: "tabs" };

function refused(deed, problem) {
  if (problem.status === 401) {
    lost();
    return;
  }
  const words = REFUSALS[problem.why];
  tell(words ? t(words) : t("refused", { text: (deed && (deed.text || deed.name)) || "" }));
  if (deed && deed.do === "say") giveBack(deed.text);
}

function lost() {
  close();
  isListening = false;
  store.isThere = false;
  forget();
  changed();
}

async function arrive() {
  try {
    const { lines, is_new: isNew } = await api.lines(0, 0);
    if (!isNew) {
      store.isThere = true;
      hush(lines);
      take(lines);
      if (!isListening) listen();
      isListening = true;
      if (word) start();
    } else if (!isListening) {
      store.isThere = false; // unless what was sent meanwhile has opened the page
    }
  } catch (problem) {
    store.isOnline = problem instanceof Refusal;
    setTimeout(arrive, 2000);
  }
  changed();
}

function draw() {
  document.documentElement.lang = lang();
  document.title = t("name");
  title.textContent = t("name");
  about.textContent = t("about");
  startButton.textContent = t(telegram ? "startHere" : "start");
  elsewhere.textContent = t("telegram");
  elsewhere.hidden = !telegram;
  elsewhere.href = word ? `${telegram}?start=${word}` : telegram;
  saveButton.textContent = t("save");
  languageButton.textContent = t("language");
  moreButton.setAttribute("aria-label", t("more"));
  const words = told || (store.isOnline && navigator.onLine !== false ? "" : t("offline"));
  notice.hidden = !words;
  if (notice.textContent !== words) notice.textContent = words;
  const isNew = store.isThere === false && waiting().length === 0;
  const hadFocus = welcome.contains(document.activeElement);
  welcome.hidden = !isNew;
  logElement.hidden = isNew;
  composerElement.hidden = isNew;
  if (hadFocus && !isNew) focusEnd();
  drawLog();
  drawComposer();
}

whenDone(() => {
  if (isListening) return;
  isListening = true;
  listen();
});
whenRefused(refused);
whenTelling(tell);
whenLost(lost);
whenHere(flush); // the line is back: what waits goes now
subscribe(draw);
app.append(head, notice, main, composerElement, ...spokenRegions);
// Who is new, in a house that is on Telegram as well, chooses; everybody else goes on here.
if (word && !telegram) start();
else flush();
arrive();
draw();
