// Groups, plainly: a list, and one of them as whoever holds the phone sees it.

import { api } from "./api.js";
import { attempt, dialog, field, form } from "./dialogs.js";
import { h } from "./dom.js";
import { store } from "./store.js";
import { t } from "./words.js";

let shown = null;

// With a start word, choosing a group lets the bot in, as a link does on a phone.
export async function openGroups(person, start = null) {
  const { groups } = await api.groups();
  dialog(t(start === null ? "groups" : "chooseGroup"), "groups", (box) => h("div", { class: "form" },
    ...groups.filter((group) => !group.moved_to).map((group) => h("button", {
      type: "button", class: "choose", "data-testid": `group-${group.id}`, onclick: () => choose(box, person, group, start),
    }, group.title)),
    h("button", {
      type: "button", class: "primary", "data-testid": "make-group", onclick: () => make(box, person, start),
    }, t("makeGroup"))), "small");
}

function choose(box, person, group, start) {
  box.close();
  const added = start === null ? Promise.resolve() : api.groupAdd(group.id, person, start);
  attempt(added.then(() => openGroup(person, group)));
}

function make(box, person, start) {
  box.close();
  const title = field(t("groupTitle"), { "data-testid": "group-title", autofocus: true });
  form(t("makeGroup"), "new-group", t("groupHint"), [title.element], t("add"), () => {
    const name = title.input.value.trim();
    if (!name) return t("groupTitleNeeded");
    const others = store.people.map((one) => one.id).filter((id) => id !== person);
    return api.makeGroup(name, [person, ...others]).then(() => openGroups(person, start));
  });
}

async function openGroup(person, group) {
  const log = h("div", { class: "form", "data-testid": "group-log" });
  const say = field(t("message"), { "data-testid": "group-say" });
  const act = (promise) => attempt(promise.then(() => draw()));
  const draw = async () => {
    const { messages } = await api.groupChat(group.id);
    log.replaceChildren(...messages.filter((one) => !one.deleted && one.text).map((one) => bubble(person, group, one)));
  };
  const box = dialog(group.title, "group", () => h("div", { class: "form" },
    log,
    h("form", { onsubmit: (event) => send(event, say.input, (text) => act(api.groupText(group.id, person, text))) },
      say.element),
    h("div", { class: "dialog-actions" },
      tool("letBotIn", "group-add", () => act(api.groupAdd(group.id, person, ""))),
      tool("putBotOut", "group-remove", () => act(api.groupRemove(group.id, person))),
      tool("upgradeGroup", "group-upgrade", () => attempt(api.groupUpgrade(group.id).then(({ id }) => {
        box.close();
        return openGroup(person, { ...group, id });
      })))))
  );
  shown = { id: group.id, draw };
  await draw();
}

const tool = (label, testId, onclick) => h("button", { type: "button", "data-testid": testId, onclick }, t(label));

function send(event, input, say) {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  say(text);
}

function bubble(person, group, message) {
  const author = message.from === "bot" ? store.bot.name : message.sender?.name ?? "";
  const keys = message.inline.flat().map((entry) => (entry.url
    ? h("a", { class: "key", href: entry.url, target: "_blank", rel: "noopener noreferrer" }, entry.label)
    : h("button", {
      type: "button", "data-testid": "group-button",
      onclick: () => attempt(api.groupTap(group.id, person, entry.data, message.message_id)),
    }, entry.label)));
  return h("div", { class: "group-message" },
    h("b", null, author),
    h("p", { class: "alert-text" }, message.text),
    h("div", { class: "dialog-actions" }, ...keys));
}

export function onGroupEvent(event) {
  if (shown?.id === event.person) attempt(shown.draw());
}
