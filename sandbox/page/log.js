// The conversation: keeps one element per message, touches only what changed, and holds the scroll still.

import { api } from "./api.js";
import { bubbleRow } from "./bubble.js";
import { attempt } from "./dialogs.js";
import { button, h } from "./dom.js";
import { botFace } from "./faces.js";
import { followLink } from "./links.js";
import { quiet, replaceRow, rowBy, wake } from "./roving.js";
import { chatOf, store } from "./store.js";
import { dayKey, dayName, moment } from "./times.js";
import { pageLanguage, t } from "./words.js";

const RUN_MS = 5 * 60_000;
const NEAR_BOTTOM_PX = 60;
const PAGE = 120;
const DAY_FLOATS_MS = 1200;

const inner = h("div", { class: "log-inner" });
const keysHint = h("p", { class: "visually-hidden", id: "log-keys" });
const log = h("div", {
  class: "log",
  role: "log",
  tabindex: "0",
  "aria-describedby": "log-keys",
  "data-testid": "log",
  onscroll: scrolled,
  onkeydown: walk,
  onfocusin: () => wake(rows()),
}, inner);
const badge = h("span", { class: "badge" });
const downButton = button(
  "down",
  "",
  goToNewest,
  { class: "tool to-bottom", "data-testid": "to-bottom", hidden: true },
);
downButton.append(badge);
export const logElement = h("div", { class: "log-frame" }, log, keysHint, downButton);

const elements = new Map();
const places = new Map();
let shownPerson = null;
let shownLanguage = null;
let firstShown = null;
let newest = null;
let stuck = true;
let settled = "";
let dayTimer = null;
let onReply = () => {};

export const whenReplying = (listener) => { onReply = listener; };
export const visibleMessages = (id) => (chatOf(id)?.messages ?? []).filter((message) => !message.deleted);

const rows = () => [...inner.querySelectorAll(".row")];
const geometry = () => `${log.scrollHeight}/${log.clientHeight}`;

export function toBottom(behavior = "auto") {
  stuck = true;
  settled = geometry();
  log.scrollTo({ top: log.scrollHeight, behavior });
}

function goToNewest() {
  toBottom("smooth");
  rows().at(-1)?.focus({ preventScroll: true });
}

const fromBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight;

function scrolled() {
  // The page grew under a reader at the end: that is no scrolling away.
  if (stuck && geometry() !== settled) {
    toBottom();
    return;
  }
  stuck = fromBottom() < NEAR_BOTTOM_PX;
  floatDay();
  places.set(store.current, stuck ? null : { top: log.scrollTop, firstShown });
  if (stuck) markRead();
  else if (log.scrollTop < 300) showEarlier();
  drawDownButton();
}

function showEarlier() {
  const all = visibleMessages(store.current);
  const from = all.findIndex((message) => message.message_id === firstShown);
  if (from <= 0) return;
  const before = log.scrollHeight - log.scrollTop;
  firstShown = all[Math.max(from - PAGE, 0)].message_id;
  drawLog();
  log.scrollTop = log.scrollHeight - before;
}

// While somebody scrolls further up, the day floats above what they pass; at rest it covers nothing.
function floatDay() {
  clearTimeout(dayTimer);
  log.classList.toggle("reading", !stuck);
  dayTimer = setTimeout(() => log.classList.remove("reading"), DAY_FLOATS_MS);
}

function drawDownButton() {
  const unread = chatOf(store.current)?.unread ?? 0;
  downButton.hidden = stuck;
  badge.hidden = unread === 0;
  badge.textContent = unread;
  downButton.setAttribute("aria-label", unread ? t("newestCount", { count: unread }) : t("newest"));
}

// Being at the end of an open chat is reading it; a hidden tab reads nothing.
export function markRead() {
  const chat = chatOf(store.current);
  if (!chat?.unread || document.hidden || !stuck || log.offsetParent === null) return;
  chat.unread = 0;
  api.read(store.current).catch(() => {});
}

function sameRun(one, other) {
  return one && other && one.from === other.from && Math.abs(moment(one.date) - moment(other.date)) < RUN_MS
    && dayKey(moment(one.date)) === dayKey(moment(other.date));
}

function separator(message) {
  const at = moment(message.date);
  return {
    key: `day-${dayKey(at)}`,
    mark: dayName(at),
    make: () => h("div", { class: "day" }, h("span", null, dayName(at))),
  };
}

const repliedId = (message) => (typeof message.reply_to === "object" ? message.reply_to?.message_id : message.reply_to);

function entry(message, context) {
  const mark = JSON.stringify([message, context.seen, context.replied]);
  const dress = (element) => {
    element.classList.toggle("first", context.first);
    element.classList.toggle("last", context.last);
  };
  return { key: `message-${message.message_id}`, mark, make: () => quiet(bubbleRow(message, context)), dress };
}

