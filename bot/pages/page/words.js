// What the page itself says; all else comes from the server in the person's language.

const WORDS = {
  name: ["驿站", "Waystation"],
  about: [
    "在这里可以找附近的党群服务点、办理组织挂靠、报名参加活动。不用注册，也不用下载。",
    "Find a service point near you, affiliate for the time being, sign up for activities. No account, no app.",
  ],
  start: ["开始", "Start"],
  startHere: ["在这里开始", "Start here"],
  telegram: ["用 Telegram 打开", "Open in Telegram"],
  conversation: ["对话", "Conversation"],
  end: ["对话到这里为止", "End of the conversation"],
  write: ["写消息", "Write a message"],
  writePhone: ["请写下您的手机号", "Type your phone number"],
  send: ["发送", "Send"],
  attach: ["照片、文件或位置", "Photo, file or location"],
  photo: ["照片或文件", "Photo or file"],
  place: ["我的位置", "My location"],
  placeSent: ["已发送位置", "Location sent"],
  locating: ["正在定位……", "Finding where you are…"],
  noPlace: ["定位没有成功。直接写地址或者附近的路名也可以。", "That did not work. You can type an address or a street nearby instead."],
  placeRefused: ["浏览器没有允许定位。直接写地址或者附近的路名也可以。", "Your browser did not allow it. You can type an address or a street nearby instead."],
  map: ["在地图上看{name}", "Show {name} on the map"],
  you: ["您", "You"],
  bot: ["驿站", "Waystation"],
  waiting: ["等待发送", "Waiting to be sent"],
  sent: ["已送达", "Delivered"],
  chosen: ["已选：{label}", "Chosen: {label}"],
  opens: ["{label}（在新页面打开）", "{label} (opens a new page)"],
  offline: ["没有网络。写下的内容会留着，连上以后自动发出。", "You are offline. What you write is kept and sent once you are back."],
  connecting: ["正在连接……", "Connecting…"],
  earlier: ["更早的消息", "Earlier messages"],
  newest: ["最新消息", "Newest message"],
  more: ["更多", "More"],
  save: ["保存对话", "Save this conversation"],
  language: ["English", "中文"],
  download: ["下载 {name}", "Download {name}"],
  file: ["文件", "File"],
  picture: ["照片", "Photo"],
  missing: ["（另有图片或文件，这里打不开。）", "(There are pictures or files with it that cannot be opened here.)"],
  spoiler: ["点开看", "Show"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  size: ["文件超过 10 MB，没有发出。", "The file is over 10 MB and was not sent."],
  room: ["这里的文件已经很多，没有发出。", "There are too many files here already; it was not sent."],
  refusedPicture: ["这种图片读不了，请换成 JPEG 或截图再发。", "This kind of picture cannot be read. Please send a JPEG or a screenshot."],
  fast: ["发得太快了，稍等一下会自动继续。", "That was very fast. It goes on by itself in a moment."],
  refused: ["没有发出：{text}", "Not sent: {text}"],
  lost: ["这个页面认不出您了，请重新开始。", "This page does not know you any more. Please start again."],
  tabs: ["打开的页面太多，请关掉几个。", "Too many pages are open. Please close some."],
};

const SAVED = "waystation.language";

export const kept = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch (_problem) {
      return null; // a browser that keeps nothing
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch (_problem) {
      // as above
    }
  },
};

let language = kept.get(SAVED) || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

export const locale = () => (language === "zh" ? "zh-CN" : "en-GB");
export const lang = () => (language === "zh" ? "zh-Hans" : "en");

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  kept.set(SAVED, language);
}

export function t(key, values = {}) {
  return WORDS[key][language === "zh" ? 0 : 1].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
