// Draws a plane of Shanghai from a few hand-set lines: for choosing a spot and for the tile under a venue.

import { s } from "./dom.js";
import { pageLanguage } from "./words.js";

// Hand-set, approximate, longitude and latitude: enough to know where one is, no more.
const MAINLAND = [
  [120.3, 31.62], [121.05, 31.62], [121.3, 31.5], [121.45, 31.43], [121.51, 31.39], [121.6, 31.36], [121.7, 31.31],
  [121.77, 31.22], [121.84, 31.15], [121.9, 31.06], [121.97, 30.93], [121.98, 30.88], [121.93, 30.84], [121.8, 30.82],
  [121.57, 30.81], [121.47, 30.79], [121.35, 30.72], [121.25, 30.69], [121.05, 30.62], [120.3, 30.4],
];
const CHONGMING = [
  [121.2, 31.75], [121.4, 31.62], [121.6, 31.53], [121.85, 31.44], [121.98, 31.47], [121.95, 31.54], [121.75, 31.64],
  [121.5, 31.75], [121.33, 31.86], [121.2, 31.86],
];
const CHANGXING = [[121.62, 31.42], [121.78, 31.34], [121.83, 31.35], [121.7, 31.43], [121.63, 31.45]];
const HENGSHA = [[121.83, 31.3], [121.89, 31.31], [121.87, 31.37], [121.83, 31.35]];
const HUANGPU = [
  [121.05, 31.0], [121.23, 30.97], [121.38, 30.99], [121.46, 31.03], [121.468, 31.1], [121.46, 31.15], [121.457, 31.178],
  [121.475, 31.189], [121.499, 31.197], [121.509, 31.212], [121.5, 31.226], [121.4945, 31.237], [121.4965, 31.246],
  [121.51, 31.25], [121.535, 31.251], [121.552, 31.262], [121.566, 31.276], [121.556, 31.305], [121.524, 31.345],
  [121.508, 31.392],
];
const SUZHOU_CREEK = [
  [121.1, 31.29], [121.22, 31.27], [121.36, 31.235], [121.4, 31.222], [121.42, 31.236], [121.437, 31.25], [121.455, 31.244],
  [121.475, 31.246], [121.495, 31.2445],
];
const INNER_RING = [
  [121.42, 31.265], [121.46, 31.273], [121.5, 31.277], [121.543, 31.262], [121.561, 31.235], [121.55, 31.21],
  [121.515, 31.201], [121.47, 31.193], [121.435, 31.188], [121.414, 31.202], [121.411, 31.225], [121.414, 31.25],
];
const OUTER_RING = [
  [121.36, 31.33], [121.44, 31.345], [121.52, 31.35], [121.6, 31.32], [121.64, 31.27], [121.655, 31.2], [121.62, 31.14],
  [121.55, 31.12], [121.47, 31.105], [121.38, 31.105], [121.345, 31.15], [121.345, 31.22], [121.35, 31.29],
];
const INNER_LABELS = [
  ["黄浦", "Huangpu", 121.482, 31.222], ["静安", "Jing'an", 121.452, 31.257], ["徐汇", "Xuhui", 121.432, 31.172],
  ["长宁", "Changning", 121.384, 31.214], ["普陀", "Putuo", 121.392, 31.256], ["虹口", "Hongkou", 121.489, 31.276],
  ["杨浦", "Yangpu", 121.529, 31.29], ["张江", "Zhangjiang", 121.601, 31.198], ["陆家嘴", "Lujiazui", 121.512, 31.237],
  ["浦东", "Pudong", 121.575, 31.222],
];
const OUTER_LABELS = [
  ["闵行", "Minhang", 121.382, 31.075], ["宝山", "Baoshan", 121.41, 31.4], ["嘉定", "Jiading", 121.25, 31.375],
  ["松江", "Songjiang", 121.228, 31.035], ["青浦", "Qingpu", 121.115, 31.15], ["奉贤", "Fengxian", 121.474, 30.918],
  ["金山", "Jinshan", 121.2, 30.82], ["崇明", "Chongming", 121.55, 31.64], ["临港", "Lingang", 121.88, 30.9],
];
const CITY_LABELS = [["市区", "City centre", 121.45, 31.25], ["浦东", "Pudong", 121.68, 31.17]];
const INNER_SHOWN_TO = 300;
const SMALL = "(max-width: 720px)";

// One unit of the drawing is a thousandth of a degree of latitude; longitude shrinks by the cosine at 31.2 degrees.
const UNIT = 1000;
const SQUEEZE = 0.8554;
export const toX = (longitude) => (longitude - 121) * UNIT * SQUEEZE;
export const toY = (latitude) => (31.2 - latitude) * UNIT;
export const toLongitude = (x) => x / UNIT / SQUEEZE + 121;
export const toLatitude = (y) => 31.2 - y / UNIT;

