// Builds elements; text goes in as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function apply(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (value === true) element.setAttribute(name, "");
  else element.setAttribute(name, String(value));
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) apply(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

const ICONS = {
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  send: "M5 12l14.5-7.5-4.5 15-4-5.5zM11 14l8.5-9.5",
  clip: "M19 11.5l-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-7.8 7.8a1.5 1.5 0 0 1-2.1-2.1l7-7",
  menu: "M5 7h14M5 12h14M5 17h9",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  keyboard: "M3.5 7h17v10.5h-17zM7 10.5v.01M10.3 10.5v.01M13.7 10.5v.01M17 10.5v.01M8 14.2h8",
  pin: "M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.5C5 14.7 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  person: "M12 11.5a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
  file: "M7 3.5h7l4.5 4.5V20.5H7zM14 3.5V8h4.5",
  phone: "M6 4h3.5l1.5 4.5-2 1.5a11 11 0 0 0 5 5l1.5-2 4.5 1.5V18a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8h3v3H8zM13.5 8H16M8 13.5V16M13.5 13.5H16V16h-2.5z",
  outside: "M8 16L17 7M9.5 7H17v7.5",
  reply: "M9.5 7L4.5 12l5 5M5 12h9a6 6 0 0 1 6 6v1",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.3l3.5 2",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.8 5.8l12.4 12.4",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 12h17M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
  target: "M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM12 2.5V6M12 18v3.5M2.5 12H6M18 12h3.5",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  ticks: "M2.5 12.5L7 17l9-9.5M11 16l1 1 9-9.5",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
};

export function icon(name, size = 22) {
  const path = s("path", { d: ICONS[name] });
  return s("svg", { viewBox: "0 0 24 24", width: size, height: size, class: "icon", "aria-hidden": "true" }, path);
}

export function button(name, label, onclick, extra) {
  const attributes = { type: "button", class: "tool", "aria-label": label, title: label, onclick, ...extra };
  return h("button", attributes, icon(name));
}
