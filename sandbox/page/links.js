// Deep links: pasted, scanned from a poster, or pressed inside a chat.

import { api } from "./api.js";
import { attempt, field, form, toast } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { openGroups } from "./groups.js";
import { store } from "./store.js";
import { t } from "./words.js";

const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;
const TELEGRAM = /^(?:https?:\/\/)?(?:t\.me|telegram\.me)\/([A-Za-z0-9_]+)\/?(?:\?(.*))?$|^tg:\/\/resolve\/?\?(.*)$/i;

// Returns the payload ("" for a bare link to the bot), or null where none can be read.
export function payloadOf(text) {
  const trimmed = text.trim();
  const match = TELEGRAM.exec(trimmed);
  if (!match) return PAYLOAD.test(trimmed) ? trimmed : null;
  const payload = new URLSearchParams(match[2] ?? match[3] ?? "").get("start") ?? "";
  return payload === "" || PAYLOAD.test(payload) ? payload : null;
}

function leadsToBot(address) {
  const match = TELEGRAM.exec(address);
  const name = match?.[1] ?? new URLSearchParams(match?.[3] ?? "").get("domain");
  return Boolean(name) && name.toLowerCase() === store.bot.username?.toLowerCase();
}

// A link to this very bot stays in the chat, as it does on a phone.
export function followLink(event, person, address) {
  if (!leadsToBot(address)) return;
  event.preventDefault();
  const intoGroup = new URL(address).searchParams.get("startgroup");
  if (intoGroup === null) attempt(api.start(person, payloadOf(address) ?? ""));
  else attempt(openGroups(person, intoGroup));
}

async function readQr(file, input) {
  const codes = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
  if (codes.length === 0) toast(t("qrNotFound"));
  else input.value = codes[0].rawValue;
}

function qrChooser(input) {
  if (!("BarcodeDetector" in window)) return h("p", { class: "hint" }, t("qrUnsupported"));
  const chooser = h("input", {
    type: "file", accept: "image/*", class: "visually-hidden", "data-testid": "link-qr",
    onchange: (event) => attempt(readQr(event.target.files[0], input)),
  });
  return h("label", { class: "choose" }, icon("scan", 20), h("span", null, t("pickQr")), chooser);
}

export function openLink(person) {
  const pasted = field(t("linkField"), {
    type: "text",
    placeholder: `${store.settings.start_link ?? ""}…`,
    "data-testid": "link-field",
    autofocus: true,
  });
  form(t("openLink"), "link", t("openLinkHint"), [pasted.element, qrChooser(pasted.input)], t("open"), () => {
    const payload = payloadOf(pasted.input.value);
    return payload === null ? t("linkNeeded") : api.start(person, payload);
  });
}
