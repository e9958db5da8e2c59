// The browser's "back" closes an open dialog: while one is open, the history has one entry more.

let leaving = false;

const openDialogs = () => document.querySelectorAll("dialog[open]");
const atDialog = () => Boolean(history.state?.dialog);

// Called when a dialog has opened or closed.
export function followDialogs() {
  if (leaving) return; // the entry is on its way out; popped() looks again
  if (openDialogs().length > 0 && !atDialog()) history.pushState({ dialog: true }, "");
  else if (openDialogs().length === 0 && atDialog()) {
    leaving = true;
    history.back();
  }
}

function popped() {
  if (!leaving) [...openDialogs()].at(-1)?.close();
  leaving = false;
  if (openDialogs().length > 0) followDialogs();
}

window.addEventListener("popstate", popped);
