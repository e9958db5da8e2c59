// The sandbox's person side over HTTP; a refusal arrives as an Error with the server's own words.

let tellReach = () => {};

// The listener hears "reached" or "silent" after every request.
export const whenAsked = (listener) => { tellReach = listener; };

async function call(path, options) {
  const response = await fetch(path, options).catch((problem) => {
    tellReach("silent");
    throw problem;
  });
  tellReach("reached");
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `${response.status}`);
  return answer;
}

const get = (path) => call(path, { cache: "no-store" });

const post = (path, body = {}) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const person = (id, rest) => `/sandbox/people/${encodeURIComponent(id)}/${rest}`;

const group = (id, rest) => `/sandbox/groups/${encodeURIComponent(id)}/${rest}`;

export const api = {
  settings: () => get("/sandbox/settings"),
  bot: () => get("/sandbox/bot"),
  people: () => get("/sandbox/people"),
  chat: (id) => get(person(id, "chat")),
  chatSince: (id, revision) => get(person(id, `chat?since=${revision}`)),
  glance: (id) => get(person(id, "chat?glance=1")),
  commands: (id) => get(person(id, "commands")),
  clock: () => get("/sandbox/clock"),
  advance: (seconds) => post("/sandbox/clock", { advance_s: seconds }),
  text: (id, text, replyTo) => post(person(id, "text"), replyTo ? { text, reply_to: replyTo } : { text }),
  tap: (id, data, messageId) => post(person(id, "tap"), { button: data, message_id: messageId }),
  location: (id, place) => post(person(id, "location"), place),
  contact: (id, phone) => post(person(id, "contact"), { phone_number: phone }),
  file: (id, name, base64) => post(person(id, "file"), { name, content_base64: base64 }),
  language: (id, code) => post(person(id, "language"), { language_code: code }),
  block: (id) => post(person(id, "block")),
  unblock: (id) => post(person(id, "unblock")),
  read: (id) => post(person(id, "read")),
  askCards: (id, query) => post(person(id, "inline"), { query }),
  cards: (id) => get(person(id, "inline")),
  chooseCard: (id, card) => post(person(id, "inline/choose"), { id: card }),
  start: (id, payload) => post(person(id, "start"), { payload }),
  groups: () => get("/sandbox/groups"),
  makeGroup: (title, members) => post("/sandbox/groups", { title, members }),
  groupChat: (id) => get(group(id, "chat")),
  groupText: (id, by, text) => post(group(id, "text"), { by, text }),
  groupTap: (id, by, data, messageId) => post(group(id, "tap"), { by, button: data, message_id: messageId }),
  groupAdd: (id, by, start) => post(group(id, "add_bot"), { by, start }),
  groupRemove: (id, by) => post(group(id, "remove_bot"), { by }),
  groupUpgrade: (id) => post(group(id, "upgrade")),
  fileAddress: (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`,
};
