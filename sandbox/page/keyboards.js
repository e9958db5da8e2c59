// The buttons under a bubble, and the panel of buttons under the input.

import { api } from "./api.js";
import { attempt, tellProblem, toast } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { pickLocation } from "./picker.js";
import { shareContact } from "./contact.js";
import { followLink } from "./links.js";
import { t } from "./words.js";

const LONGEST_SPIN_MS = 6000;
const spinning = new Map();

const keyOf = (person, messageId, data) => `${person}/${messageId}/${data}`;

export function stopSpinning(person) {
  for (const [key, stop] of spinning) if (key.startsWith(`${person}/`)) stop();
}

function spin(element, key) {
  const timer = setTimeout(() => stop(), LONGEST_SPIN_MS);
  function stop() {
    clearTimeout(timer);
    spinning.delete(key);
    element.classList.remove("busy");
    element.removeAttribute("aria-busy");
  }
  spinning.set(key, stop);
  element.classList.add("busy");
  element.setAttribute("aria-busy", "true");
  return stop;
}

async function tap(element, person, messageId, data) {
  const key = keyOf(person, messageId, data);
  if (spinning.has(key)) return;
  const stop = spin(element, key);
  try {
    await api.tap(person, data, messageId);
  } catch (problem) {
    stop();
    tellProblem(problem);
  }
}

const leadsTo = (entry) => entry.url ?? entry.web_app?.url ?? entry.login_url?.url;

const copyText = (text) => attempt(navigator.clipboard.writeText(text).then(() => toast(t("copied"))));

function inlineButton(person, messageId, entry) {
  const address = leadsTo(entry);
  if (address) {
    return h("a", {
      class: "key", href: address, target: "_blank", rel: "noopener noreferrer", "data-testid": "inline-button",
      "aria-label": t("opensTab", { label: entry.label }), onclick: (event) => followLink(event, person, address),
    }, h("span", null, entry.label), icon("outside", 14));
  }
  return h("button", {
    type: "button", class: "key", "data-testid": "inline-button", "data-data": entry.data,
    onclick: (event) => (entry.copy_text ? copyText(entry.copy_text.text) : tap(
      event.currentTarget,
      person,
      messageId,
      entry.data ?? entry.label,
    )),
  }, h("span", null, entry.label), h("i", { class: "spinner", "aria-hidden": "true" }));
}

export function inlineKeyboard(person, message) {
  if (!message.inline?.length) return null;
  const rows = message.inline.map(
    (row) => h("div", { class: "key-row" }, ...row.map((entry) => inlineButton(person, message.message_id, entry))),
  );
  return h("div", { class: "inline-keys" }, ...rows);
}

function press(person, entry) {
  if (entry.request_location) pickLocation((place) => api.location(person, place));
  else if (entry.request_contact) shareContact(person);
  else attempt(api.text(person, entry.label));
}

function replyButton(person, raw) {
  const entry = typeof raw === "string" ? { label: raw } : raw;
  const asks = entry.request_location ? "pin" : entry.request_contact ? "phone" : null;
  // A label that brings a picture of its own needs none of ours.
  const name = /^\p{Extended_Pictographic}/u.test(entry.label) ? null : asks;
  return h("button", {
    type: "button",
    class: "panel-key",
    "data-testid": "reply-button",
    onclick: () => press(person, entry),
  },
    name ? icon(name, 18) : null, h("span", null, entry.label));
}

export const replyPanel = (person, rows) =>
  rows.map((row) => h("div", { class: "key-row" }, ...row.map((entry) => replyButton(person, entry))));
