// Avatars: a person's initials on a colour of their own, and the bot's little station.

import { h, s } from "./dom.js";
import { t } from "./words.js";

const TONES = 8;

const initials = (name) => {
  if (name.startsWith("#")) return name.slice(-2);
  const clean = name.replace(/[^\p{L}\p{N} ]/gu, "").trim();
  if (/^\p{Script=Han}/u.test(clean)) return [...clean].slice(-2).join("");
  return clean.split(/\s+/).map((word) => [...word][0]).slice(0, 2).join("").toUpperCase() || "?";
};

export function face(person) {
  const tone = Math.abs(Number(person.id)) % TONES;
  return h("span", { class: `face tone-${tone}`, "aria-hidden": "true" }, initials(person.name));
}

export function botFace() {
  const roof = "M12 27c9-1.5 16-6.5 20-13 4 6.5 11 11.5 20 13M19 28v21M45 28v21M13 49h38M27 49V38a5 5 0 0 1 10 0v11";
  return h("span", { class: "face bot", "aria-hidden": "true" }, s("svg", { viewBox: "0 0 64 64" }, s("path", { d: roof })));
}

const ROLES = ["member", "organiser", "volunteer", "admin", "stranger"];

export const roleName = (role) => (ROLES.includes(role) ? t(role) : role ?? "");
