// Sharing a phone number, after asking.

import { api } from "./api.js";
import { field, form } from "./dialogs.js";
import { t } from "./words.js";

const PHONE = /^\+?[0-9][0-9 -]{4,18}$/;

// An invented number that stays the same for one person; 13800 is nobody's to call.
const inventedNumber = (person) => `+8613800${String(Number(person) % 1_000_000).padStart(6, "0")}`;

export function shareContact(person) {
  const phone = field(t("phoneNumber"), {
    type: "tel",
    value: inventedNumber(person),
    "data-testid": "contact-phone",
    autofocus: true,
  });
  form(t("shareContact"), "contact-share", t("shareContactHint"), [phone.element], t("share"), () => {
    const value = phone.input.value.trim();
    return PHONE.test(value) ? api.contact(person, value.replace(/[ -]/g, "")) : t("phoneNeeded");
  });
}
