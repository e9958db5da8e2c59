// The conversation: one element per line, touched only when the line has changed; the end stays in sight.

import { api } from "./api.js";
import { bubble, pending, said } from "./bubble.js";
import { h, tool } from "./dom.js";
import { waiting } from "./queue.js";
import { say } from "./spoken.js";
import { changed, shownLines, store, take } from "./store.js";
import { dayKey, dayName } from "./times.js";
import { lang, t } from "./words.js";

const NEAR_END_PX = 80;
const GOT_MS = 300;

const list = h("ol", { class: "lines" });
const earlier = h("button", { type: "button", class: "earlier", onclick: showEarlier });
const end = h("p", { class: "unseen end", tabindex: "-1" });
const down = tool("down", "", () => toEnd("smooth"), { class: "tool to-end", hidden: true });
const scroll = h("div", { class: "scroll", role: "region", tabindex: "0", onscroll: scrolled }, earlier, list, end);
export const logElement = h("div", { class: "log", "data-testid": "log" }, scroll, down);

const drawn = new Map();
const heard = new Map();
let isAtEnd = true;
let heardUpTo = 0;
let followed = "";
let gotEvent = 0;
let readEvent = 0;
let gotTimer = 0;
let language = "";

function toEnd(behavior = "auto") {
  isAtEnd = true;
  scroll.scrollTo({ top: scroll.scrollHeight, behavior });
}

function scrolled() {
  isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PX;
  down.hidden = isAtEnd;
  acknowledge();
}

async function showEarlier() {
  const first = shownLines()[0];
  const below = scroll.scrollHeight - scroll.scrollTop;
  const { lines } = await api.earlier(first ? first.line : 0);
  store.hasEarlier = lines.length > 0 && lines[0].line > 1;
  take(lines);
  changed();
  requestAnimationFrame(() => requestAnimationFrame(() => { scroll.scrollTop = scroll.scrollHeight - below; }));
}

// What stands here has arrived; what stands before somebody's eyes was read.
function acknowledge() {
  clearTimeout(gotTimer);
  gotTimer = setTimeout(() => {
    const read = !document.hidden && isAtEnd;
    if (store.event <= (read ? readEvent : gotEvent)) return;
    const event = store.event;
    api.got(event, read).then(() => {
      gotEvent = Math.max(gotEvent, event);
      if (read) readEvent = Math.max(readEvent, event);
    }).catch(() => {});
  }, GOT_MS);
}

// What was there when the page was opened is not read out.
export function hush(lines) {
  for (const line of lines) heard.set(line.line, said(line));
  if (lines.length) heardUpTo = lines[lines.length - 1].line;
}

// What is new is, and what says something else now; what is fetched from above is not.
function speakNews(lines) {
  if (!lines.length) {
    heard.clear();
    heardUpTo = 0;
    return;
  }
  for (const line of lines) {
    const words = said(line);
    const isNews = heard.has(line.line) ? heard.get(line.line) !== words : line.line > heardUpTo;
    if (isNews && !line.own) say(words);
    heard.set(line.line, words);
  }
  heardUpTo = Math.max(heardUpTo, lines[lines.length - 1].line);
}

// Whoever writes looks at what comes of it.
function followOwn() {
  const last = waiting()[waiting().length - 1];
  if (!last || last.do === "tap" || last.id === followed) return;
  followed = last.id;
  isAtEnd = true;
}

// Where whoever uses a keyboard goes on when what they pressed is gone: the newest is just above, the box just below.
export function focusEnd() {
  end.focus({ preventScroll: true });
}

function entries() {
  const wanted = [];
  let day = "";
  for (const line of shownLines()) {
    const at = line.at * 1000;
    if (dayKey(at) !== day) {
      day = dayKey(at);
      wanted.push({ key: `day ${day}`, mark: dayName(at), make: () => h("li", { class: "day" }, dayName(at)) });
    }
    wanted.push({ key: `line ${line.line}`, mark: String(line.event), make: () => bubble(line) });
  }
  const known = new Set(shownLines().filter((line) => line.own).map((line) => line.shown.id));
  for (const deed of waiting()) {
    if (!known.has(deed.id)) wanted.push({ key: deed.id, mark: "", make: () => pending(deed) });
  }
  return wanted;
}

// The same button where it is still there, else the line: what it offers now comes next.
function focusWithin(element, data) {
  const same = data && [...element.querySelectorAll("[data-data]")].find((one) => one.dataset.data === data);
  (same || element).focus({ preventScroll: true });
}

function place(wanted) {
  const keys = new Set(wanted.map(({ key }) => key));
  for (const [key, { element }] of drawn) {
    if (!keys.has(key)) {
      if (element) element.remove();
      drawn.delete(key);
    }
  }
  let next = list.firstChild;
  for (const { key, mark, make } of wanted) {
    const known = drawn.get(key);
    if (known && known.mark === mark) {
      if (known.element && known.element === next) next = next.nextSibling;
      else if (known.element) list.insertBefore(known.element, next);
      continue;
    }
    const element = make();
    if (known && known.element) {
      const focused = known.element.contains(document.activeElement) ? document.activeElement : null;
      if (known.element === next) next = next.nextSibling;
      known.element.replaceWith(element);
      if (focused) focusWithin(element, focused.dataset.data);
    } else if (element) {
      list.insertBefore(element, next);
    }
    drawn.set(key, { mark, element });
  }
}

export function drawLog() {
  if (language !== lang()) {
    language = lang();
    drawn.clear();
    list.replaceChildren();
    scroll.setAttribute("aria-label", t("conversation"));
    earlier.textContent = t("earlier");
    end.textContent = t("end");
    down.setAttribute("aria-label", t("newest"));
  }
  const lines = shownLines();
  speakNews(lines);
  followOwn();
  place(entries());
  earlier.hidden = !store.hasEarlier || !lines.length || lines[0].line <= 1;
  if (isAtEnd) toEnd();
  down.hidden = isAtEnd;
  acknowledge();
}

const watch = new ResizeObserver(() => { if (isAtEnd) toEnd(); });
watch.observe(scroll);
watch.observe(list); // a picture is only as high as it is once it has come
document.addEventListener("visibilitychange", acknowledge);
