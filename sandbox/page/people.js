// The left column: everyone whose phone can be held, what was said last, and how much is unread.

import { summary, summaryLine } from "./bubble.js";
import { clockCard, clockMark } from "./clock.js";
import { field, form } from "./dialogs.js";
import { button, h, icon } from "./dom.js";
import { botFace, face, roleName } from "./faces.js";
import { visibleMessages } from "./log.js";
import { addStranger, changed, chatOf, store } from "./store.js";
import { listTime, moment } from "./times.js";
import { pageLanguage, switchPageLanguage, t } from "./words.js";

const list = h("ul", { class: "people-list" });
const head = h("header", { class: "side-head" });
const foot = h("footer", { class: "side-foot" });

export const address = (id) => `#/${id}`;

function askStranger() {
  const number = field(
    t("strangerId"),
    { inputmode: "numeric", value: "900001", "data-testid": "stranger-id", autofocus: true },
  );
  form(t("addStranger"), "stranger", t("strangerHint"), [number.element], t("add"), () => {
    const id = Number(number.input.value.trim());
    if (!Number.isSafeInteger(id) || id < 1) return t("numberNeeded");
    addStranger(id);
    location.hash = address(id);
    return Promise.resolve();
  });
}

function changeLanguage() {
  switchPageLanguage();
  changed();
}

function headBar() {
  return h("div", { class: "side-bar" },
    botFace(),
    h(
      "div",
      { class: "side-title" },
      h("h1", null, store.settings.title || store.bot.name || ""),
      h("p", null, store.online ? t("peopleHint") : t("unreachable")),
    ),
    button("plus", t("addStranger"), askStranger, { "data-testid": "add-stranger" }),
    h(
      "button",
      {
        type: "button",
        class: "tool text",
        "aria-label": t("pageLanguage"),
        title: t("pageLanguage"),
        onclick: changeLanguage,
        "data-testid": "page-language",
      },
      t("pageLanguageShort"),
    ));
}

function preview(chat, last) {
  if (chat?.typing) return h("span", { class: "preview typing" }, `${t("typing")}…`);
  if (!last) return h("span", { class: "preview" }, t("noMessages"));
  return h(
    "span",
    { class: "preview" },
    last.from === "person" ? h("span", { class: "by" }, `${t("you")}: `) : null,
    ...summaryLine(last),
  );
}

function nameLine(person, last) {
  return h("span", { class: "person-line" },
    h("b", { class: "person-name" }, person.name),
    h("span", { class: `role ${person.role}` }, roleName(person.role)),
    last ? h("time", null, listTime(moment(last.date))) : null);
}

function unreadBadge(person, count) {
  if (count === 0) return null;
  const attributes = { class: "badge", "data-testid": `unread-${person.id}`, "aria-label": t("unreadCount", { count }) };
  return h("span", attributes, String(count));
}

function row(person) {
  const chat = chatOf(person.id);
  const last = visibleMessages(person.id).at(-1);
  const chosen = person.id === store.current;
  const attributes = {
    class: `person ${chosen ? "chosen" : ""}`,
    href: address(person.id),
    "aria-current": chosen ? "true" : null,
    "data-testid": `persona-${person.id}`,
  };
  const words = h("span", { class: "person-words" },
    nameLine(person, last),
    h("span", { class: "person-line" }, preview(chat, last), unreadBadge(person, chat?.unread ?? 0)));
  return h("li", null, h("a", attributes, face(person), words));
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = [...list.querySelectorAll("a")];
  links[Math.min(Math.max(links.indexOf(document.activeElement) + step, 0), links.length - 1)].focus();
}

const rows = new Map();
const parts = new Map();

function focusAgain(element, name) {
  const selector = `[data-testid="${name}"]`;
  const found = element.matches(selector) ? element : element.querySelector(selector);
  found?.focus({ preventScroll: true });
}

// An element is drawn anew only when it differs: a press that began on one must end on the same one.
function keep(memory, key, mark, make) {
  if (memory.get(key)?.mark !== mark) {
    const element = make();
    const old = memory.get(key)?.element;
    const focused = old?.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    old?.replaceWith(element);
    if (focused) focusAgain(element, focused);
    memory.set(key, { mark, element });
  }
  return memory.get(key).element;
}

function place(container, elements) {
  const same = container.children.length === elements.length && elements.every(
    (element, i) => container.children[i] === element,
  );
  if (!same) container.replaceChildren(...elements);
}

function rowMark(person) {
  const chat = chatOf(person.id);
  const last = visibleMessages(person.id).at(-1);
  return JSON.stringify(
    [
      person,
      person.id === store.current,
      chat?.unread,
      chat?.typing,
      summary(last),
      last?.from,
      last && listTime(moment(last.date)),
      pageLanguage(),
    ],
  );
}

export function drawPeople() {
  list.parentElement.setAttribute("aria-label", t("people"));
  place(
    head,
    [keep(parts, "head", JSON.stringify([store.settings, store.bot, store.online, pageLanguage()]), headBar)],
  );
  place(list, store.people.map((person) => keep(rows, person.id, rowMark(person), () => row(person))));
  place(foot, [keep(parts, "clock", clockMark(), clockCard)]);
}

export function placePeople(side) {
  list.addEventListener("keydown", move);
  side.append(head, list, foot);
}

export const emptyChat = () => h("div", { class: "nobody" }, icon("person", 40), h("p", null, t("chooseOne")));
