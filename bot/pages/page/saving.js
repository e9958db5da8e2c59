// "Save this conversation": all of it, as a plain text of one's own.

import { api } from "./api.js";
import { said } from "./bubble.js";
import { h } from "./dom.js";
import { shownLines, take } from "./store.js";
import { wholeTime } from "./times.js";
import { t } from "./words.js";

async function everything() {
  let first = shownLines()[0];
  while (first && first.line > 1) {
    const { lines } = await api.earlier(first.line);
    if (!lines.length) return;
    take(lines);
    [first] = shownLines();
  }
}

export async function save() {
  await everything();
  const text = shownLines().map((line) => `${wholeTime(line.at * 1000)}  ${t(line.own ? "you" : "bot")}\n${said(line)}\n`).join("\n");
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  h("a", { href: address, download: `${t("name")}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
