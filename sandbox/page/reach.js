// Whether the sandbox answers: its stream of events and every request have a say; while it is silent, it is asked anew.

import { api, whenAsked } from "./api.js";
import { changed, store } from "./store.js";

const ASK_AGAIN_MS = 2000;

const said = { stream: true, requests: true };
let asking = null;

const ask = () => api.clock().catch(() => {});

// `onBack` is called when requests are answered again.
export function watchReach(onBack) {
  whenAsked((heard) => {
    const back = heard === "reached" && !said.requests;
    tell("requests", heard === "reached");
    if (back) onBack();
  });
  window.addEventListener("offline", ask);
  window.addEventListener("online", ask);
}

export function tell(who, answers) {
  if (said[who] === answers) return;
  said[who] = answers;
  store.online = said.stream && said.requests;
  clearInterval(asking);
  asking = said.requests ? null : setInterval(ask, ASK_AGAIN_MS);
  changed();
}
