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
  send: "M5 12l14.500-7.500-4.500 15-4-5.500zM11 14l8.500-9.500",
  clip: "M19 11.500l-7.500 7.500a4.600 4.600 0 0 1-6.500-6.500l8-8a3 3 0 0 1 4.300 4.300l-7.800 7.800a1.500 1.500 0 0 1-2.100-2.100l7-7",
  menu: "M5 7h14M5 12h14M5 17h9",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  keyboard: "M3.500 7h17v10.500h-17zM7 10.500v.01M10.300 10.500v.01M13.700 10.500v.01M17 10.500v.01M8 14.200h8",
  pin: "M12 21s7-6.300 7-11.500A7 7 0 0 0 5 9.500C5 14.700 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  person: "M12 11.500a3.800 3.800 0 1 0 0-7.600 3.800 3.800 0 0 0 0 7.600zM4.500 20c.8-4 3.700-6 7.500-6s6.700 2 7.500 6",
  file: "M7 3.500h7l4.500 4.500V20.500H7zM14 3.500V8h4.500",
  phone: "M6 4h3.500l1.500 4.500-2 1.500a11 11 0 0 0 5 5l1.500-2 4.500 1.500V18a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.500 1.500M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.500-1.500",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8h3v3H8zM13.500 8H16M8 13.500V16M13.500 13.500H16V16h-2.500z",
  outside: "M8 16L17 7M9.500 7H17v7.500",
  reply: "M9.500 7L4.500 12l5 5M5 12h9a6 6 0 0 1 6 6v1",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.300l3.500 2",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.800 5.800l12.400 12.400",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.500 12h17M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
  target: "M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM12 2.500V6M12 18v3.500M2.500 12H6M18 12h3.500",
  tick: "M5 12.500l4.500 4.500L19 7.500",
  ticks: "M2.500 12.500L7 17l9-9.500M11 16l1 1 9-9.500",
  download: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
};

export function icon(name, size = 22) {
  const path = s("path", { d: ICONS[name] });
  return s("svg", { viewBox: "0 0 24 24", width: size, height: size, class: "icon", "aria-hidden": "true" }, path);
}

export function button(name, label, onclick, extra) {
  return h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}
