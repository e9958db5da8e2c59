// Builds elements; text goes in as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function apply(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? "" : String(value));
}

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) apply(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const ICONS = {
  send: "M5 12l14.5-7.5-4.5 15-4-5.5zM11 14l8.5-9.5",
  clip: "M19 11.5l-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-7.8 7.8a1.5 1.5 0 0 1-2.1-2.1l7-7",
  pin: "M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.5C5 14.7 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  file: "M7 3.5h7l4.5 4.5V20.5H7zM14 3.5V8h4.5",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  down: "M6 9l6 6 6-6",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.3l3.5 2",
  outside: "M8 16L17 7M9.5 7H17v7.5",
  house: "M4 11.5L12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5",
};

export function icon(name, size = 22) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  const drawn = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["width", size], ["height", size], ["class", "icon"], ["aria-hidden", "true"]]) {
    drawn.setAttribute(key, value);
  }
  drawn.append(path);
  return drawn;
}

export const tool = (name, label, onclick, extra) =>
  h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick, ...extra }, icon(name));
