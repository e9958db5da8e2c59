// The demo's clock: what time it is for the bot, and winding it forward.

import { api } from "./api.js";
import { attempt, dialog, field, form } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { loadClock, now } from "./store.js";
import { clockDay, hourMinute } from "./times.js";
import { t } from "./words.js";

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

const wind = async (seconds) => {
  await api.advance(seconds);
  await loadClock();
};

function askHowFar() {
  const units = [["days", DAY_S, "0"], ["hours", HOUR_S, "0"], ["minutes", 60, "30"]];
  const fields = units.map(
    ([name, , value]) => field(
      t(name),
      { type: "number", min: "0", max: "9999", value, "data-testid": `clock-${name}` },
    ),
  );
  form(t("windForward"), "clock-custom", t("windHint"), [h(
    "div",
    { class: "pair" },
    ...fields.map(({ element }) => element),
  )], t("wind"), () => {
    const seconds = units.reduce((sum, [, unit], i) => sum + unit * (Number(fields[i].input.value) || 0), 0);
    return seconds > 0 ? wind(seconds) : Promise.resolve();
  });
}

const jump = (name, label, run) => h(
  "button",
  { type: "button", class: "chip", "data-testid": `clock-${name}`, onclick: run },
  label,
);

export const clockMark = () => `${hourMinute(now())} ${clockDay(now())}`;

// `done` is called before the clock is wound.
export function clockCard(done = () => {}) {
  const then = (run) => () => { done(); run(); };
  return h("section", { class: "clock", "aria-label": t("clock"), "data-testid": "clock" },
    h(
      "div",
      { class: "clock-face" },
      icon("clock", 18),
      h("time", { "data-testid": "clock-time" }, hourMinute(now())),
      h("span", null, clockDay(now())),
    ),
    h("div", { class: "clock-buttons" },
      jump("hour", t("hour"), then(() => attempt(wind(HOUR_S)))),
      jump("day", t("day"), then(() => attempt(wind(DAY_S)))),
      jump("set", t("custom"), then(askHowFar))));
}

// On a phone the list with its clock is another screen: the head of the chat leads there.
const headTime = h("time");
export const headClock = h("button", {
  type: "button", class: "chip head-clock", "data-testid": "head-clock", "aria-haspopup": "dialog",
  onclick: () => dialog(t("clock"), "clock-dialog", (box) => clockCard(() => box.close()), "small"),
}, headTime);

export function drawHeadClock() {
  headTime.textContent = hourMinute(now());
  headClock.setAttribute("aria-label", `${t("clock")} ${clockMark()}`);
}
