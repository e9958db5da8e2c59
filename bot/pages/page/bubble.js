// One line as people see it.

import { h, icon } from "./dom.js";
import { add } from "./queue.js";
import { plain, rich } from "./rich.js";
import { hourMinute, wholeTime } from "./times.js";
import { t } from "./words.js";

const STARTS = [/^https:\/\/t\.me\/[A-Za-z0-9_]+\?start=([\w-]{1,64})$/, new RegExp(`^${location.origin}/p/([\\w-]{1,64})$`)];
const KB = 1024;

const sizeName = (bytes) => (bytes < KB * KB ? `${Math.ceil(bytes / KB)} KB` : `${(bytes / KB / KB).toFixed(1)} MB`);

function place(spot) {
  const query = new URLSearchParams({ position: `${spot.lon},${spot.lat}`, name: spot.title, coordinate: "wgs84", callnative: "1" });
  return h("a", {
    class: "card", href: `https://uri.amap.com/marker?${query}`, target: "_blank", rel: "noopener noreferrer",
    "aria-label": t("map", { name: spot.title }),
  }, icon("pin"), h("span", null, h("b", null, spot.title), h("small", null, spot.at)));
}

function file(item) {
  const address = `/chat/file/${item.handle}`;
  if (item.kind.startsWith("image/")) {
    return h("a", { href: address, download: item.name || "picture", class: "picture" },
      h("img", { src: address, alt: item.name || t("picture"), loading: "lazy" }));
  }
  const name = item.name || t("file");
  return h("a", { class: "card", href: address, download: name, "aria-label": t("download", { name }) },
    icon("file"), h("span", null, h("b", null, name), h("small", null, sizeName(item.size))));
}

// A link into our own conversation stays in it.
function linkButton(entry) {
  const word = STARTS.map((one) => one.exec(entry.url)).find(Boolean);
  if (word) {
    return h("button", { type: "button", class: "key", onclick: () => add({ do: "start", payload: word[1] }) }, entry.label);
  }
  return h("a", {
    class: "key", href: entry.url, target: "_blank", rel: "noopener noreferrer", "aria-label": t("opens", { label: entry.label }),
  }, entry.label, icon("outside", 14));
}

function tapButton(line, entry) {
  const isChosen = line.shown.chosen === entry.data;
  return h("button", {
    type: "button", class: isChosen ? "key chosen" : "key", "data-data": entry.data,
    "aria-label": isChosen ? t("chosen", { label: entry.label }) : null,
    onclick: (event) => {
      event.currentTarget.classList.add("busy");
      add({ do: "tap", line: line.line, data: entry.data, label: entry.label });
    },
  }, isChosen ? icon("tick", 14) : null, entry.label);
}

const buttons = (line) => (line.shown.buttons || []).map((row) =>
  h("div", { class: "keys" }, ...row.map((entry) => (entry.url ? linkButton(entry) : tapButton(line, entry)))));

export function said(line) {
  const { html, place: spot, files, missing, sent } = line.shown;
  const words = [plain(html), missing && t("missing"), spot && `${spot.title} ${spot.at}`, ...(files || []).map((one) => one.name || t("file")), sent && t("placeSent")];
  return words.filter(Boolean).join(" ");
}

export function bubble(line) {
  const at = line.at * 1000;
  const { html, place: spot, files, missing, sent } = line.shown;
  const words = sent ? [icon("pin", 16), t("placeSent")] : rich(html);
  if (missing) words.push(h("p", { class: "missing" }, t("missing")));
  return h("li", { class: line.own ? "row own" : "row", tabindex: "-1", "data-line": line.line, "data-testid": line.own ? "own" : "ours" },
    h("div", { class: "bubble" },
      h("span", { class: "unseen" }, `${t(line.own ? "you" : "bot")}: `),
      ...(files || []).map(file),
      spot ? place(spot) : null,
      words.length ? h("div", { class: "words", dir: "auto" }, ...words) : null,
      h("span", { class: "stamp" },
        h("time", { datetime: new Date(at).toISOString(), title: wholeTime(at) }, hourMinute(at)),
        line.own ? icon("tick", 14) : null)),
    ...buttons(line));
}

// What has not gone out yet, as it will stand there.
export function pending(deed) {
  const words = { say: deed.text, place: t("placeSent"), file: deed.name || t("file") }[deed.do];
  if (!words) return null;
  return h("li", { class: "row own pending", "data-testid": "pending" },
    h("div", { class: "bubble" },
      h("span", { class: "unseen" }, `${t("you")}: `),
      h("div", { class: "words", dir: "auto" }, words),
      h("span", { class: "stamp" }, h("span", { class: "unseen" }, t("waiting")), icon("clock", 14))));
}
