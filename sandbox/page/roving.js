// The conversation by keyboard: Tab stops at the newest message's buttons alone; the arrows walk to those before.

const CONTROLS = "a[href], button:not(.reply-here), .expandable";

const controls = (row) => [...row.querySelectorAll(CONTROLS)];

function stopAt(row, tabIndex) {
  for (const control of controls(row)) control.tabIndex = tabIndex;
}

let awake = [];

// A message can be walked to, and its buttons are passed over until it is the newest or has been walked to.
export function quiet(row) {
  row.tabIndex = -1;
  stopAt(row, -1);
  return row;
}

export function wake(rows) {
  const newest = rows.findLast((row) => controls(row).length > 0);
  const held = rows.find((row) => row.contains(document.activeElement));
  for (const row of awake) stopAt(row, -1);
  awake = [newest, held].filter(Boolean);
  for (const row of awake) stopAt(row, 0);
}

// A message that was edited under the keyboard keeps it: on the button with the same words, or on itself.
export function replaceRow(old, element) {
  const { activeElement } = document;
  const held = old.contains(activeElement);
  old.replaceWith(element);
  if (!held) return;
  const same = controls(element).find((control) => control.textContent === activeElement.textContent);
  (same ?? element).focus({ preventScroll: true });
}

// Returns the row that a key leads to from the one that is held, or else from the lowest in sight.
export function rowBy(key, rows, log) {
  const held = rows.findIndex((row) => row.contains(document.activeElement));
  const lowest = rows.findLast((row) => row.getBoundingClientRect().top < log.getBoundingClientRect().bottom);
  switch (key) {
    case "ArrowUp":
      return held < 0 ? lowest : rows[held - 1];
    case "ArrowDown":
      return held < 0 ? lowest : rows[held + 1];
    case "End":
      return rows.at(-1);
    default:
      return null;
  }
}
