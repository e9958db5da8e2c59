// Dates and times as the personas' phones show them.

import { now, store } from "./store.js";
import { locale, t } from "./words.js";

const zone = () => store.settings.time_zone ?? "Asia/Shanghai";
const formats = new Map();

// Building a formatter costs more than a hundred uses of it.
function format(options) {
  const key = JSON.stringify([locale(), zone(), options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), { timeZone: zone(), ...options }));
  return formats.get(key);
}

export const moment = (date) => (typeof date === "number" ? date * 1000 : Date.parse(date));
export const dayKey = (at) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
export const hourMinute = (at) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

const DAY_MS = 86_400_000;

export function dayName(at) {
  if (dayKey(at) === dayKey(now())) return t("today");
  if (dayKey(at) === dayKey(now() - DAY_MS)) return t("yesterday");
  const sameYear = format({ year: "numeric" }).format(at) === format({ year: "numeric" }).format(now());
  return format({ year: sameYear ? undefined : "numeric", month: "long", day: "numeric" }).format(at);
}

export function listTime(at) {
  if (dayKey(at) === dayKey(now())) return hourMinute(at);
  if (Math.abs(now() - at) < 6 * DAY_MS) return format({ weekday: "short" }).format(at);
  return format({ month: "numeric", day: "numeric" }).format(at);
}

export const clockDay = (at) => format({ month: "long", day: "numeric", weekday: "short" }).format(at);
export const fullTime = (at) => format({ dateStyle: "full", timeStyle: "short" }).format(at);
