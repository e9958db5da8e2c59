// Builds what the server sends as a tree: text, and [tag, children, address].

import { h } from "./dom.js";
import { t } from "./words.js";

function spoiler(children) {
  const open = (event) => {
    const shown = h("span", { tabindex: "-1" }, ...children);
    event.currentTarget.replaceWith(shown);
    shown.focus();
  };
  return h("button", { type: "button", class: "spoiler", onclick: open }, t("spoiler"));
}

function element(node) {
  if (typeof node === "string") return node;
  const [tag, nodes, address] = node;
  const children = nodes.map(element);
  if (tag === "a") return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
  return tag === "spoiler" ? spoiler(children) : h(tag, null, ...children);
}

export const rich = (nodes) => (nodes || []).map(element);

export const plain = (nodes) => (nodes || []).map((node) => (typeof node === "string" ? node : plain(node[1]))).join("");