function introduction() {
  const words = store.bot.description;
  return {
    key: "introduction",
    mark: words,
    make: () => h(
      "div",
      { class: "introduction", "data-testid": "introduction" },
      botFace(),
      h("h2", null, store.bot.name),
      words ? h("p", null, h("b", null, t("whatItDoes")), h("br"), words) : null,
    ),
  };
}

// At the end of the chat the window follows it; further up it stays, so that nothing moves under the reader.
function windowStart(all) {
  const from = stuck || firstShown === null ? all.length - PAGE : all.findIndex(
    (message) => message.message_id >= firstShown,
  );
  return Math.max(from, 0);
}

function entries(person) {
  const all = visibleMessages(person);
  if (all.length === 0) return chatOf(person) ? [introduction()] : [];
  const byId = new Map(all.map((message) => [message.message_id, message]));
  const lastAnswer = all.findLastIndex((message) => message.from === "bot");
  const from = windowStart(all);
  firstShown = all[from].message_id;
  const list = [];
  for (let i = from; i < all.length; i += 1) {
    const message = all[i];
    const before = i > from ? all[i - 1] : null;
    if (!before || dayKey(moment(before.date)) !== dayKey(moment(message.date))) list.push(separator(message));
    list.push(entry(message, {
      person, first: !sameRun(before, message), last: !sameRun(
        message,
        all[i + 1],
      ), seen: message.from === "person" && i < lastAnswer,
      replied: byId.get(repliedId(message)), onReply: () => onReply(message),
    }));
  }
  return list;
}

function reconcile(list) {
  const wanted = new Set(list.map(({ key }) => key));
  for (const [key, { element }] of elements) {
    if (!wanted.has(key)) {
      element.remove();
      elements.delete(key);
    }
  }
  let next = inner.firstChild;
  for (const { key, mark, make, dress = () => {} } of list) {
    const known = elements.get(key);
    if (known?.mark === mark) {
      dress(known.element);
      if (known.element === next) next = next.nextSibling;
      else inner.insertBefore(known.element, next);
      continue;
    }
    const element = make();
    dress(element);
    if (known) {
      if (known.element === next) next = next.nextSibling;
      replaceRow(known.element, element);
    } else {
      if (shownPerson !== null && next === null) element.classList.add("fresh");
      inner.insertBefore(element, next);
    }
    elements.set(key, { mark, element });
  }
}

function clearFor(person) {
  inner.replaceChildren();
  elements.clear();
  const place = places.get(person) ?? null;
  firstShown = place?.firstShown ?? null;
  newest = null;
  shownPerson = null;
  stuck = place === null;
}

// Whoever sends something wants to see it, wherever they were reading.
function followOwn(person) {
  const last = visibleMessages(person).at(-1);
  if (newest !== null && last?.message_id > newest && last.from === "person") stuck = true;
  newest = last?.message_id ?? 0;
}

export function drawLog() {
  const person = store.current;
  if (person === null || !chatOf(person)?.whole) {
    if (shownPerson !== person) clearFor(person);
    return;
  }
  const fresh = shownPerson !== person || shownLanguage !== pageLanguage();
  if (fresh) clearFor(person);
  log.setAttribute("aria-busy", String(fresh));
  log.setAttribute("aria-label", t("conversation", { bot: store.bot.name }));
  keysHint.textContent = t("logKeys");
  followOwn(person);
  reconcile(entries(person));
  shownPerson = person;
  shownLanguage = pageLanguage();
  wake(rows());
  if (stuck) toBottom();
  else if (fresh) log.scrollTop = places.get(person).top;
  log.setAttribute("aria-busy", "false");
  markRead();
  drawDownButton();
}

function walk(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "ArrowUp" && rows()[0]?.contains(document.activeElement)) showEarlier();
  const row = rowBy(event.key, rows(), log);
  if (!row) return;
  event.preventDefault();
  row.focus({ preventScroll: true });
  if (event.key === "End") toBottom();
  else row.scrollIntoView({ block: "nearest" });
}

function pressed(event) {
  const command = event.target.closest(".command");
  if (command) attempt(api.text(store.current, command.dataset.command));
  const anchor = event.target.closest(".words a");
  if (anchor) followLink(event, store.current, anchor.href);
  event.target.closest(".spoiler")?.classList.add("revealed");
  unfold(event.target.closest("blockquote.expandable"));
}

function unfold(quote) {
  if (quote) quote.setAttribute("aria-expanded", String(quote.classList.toggle("open")));
}

log.addEventListener("click", pressed);
log.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("blockquote.expandable")) unfold(event.target);
});
// A picture that arrives late, or a panel that opens below, must not push the newest message out of sight.
const watch = new ResizeObserver(() => { if (stuck) toBottom(); });
watch.observe(log);
watch.observe(inner);
document.addEventListener("visibilitychange", markRead);