const points = (line) => line.map(
  ([longitude, latitude]) => `${toX(longitude).toFixed(1)},${toY(latitude).toFixed(1)}`,
).join(" ");

// The same spot always gets the same streets: a small hash, no chance.
function grain(a, b) {
  const value = Math.sin(a * 127.1 + b * 311.7) * 43758.5453;
  return value - Math.floor(value);
}

// Far views get coarser streets, farther ones none.
function blockOf(view) {
  return [[90, 3], [300, 9]].find(([width]) => view.width <= width)?.[1] ?? null;
}

function street(seed, d) {
  return s("path", { class: grain(seed, 3) > 0.72 ? "road" : "street", d });
}

function streets(view, block) {
  const lines = [];
  for (let i = Math.floor(view.x / block); i * block < view.x + view.width; i += 1) {
    const x = (i + grain(i, 1) * 0.7) * block;
    lines.push(street(i, `M${x} ${view.y}l${(grain(i, 2) - 0.5) * block * 1.3} ${view.height}`));
  }
  for (let j = Math.floor(view.y / block); j * block < view.y + view.height; j += 1) {
    const y = (j + grain(j, 4) * 0.7) * block;
    lines.push(street(j + 0.5, `M${view.x} ${y}l${view.width} ${(grain(j, 5) - 0.5) * block * 1.3}`));
  }
  return lines;
}

function parks(view, block) {
  const cell = block * 2;
  const patches = [];
  for (let i = Math.floor(view.x / cell); i * cell < view.x + view.width; i += 1) {
    for (let j = Math.floor(view.y / cell); j * cell < view.y + view.height; j += 1) {
      if (grain(i, j) < 0.9) continue;
      const [width, height] = [cell * (0.3 + grain(j, i) * 0.5), cell * (0.3 + grain(i, j + 9) * 0.4)];
      patches.push(
        s("rect", { class: "park", x: (i + 0.1) * cell, y: (j + 0.1) * cell, width, height, rx: cell / 12 }),
      );
    }
  }
  return patches;
}

const shapes = (name) => [MAINLAND, CHONGMING, CHANGXING, HENGSHA].map(
  (shape) => s("polygon", { class: name, points: points(shape) }),
);

let drawn = 0;

function town(view) {
  const block = blockOf(view);
  if (block === null) return [];
  drawn += 1;
  const id = `shore-${drawn}`;
  return [
    s("clipPath", { id }, ...shapes(null)),
    s("g", { "clip-path": `url(#${id})` }, ...parks(view, block), ...streets(view, block)),
  ];
}

function ground(svg, view) {
  svg.style.setProperty("--grain", Math.max(view.width / 26, 2.2).toFixed(2));
  const rings = [INNER_RING, OUTER_RING].map((ring) => s("polygon", { class: "ring", points: points(ring) }));
  return [
    ...shapes("land"),
    ...town(view),
    ...rings,
    s("polyline", { class: "river", points: points(HUANGPU) }),
    s("polyline", { class: "creek", points: points(SUZHOU_CREEK) }),
  ];
}

// A name near the edge of the view runs inwards, so that it is never cut.
const anchor = (share) => (share > 0.9 ? "end" : share < 0.1 ? "start" : "middle");

function labels(view) {
  const english = pageLanguage() === "en";
  const size = view.width / (matchMedia(SMALL).matches ? 27 : english ? 40 : 34);
  const near = view.width <= INNER_SHOWN_TO ? INNER_LABELS : CITY_LABELS;
  return [...near, ...OUTER_LABELS].map(([chinese, name, longitude, latitude]) =>
    s(
      "text",
      {
        class: "district",
        x: toX(longitude),
        y: toY(latitude),
        "font-size": size,
        "text-anchor": anchor((toX(longitude) - view.x) / view.width),
      },
      english ? name : chinese,
    ));
}

export function pin(x, y, size) {
  const scale = size / 24;
  return s("g", { class: "map-pin", transform: `translate(${x} ${y}) scale(${scale})` },
    s("ellipse", { class: "pin-shadow", cx: 0, cy: 0, rx: 5, ry: 2 }),
    s("path", { class: "pin-body", d: "M0 0C-5-7-10-11-10-18a10 10 0 1 1 20 0C10-11 5-7 0 0z" }),
    s("circle", { class: "pin-eye", cx: 0, cy: -18, r: 3.8 }));
}

export function viewAround(latitude, longitude, width, height) {
  return { x: toX(longitude) - width / 2, y: toY(latitude) - height / 2, width, height };
}

export function drawMap(svg, view) {
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  svg.replaceChildren(...ground(svg, view), ...labels(view));
}

export function tile(latitude, longitude) {
  const view = viewAround(latitude, longitude, 26, 13);
  const svg = s("svg", { class: "map tile", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" });
  view.y -= 1.2;
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  svg.append(...ground(svg, view), pin(toX(longitude), toY(latitude), 2.6));
  return svg;
}
