// Inline mode: the bot's name at the head of the composer asks it for cards, and a chosen one is posted.

import { api } from "./api.js";
import { attempt } from "./dialogs.js";
import { h } from "./dom.js";
import { store } from "./store.js";
import { t } from "./words.js";

const PAUSE_MS = 250;

let cards = [];
let wanted = null;
let timer = null;
let onChosen = () => {};

export const cardsElement = h("div", { class: "cards", role: "listbox", "data-testid": "cards", hidden: true });
export const whenChosen = (listener) => { onChosen = listener; };

// Returns what is asked of the bot ("" right after its name), or null where it is not addressed.
function queryIn(text) {
  const [name, ...rest] = text.trimStart().split(/[ \u3000]/);
  const addressed = store.bot.username && name.toLowerCase() === `@${store.bot.username.toLowerCase()}`;
  return addressed && /[ \u3000]/.test(text.trimStart()) ? rest.join(" ").trim() : null;
}

export const isAskingCards = () => wanted !== null;

export function askCards(text) {
  const query = queryIn(text);
  if (query === wanted) return;
  wanted = query;
  clearTimeout(timer);
  if (query === null) show([]);
  else timer = setTimeout(() => attempt(api.askCards(store.current, query)), PAUSE_MS);
}

export async function readCards(person) {
  if (person !== store.current || wanted === null) return;
  const read = await api.cards(person);
  if (person === store.current && wanted !== null) show(read.cards);
}

export function chooseFirst() {
  if (cards.length > 0) choose(cards[0]);
}

function choose(card) {
  const person = store.current;
  onChosen();
  attempt(api.chooseCard(person, card.id));
}

function row(card) {
  return h(
    "button",
    { type: "button", class: "card", role: "option", "data-testid": "card", onclick: () => choose(card) },
    h("b", null, card.title),
    h("span", null, card.description),
  );
}

function show(found) {
  cards = found;
  cardsElement.setAttribute("aria-label", t("cards"));
  cardsElement.replaceChildren(...cards.map(row));
  cardsElement.hidden = cards.length === 0;
}
