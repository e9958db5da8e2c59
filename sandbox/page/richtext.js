// Turns the server's safe html into elements, letting through the few tags it writes and nothing else.

import { h } from "./dom.js";

const TAGS = {
  b: "b",
  strong: "b",
  i: "i",
  em: "i",
  u: "u",
  ins: "u",
  s: "s",
  del: "s",
  code: "code",
  pre: "pre",
  br: "br",
};
const SAFE_LINK = /^(https?|tg|mailto|tel|geo):/i;

const has = (node, name) => node.classList.contains(name);

function link(node, children) {
  const href = node.getAttribute("href") ?? "";
  return SAFE_LINK.test(href) ? [h(
    "a",
    { href, target: "_blank", rel: "noopener noreferrer" },
    ...children,
  )] : children;
}

function quote(node, children) {
  if (!has(node, "expandable")) return [h("blockquote", null, ...children)];
  return [h(
    "blockquote",
    { class: "expandable", tabindex: "0", role: "button", "aria-expanded": "false" },
    ...children,
  )];
}

function span(node, children) {
  if (has(node, "spoiler")) return [h("button", { type: "button", class: "spoiler" }, ...children)];
  if (has(node, "command")) return [h(
    "button",
    { type: "button", class: "command", "data-command": node.textContent },
    ...children,
  )];
  return children;
}

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const children = [...node.childNodes].flatMap(copy);
  switch (node.localName) {
    case "a":
      return link(node, children);
    case "blockquote":
      return quote(node, children);
    case "span":
      return span(node, children);
    default:
      return TAGS[node.localName] ? [h(TAGS[node.localName], null, ...children)] : children;
  }
}

// A parsed document runs no scripts and loads nothing; only the copies reach the page.
export function richText(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].flatMap(copy);
}

export const messageText = (message) => (message.html ? richText(message.html) : [message.text ?? ""]);
