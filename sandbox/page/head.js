// The bar above the conversation: the bot, whether it is typing, whose phone this is, and what else can be done.

import { api } from "./api.js";
import { drawHeadClock, headClock } from "./clock.js";
import { attempt, popMenu } from "./dialogs.js";
import { button, h } from "./dom.js";
import { botFace, face } from "./faces.js";
import { openGroups } from "./groups.js";
import { openLink } from "./links.js";
import { chatOf, currentPerson, loadChat, loadCommands, loadPeople, store } from "./store.js";
import { t } from "./words.js";

export const headElement = h("header", { class: "chat-head" });

export const isBlocked = (id) => chatOf(id)?.blocked ?? false;

export async function setBlocked(id, wanted) {
  await (wanted === "blocked" ? api.block(id) : api.unblock(id));
  await loadChat(id);
}

async function setLanguage(person, code) {
  await api.language(person.id, code);
  person.language = code;
  await loadPeople().catch(() => {});
  await loadCommands(person.id);
}

function openMenu(event) {
  const person = currentPerson();
  const english = person.language?.startsWith("en") ?? false;
  const blocked = isBlocked(person.id);
  const choice = (label, code, checked) => ({
    label,
    note: t("phoneLanguage"),
    checked,
    testId: `language-${code}`,
    run: () => attempt(setLanguage(person, code)),
  });
  popMenu(event.currentTarget, "chat-menu", [
    { label: t("openLink"), icon: "scan", testId: "menu-link", run: () => openLink(person.id) },
    { label: t("groups"), icon: "person", testId: "menu-groups", run: () => attempt(openGroups(person.id)) },
    choice("简体中文", "zh-hans", !english),
    choice("English", "en", english),
    {
      label: t(blocked ? "unblock" : "block"),
      icon: "block",
      danger: !blocked,
      testId: "menu-block",
      run: () => attempt(setBlocked(person.id, blocked ? "open" : "blocked")),
    },
  ]);
}

function status(person) {
  if (!store.online) return h("p", { class: "status" }, t("unreachable"));
  if (chatOf(person.id)?.typing) return h(
    "p",
    { class: "status typing", "data-testid": "typing" },
    t("typing"),
    h("i", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
  );
  return h("p", { class: "status" }, isBlocked(person.id) ? t("botBlocked") : t("bot"));
}

let drawn = "";

export function drawHead() {
  const person = currentPerson();
  headElement.hidden = person === null;
  if (person === null) return;
  drawHeadClock();
  const mark = JSON.stringify(
    [person, store.bot, store.online, chatOf(person.id)?.typing, isBlocked(person.id), t("bot")],
  );
  // An open menu hangs in this bar; drawing the same bar again would close it.
  if (mark === drawn) return;
  drawn = mark;
  headElement.replaceChildren(
    h(
      "a",
      { class: "tool back", href: "#/", "aria-label": t("back"), "data-testid": "back" },
      button("back", "").firstChild,
    ),
    botFace(),
    h("div", { class: "chat-title" }, h("h1", null, store.bot.name || store.bot.username), status(person)),
    h("span", { class: "holder", title: person.name }, face(person), h("span", null, person.name)),
    headClock,
    button("scan", t("openLink"), () => openLink(person.id), { class: "tool scan", "data-testid": "open-link" }),
    h(
      "div",
      { class: "menu-anchor" },
      button(
        "more",
        t("moreActions"),
        openMenu,
        { "data-testid": "more", "aria-haspopup": "menu", "aria-expanded": "false" },
      ),
    ));
}
