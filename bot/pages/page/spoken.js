// Tells a screen reader what has come: two regions that take turns, so that the second of two messages is read as well.

import { h } from "./dom.js";

const WAIT_MS = 2000;

const regions = [0, 1].map(() => h("div", { class: "unseen", role: "status", "aria-atomic": "true" }));
export const spokenRegions = regions;

let turn = 0;
let words = [];
let timer = 0;

function speak() {
  timer = 0;
  regions[turn].textContent = "";
  turn = 1 - turn;
  regions[turn].textContent = words.join(" ");
  words = [];
}

export function say(text) {
  if (!text) return;
  words.push(text);
  if (!timer) timer = setTimeout(speak, WAIT_MS);
}
