// Where somebody writes: text, a photo, where they are; and the keys that the conversation offers.

import { h, icon, tool } from "./dom.js";
import { focusEnd } from "./log.js";
import { add, addFile } from "./queue.js";
import { shownLines } from "./store.js";
import { kept, lang, t } from "./words.js";

const DRAFT = "waystation.draft";
const LARGEST = 10 * 1024 * 1024;
const LOCATED_MS = 15000;

let tell = () => {};
export const whenTelling = (listener) => { tell = listener; };

const input = h("textarea", {
  class: "input", rows: "1", enterkeyhint: "send", maxlength: "4096", "data-testid": "composer", oninput: typed, onkeydown: pressed,
});
const picker = h("input", { type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true", "data-testid": "file", onchange: chosen });
const clip = tool("clip", "", toggleMenu, { "aria-expanded": "false", "data-testid": "attach" });
const photo = h("button", { type: "button", class: "choice", "data-testid": "attach-file", onclick: () => { closeMenu(); picker.click(); } });
const place = h("button", { type: "button", class: "choice", "data-testid": "attach-place", onclick: () => { closeMenu(); sharePlace(); } });
const menu = h("div", { class: "choices", hidden: true }, photo, place);
const send = tool("send", "", sendText, { class: "tool send", "data-testid": "send" });
const keys = h("div", { class: "offers", role: "group", "data-testid": "keys", hidden: true });
export const composerElement = h("footer", { class: "composer" }, keys, menu, h("div", { class: "bar" }, clip, input, send, picker));

function grow() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
}

function typed() {
  kept.set(DRAFT, input.value || null);
  send.classList.toggle("ready", input.value.trim() !== "");
  grow();
}

function sendText() {
  const text = input.value.trim();
  if (text) add({ do: "say", text });
  input.value = "";
  input.inputMode = "text";
  input.placeholder = t("write");
  typed();
  input.focus();
}

// What the server would not take comes back into the box, and what was written since stays below it.
export function giveBack(text) {
  input.value = [text, input.value].filter(Boolean).join("\n");
  typed();
}

function pressed(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    sendText();
  } else if (event.key === "Escape") {
    closeMenu();
    input.blur();
  }
}

function toggleMenu() {
  menu.hidden = !menu.hidden;
  clip.setAttribute("aria-expanded", String(!menu.hidden));
  if (!menu.hidden) photo.focus();
}

function closeMenu() {
  if (menu.contains(document.activeElement)) clip.focus();
  menu.hidden = true;
  clip.setAttribute("aria-expanded", "false");
}

menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu();
});

function chosen() {
  for (const file of picker.files) {
    if (file.size > LARGEST) tell(t("size"));
    else addFile(file, "");
  }
  picker.value = "";
}

export function sharePlace() {
  if (!navigator.geolocation) {
    tell(t("noPlace"));
    return;
  }
  tell(t("locating"));
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      tell("");
      add({ do: "place", lat: coords.latitude, lon: coords.longitude });
    },
    (problem) => {
      tell(t(problem.code === problem.PERMISSION_DENIED ? "placeRefused" : "noPlace"));
      input.focus();
    },
    { enableHighAccuracy: true, timeout: LOCATED_MS, maximumAge: 30000 },
  );
}

function askPhone() {
  input.inputMode = "tel";
  input.placeholder = t("writePhone");
  input.focus();
}

function press(key) {
  if (key.shares === "location") sharePlace();
  else if (key.shares === "phone") askPhone();
  else add({ do: "say", text: key.label });
}

// The keys that the conversation offers now: those of the last line that says anything of keys.
function offered() {
  const lines = shownLines();
  for (let at = lines.length - 1; at >= 0; at -= 1) if (lines[at].shown.keys) return lines[at].shown.keys;
  return [];
}

let drawnKeys = "";
let language = "";

export function drawComposer() {
  const rows = offered();
  const mark = JSON.stringify(rows);
  if (mark !== drawnKeys) {
    const hadFocus = keys.contains(document.activeElement);
    drawnKeys = mark;
    keys.replaceChildren(...rows.flat().map((key) =>
      h("button", { type: "button", class: "offer", onclick: () => press(key) },
        key.label)));
    keys.hidden = rows.length === 0;
    if (hadFocus) focusEnd();
  }
  if (language === lang()) return;
  language = lang();
  input.placeholder = t("write");
  for (const [element, words] of [[input, t("write")], [send, t("send")], [clip, t("attach")]]) {
    element.setAttribute("aria-label", words);
    element.title = words;
  }
  photo.replaceChildren(icon("file"), t("photo"));
  place.replaceChildren(icon("pin"), t("place"));
}

input.value = kept.get(DRAFT) || "";
requestAnimationFrame(typed);
