// Toasts, dialogs and small menus.

import { followDialogs } from "./back.js";
import { button, h, icon } from "./dom.js";
import { t } from "./words.js";

const TOAST_MS = 3500;

export function toast(text) {
  const note = h("div", { class: "toast", "data-testid": "toast" }, text);
  const toasts = document.getElementById("toasts");
  toasts.append(note);
  // Shown anew, they stand above a dialog that was opened since.
  toasts.hidePopover();
  toasts.showPopover();
  setTimeout(() => note.remove(), TOAST_MS);
}

// A refusal is told in the server's words; silence from the server in ours.
export function tellProblem(problem) {
  toast(problem instanceof TypeError ? t("offline") : t("notDone", { reason: problem.message }));
}

export const attempt = (promise) => promise.catch(tellProblem);

function closeOnBackdrop(event) {
  if (event.target === event.currentTarget) event.currentTarget.close();
}

export function dialog(title, testId, content, kind = "") {
  const box = h(
    "dialog",
    { class: `dialog ${kind}`, "aria-label": title, "data-testid": testId, onclick: closeOnBackdrop },
  );
  box.append(
    h("div", { class: "dialog-body" },
      h("header", { class: "dialog-head" }, h("h2", null, title), button("close", t("close"), () => box.close())),
      content(box)),
  );
  box.addEventListener("close", () => {
    box.remove();
    followDialogs();
  });
  document.body.append(box);
  box.showModal();
  followDialogs();
  return box;
}

export function alertBox(text) {
  dialog(t("bot"), "alert", (box) => h("div", null,
    h("p", { class: "alert-text" }, text),
    h(
      "div",
      { class: "dialog-actions" },
      h("button", { type: "button", class: "primary", onclick: () => box.close(), autofocus: true }, t("ok")),
    )), "small");
}

// `read` returns a promise when the fields make sense, and a sentence saying what is needed when not.
export function form(title, testId, hint, fields, action, read) {
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const box = dialog(title, testId, () => h("form", { class: "form", novalidate: true, onsubmit: submit },
    hint ? h("p", { class: "hint" }, hint) : null,
    ...fields,
    problem,
    h("div", { class: "dialog-actions" },
      h("button", { type: "button", onclick: () => box.close() }, t("cancel")),
      h("button", { type: "submit", class: "primary", "data-testid": `${testId}-submit` }, action))), "small");

  async function submit(event) {
    event.preventDefault();
    const answer = read();
    problem.hidden = typeof answer !== "string";
    if (typeof answer === "string") problem.textContent = answer;
    else {
      box.close();
      await attempt(Promise.resolve(answer));
    }
  }
  return box;
}

export function field(label, attributes) {
  const input = h("input", { autocomplete: "off", ...attributes });
  return { input, element: h("label", { class: "field" }, h("span", null, label), input) };
}

let closeOpenMenu = null;

export function popMenu(anchor, testId, entries) {
  if (closeOpenMenu?.(anchor)) return;
  const items = entries.map((entry) =>
    h("button", {
      type: "button",
      role: entry.checked === undefined ? "menuitem" : "menuitemradio",
      class: `menu-item ${entry.danger ? "danger" : ""}`,
      "aria-checked": entry.checked === undefined ? null : String(entry.checked),
      "data-testid": entry.testId,
      onclick: () => { close(); entry.run(); },
    },
    entry.icon ? icon(entry.icon, 20) : null,
    h("span", { class: "menu-label" }, entry.label),
    entry.note ? h("span", { class: "menu-note" }, entry.note) : null,
    entry.checked ? icon("tick", 18) : null));
  const menu = h("div", { class: "menu", role: "menu", "data-testid": testId, onkeydown: move }, ...items);
  anchor.parentElement.append(menu);
  anchor.setAttribute("aria-expanded", "true");
  items[0]?.focus();
  document.addEventListener("pointerdown", outside, true);

  function close() {
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    closeOpenMenu = null;
  }
  function outside(event) {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close();
  }
  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      close();
      anchor.focus();
    }
  }
  closeOpenMenu = (pressed) => {
    close();
    return pressed === anchor;
  };
}
