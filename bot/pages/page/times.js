// Days and times, as this phone has them.

import { locale, t } from "./words.js";

const DAY_MS = 86400000;
const formats = new Map();

function format(options) {
  const key = locale() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return formats.get(key);
}

export const dayKey = (at) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
export const hourMinute = (at) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
export const wholeTime = (at) => format({ year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

export function dayName(at) {
  if (dayKey(at) === dayKey(Date.now())) return t("today");
  if (dayKey(at) === dayKey(Date.now() - DAY_MS)) return t("yesterday");
  return format({ month: "long", day: "numeric", weekday: "short" }).format(at);
}
