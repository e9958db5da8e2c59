// One message as people see it: a bubble with what it holds, its time and ticks, its buttons.

import { api } from "./api.js";
import { dialog } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { inlineKeyboard } from "./keyboards.js";
import { tile } from "./map.js";
import { coordinates, showPlace } from "./picker.js";
import { messageText } from "./richtext.js";
import { fullTime, hourMinute, moment } from "./times.js";
import { t } from "./words.js";

export function sizeName(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const fileName = (item) => item.file_name ?? item.name ?? t("file");

// What stands for a message where there is room for one line only.
export function summary(message) {
  if (!message) return "";
  if (message.venue) return message.venue.title;
  if (message.location) return t("location");
  if (message.contact) return `${t("contact")} ${message.contact.phone_number ?? ""}`;
  if (message.photo) return message.text ? `${t("photo")} · ${message.text}` : t("photo");
  if (message.document) return fileName(message.document);
  return message.text || t(message.kind ?? "message");
}

// The same with a drawn pin where it is a place: a machine without an emoji font would show a box.
export const summaryLine = (message) =>
  [message.venue || message.location ? icon("pin", 15) : null, summary(message).slice(0, 120)];

function place(spot) {
  return h("button", {
    type: "button",
    class: "place",
    "aria-label": `${t("map")} ${spot.title ?? coordinates(spot)}`,
    "data-testid": "place",
    onclick: () => showPlace(spot),
  },
    tile(spot.latitude, spot.longitude),
    h("span", { class: "place-words" },
      h("b", null, spot.title ?? t("location")),
      h("span", null, spot.title ? spot.address : coordinates(spot))));
}

function contact(card) {
  const name = [card.first_name, card.last_name].filter(Boolean).join(" ");
  return h("div", { class: "attachment" },
    h("span", { class: "attachment-icon" }, icon("person")),
    h("span", { class: "attachment-words" }, h("b", null, name || t("contact")), h("span", null, card.phone_number)));
}

function enlarge(address, caption) {
  dialog(
    t("photo"),
    "lightbox",
    () => h("figure", { class: "enlarged" }, h("img", { src: address, alt: caption || t("photo") })),
    "lightbox",
  );
}

function photo(picture, caption) {
  const address = api.fileAddress(picture.file_id);
  const ratio = picture.width && picture.height ? `${picture.width} / ${picture.height}` : null;
  const image = h(
    "img",
    { src: address, alt: caption || t("photo"), decoding: "async", width: picture.width, height: picture.height },
  );
  if (ratio) image.style.aspectRatio = ratio;
  return h(
    "button",
    {
      type: "button",
      class: "photo",
      "aria-label": t("enlarge"),
      "data-testid": "photo",
      onclick: () => enlarge(address, caption),
    },
    image,
  );
}

function file(item) {
  const name = fileName(item);
  return h("a", {
    class: "attachment",
    href: api.fileAddress(item.file_id),
    download: name,
    "aria-label": t("download", { name }),
    "data-testid": "document",
  },
    h("span", { class: "attachment-icon" }, icon("file")),
    h(
      "span",
      { class: "attachment-words" },
      h("b", null, name),
      h("span", null, sizeName(item.size ?? item.file_size)),
    ),
    icon("download", 18));
}

function quoted(message, replied) {
  if (!replied) return null;
  const jump = () => document.querySelector(
    `[data-message-id="${replied.message_id}"]`,
  )?.scrollIntoView({ block: "center", behavior: "smooth" });
  return h("button", { type: "button", class: "quoted", onclick: jump },
    h("b", null, replied.from === "person" ? t("you") : t("bot")), h("span", null, ...summaryLine(replied)));
}

function contents(message) {
  return [
    message.photo && photo(message.photo, message.text),
    message.document && file(message.document),
    message.voice && file({ ...message.voice, name: t("voice") }),
    message.video && file({ ...message.video, name: t("video") }),
    message.sticker && h("img", { class: "sticker", src: api.fileAddress(message.sticker.file_id), alt: t("sticker") }),
    message.venue && place(message.venue),
    message.location && !message.venue && place(message.location),
    message.contact && contact(message.contact),
  ].filter(Boolean);
}

function stamp(message, seen) {
  const at = moment(message.date);
  return h("span", { class: "stamp" },
    message.forwarded ? h("span", null, t("forwarded")) : null,
    message.edited ? h("span", { class: "edited" }, t("edited")) : null,
    h("time", { datetime: new Date(at).toISOString(), title: fullTime(at) }, hourMinute(at)),
    message.from === "person"
      ? h(
        "span",
        { class: "ticks", role: "img", "aria-label": t(seen ? "seen" : "sent") },
        icon(seen ? "ticks" : "tick", 16),
      )
      : null);
}

function words(message) {
  const text = messageText(message);
  const empty = !message.text && !message.html;
  if (empty && contents(message).length > 0) return null;
  const body = empty ? [h("span", { class: "muted" }, t(message.kind ?? "message"))] : text;
  // The empty tail keeps the last line clear of the time, which floats in the corner.
  return h(
    "div",
    { class: "words", dir: "auto", "data-testid": "message-text" },
    ...body,
    h("span", { class: `tail ${message.edited || message.forwarded ? "long" : ""}` }),
  );
}

// context: person (whose phone), replied (the message answered to), seen, onReply.
export function bubbleRow(message, context) {
  const mine = message.from === "person";
  const parts = contents(message);
  const text = words(message);
  const kind = [
    parts.length > 0 && "with-media",
    (message.photo || message.venue || message.location) && "with-picture",
    !text && "no-words",
  ].filter(Boolean).join(" ");
  const reply = h(
    "button",
    {
      type: "button",
      class: "reply-here",
      tabindex: "-1",
      "aria-label": t("reply"),
      title: t("reply"),
      onclick: context.onReply,
    },
    icon("reply", 18),
  );
  return h("article", {
    class: `row ${mine ? "mine" : "theirs"}`,
    "data-testid": `message-${message.message_id}`,
    "data-message-id": message.message_id,
    "data-from": message.from,
    "aria-label": mine ? t("you") : t("bot"),
  },
    h("div", { class: `stack ${message.inline?.length ? "with-keys" : ""}` },
      h(
        "div",
        { class: `bubble ${kind}`, ondblclick: context.onReply },
        quoted(message, context.replied),
        ...parts,
        text,
        stamp(message, context.seen),
        reply,
      ),
      inlineKeyboard(context.person, message)));
}
