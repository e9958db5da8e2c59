// What the desk's pages do besides being links and forms: a part is fetched and swapped, focus stays, changes are said.
// Without this file every page works as it stands.

const policy = window.trustedTypes?.createPolicy("desk", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

const QUIET_S = 2;

let tag = "";
let under_way = null;

const main = () => document.getElementById("main");

function announce(words) {
  const place = document.getElementById("announce");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 100);
}

/** What has the focus, by its id, so that it has it again once its place was swapped. */
function focused() {
  const there = document.activeElement;
  return there && main()?.contains(there) ? there.id : null;
}

function swap(text, { quietly = false } = {}) {
  const fresh = new DOMParser().parseFromString(policy.createHTML(text), "text/html");
  const next = fresh.getElementById("main");
  if (!next) return false;
  const before = focused();
  document.title = fresh.title;
  main().replaceWith(document.adoptNode(next));
  wire();
  const again = before && document.getElementById(before);
  if (again) again.focus({ preventScroll: true });
  else if (before !== null && !quietly) main().focus({ preventScroll: true });
  if (!quietly) {
    const told = main().querySelector("#said, caption, h1");
    announce(told ? told.textContent.trim() : document.title);
  }
  return true;
}

async function fetched(address, options = {}) {
  under_way?.abort();
  under_way = new AbortController();
  const answer = await fetch(address, { credentials: "same-origin", signal: under_way.signal, ...options });
  if (answer.status === 304) return null;
  tag = answer.headers.get("ETag") ?? "";
  return { text: await answer.text(), address: answer.url };
}

async function go(address, { push = true } = {}) {
  try {
    const found = await fetched(address);
    if (!found || !swap(found.text)) {
      window.location.assign(address);
      return;
    }
    if (push) window.history.pushState({}, "", found.address);
  } catch (trouble) {
    if (trouble.name !== "AbortError") window.location.assign(address);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  link.focus();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-swap]")) {
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form));
    go(`${form.getAttribute("action")}?${query}`);
    return;
  }
  // A second press of a form that is under way would do it twice.
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < QUIET_S * 1000) event.preventDefault();
  form.dataset.sent = String(Date.now());
});

window.addEventListener("popstate", () => go(window.location.href, { push: false }));

/** Somebody is in the middle of something, and nothing may move under their hands. */
function is_busy() {
  const there = document.activeElement;
  const writes = there?.matches?.("input, textarea, select");
  const chose = document.querySelector("input[name=item]:checked");
  return document.hidden || Boolean(writes || chose);
}

async function look_again() {
  const every_s = Number(main()?.dataset.poll ?? 0);
  if (every_s && !is_busy()) {
    try {
      const address = window.location.href;
      const found = await fetched(address, { headers: tag ? { "If-None-Match": tag } : {} });
      if (found && address === window.location.href && !is_busy()) swap(found.text, { quietly: true });
    } catch {
      // The line is down, or something else was asked for: the next look comes by itself.
    }
  }
  setTimeout(look_again, (every_s || 20) * 1000);
}

function count() {
  const place = document.getElementById("chosen");
  if (place) place.textContent = String(document.querySelectorAll("input[name=item]:checked").length);
}

function wire() {
  const all = document.querySelector("input[data-all]");
  if (all) all.closest(".pick-all").hidden = false;  // without this file it would do nothing
  all?.addEventListener("change", () => {
    for (const one of document.querySelectorAll("input[name=item]")) one.checked = all.checked;
    count();
  });
  for (const one of document.querySelectorAll("input[name=item]")) one.addEventListener("change", count);
  count();
}

wire();
setTimeout(look_again, Number(main()?.dataset.poll ?? 20) * 1000);
