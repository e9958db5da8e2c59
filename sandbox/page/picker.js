// Choosing a location: on the drawn map, by numbers, from a few known places, or from the browser.

import { attempt, dialog, field, toast } from "./dialogs.js";
import { h, icon, s, button } from "./dom.js";
import { drawMap, pin, toLatitude, toLongitude, toX, toY, viewAround } from "./map.js";
import { pageLanguage, t } from "./words.js";

const PLACES = [
  ["人民广场", "People's Square", 31.2304, 121.4737],
  ["陆家嘴", "Lujiazui", 31.2397, 121.4998],
  ["徐家汇", "Xujiahui", 31.1956, 121.4363],
  ["静安寺", "Jing'an Temple", 31.2235, 121.4454],
  ["张江", "Zhangjiang", 31.2043, 121.601],
];
const WIDTHS = [30, 60, 120, 240, 480, 1000];
const RATIO = 0.56;
const DIGITS = 6;
const START = { latitude: 31.2304, longitude: 121.4737, zoom: 3 };

export const coordinates = (place) => `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`;

function within(latitude, longitude) {
  // A comparison with NaN is false.
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

// The map with its pin: `moved` hears of every new place.
function mapPanel(moved) {
  const place = { latitude: START.latitude, longitude: START.longitude };
  let { zoom } = START;
  let view;
  const svg = s(
    "svg",
    {
      class: "map picker-map",
      tabindex: "0",
      role: "application",
      "aria-label": t("pickHint"),
      "data-testid": "location-map",
    },
  );

  function draw() {
    drawMap(svg, view);
    svg.append(pin(toX(place.longitude), toY(place.latitude), view.width / 14));
  }
  function centre() {
    view = viewAround(place.latitude, place.longitude, WIDTHS[zoom], WIDTHS[zoom] * RATIO);
    draw();
  }
  function move(latitude, longitude) {
    if (!within(latitude, longitude)) return;
    place.latitude = latitude;
    place.longitude = longitude;
    moved(place);
  }
  function click(event) {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    move(toLatitude(spot.y), toLongitude(spot.x));
    draw();
  }
  function key(event) {
    const step = view.height / 20 / 1000;
    const [north, east] = {
      ArrowUp: [step, 0],
      ArrowDown: [-step, 0],
      ArrowLeft: [0, -step],
      ArrowRight: [0, step],
    }[event.key] ?? [];
    if (north === undefined) return;
    event.preventDefault();
    move(place.latitude + north, place.longitude + east);
    centre();
  }
  function change(by) {
    zoom = Math.min(Math.max(zoom + by, 0), WIDTHS.length - 1);
    centre();
  }
  svg.addEventListener("click", click);
  svg.addEventListener("keydown", key);
  centre();
  const zooms = h(
    "div",
    { class: "zooms" },
    button("plus", t("zoomIn"), () => change(-1)),
    button("minus", t("zoomOut"), () => change(1)),
  );
  return {
    place,
    element: h("div", { class: "map-panel" }, svg, zooms, h("span", { class: "map-note" }, t("sketch"))),
    show: (latitude, longitude) => { move(latitude, longitude); centre(); },
  };
}

function chips(choose) {
  const english = pageLanguage() === "en";
  return PLACES.map(([chinese, name, latitude, longitude]) =>
    h(
      "button",
      { type: "button", class: "chip", "data-testid": "location-preset", onclick: () => choose(latitude, longitude) },
      english ? name : chinese,
    ));
}

function fromBrowser(choose) {
  const refused = () => toast(t("noGeolocation"));
  if (!navigator.geolocation) refused();
  else navigator.geolocation.getCurrentPosition(
    ({ coords }) => choose(coords.latitude, coords.longitude),
    refused,
    { timeout: 8000 },
  );
}

export function pickLocation(send) {
  const latitude = field(t("latitude"), { inputmode: "decimal", "data-testid": "location-latitude" });
  const longitude = field(t("longitude"), { inputmode: "decimal", "data-testid": "location-longitude" });
  const title = field(t("placeName"), { "data-testid": "location-title" });
  const address = field(t("address"), { "data-testid": "location-address" });
  const problem = h("p", { class: "problem", role: "alert", hidden: true });

  const panel = mapPanel((place) => {
    latitude.input.value = place.latitude.toFixed(DIGITS);
    longitude.input.value = place.longitude.toFixed(DIGITS);
    problem.hidden = true;
  });
  panel.show(START.latitude, START.longitude);
  for (const { input } of [latitude, longitude]) {
    input.addEventListener("change", () => {
      if (within(Number(latitude.input.value), Number(longitude.input.value))) panel.show(
        Number(latitude.input.value),
        Number(longitude.input.value),
      );
    });
  }

  function submit(event) {
    event.preventDefault();
    const place = { latitude: Number(latitude.input.value || NaN), longitude: Number(longitude.input.value || NaN) };
    problem.hidden = within(place.latitude, place.longitude);
    if (!problem.hidden) {
      problem.textContent = t("coordinatesNeeded");
      return;
    }
    if (title.input.value.trim()) Object.assign(
      place,
      { title: title.input.value.trim(), address: address.input.value.trim() },
    );
    event.target.closest("dialog").close();
    attempt(send(place));
  }

  dialog(t("pickLocation"), "location-picker", () => h("form", {
    class: "form picker",
    novalidate: true,
    onsubmit: submit,
  },
    h("p", { class: "hint" }, t("pickHint")),
    panel.element,
    h("div", { class: "chips" }, ...chips(panel.show),
      h(
        "button",
        { type: "button", class: "chip", "data-testid": "location-browser", onclick: () => fromBrowser(panel.show) },
        icon("target", 16),
        t("fromBrowser"),
      )),
    h("div", { class: "pair" }, latitude.element, longitude.element),
    h(
      "details",
      { class: "optional" },
      h("summary", null, t("asVenue")),
      h("div", { class: "pair" }, title.element, address.element),
    ),
    problem,
    h(
      "div",
      { class: "dialog-actions" },
      h("button", { type: "submit", class: "primary", "data-testid": "location-pick" }, t("sendLocation")),
    )), "wide");
}

export function showPlace(place) {
  const view = viewAround(place.latitude, place.longitude, 60, 60 * RATIO);
  const svg = s("svg", { class: "map picker-map", role: "img", "aria-label": t("map") });
  drawMap(svg, view);
  svg.append(pin(toX(place.longitude), toY(place.latitude), 4.5));
  const copy = () => navigator.clipboard.writeText(coordinates(place)).then(() => toast(t("copied")));
  dialog(place.title ?? t("location"), "place", () => h("div", { class: "form" },
    place.address ? h("p", { class: "hint" }, place.address) : null,
    h("div", { class: "map-panel" }, svg, h("span", { class: "map-note" }, t("sketch"))),
    h(
      "button",
      { type: "button", class: "chip", title: t("copyCoordinates"), onclick: () => attempt(copy()) },
      icon("copy", 16),
      coordinates(place),
    )), "wide");
}
