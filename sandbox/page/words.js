// The page's own words, Chinese first, with English beside them.

const WORDS = {
  people: ["角色", "People"],
  peopleHint: ["选一个人，就是拿起谁的手机", "Choose whose phone you hold"],
  member: ["党员", "member"],
  organiser: ["组织员", "organiser"],
  volunteer: ["志愿者", "volunteer"],
  admin: ["管理员", "admin"],
  stranger: ["陌生人", "stranger"],
  addStranger: ["添加一位陌生人", "Add a stranger"],
  strangerHint: ["机器人从没见过这个人。编号可以自选。", "The bot has never met this person. Choose any number."],
  strangerId: ["编号", "Number"],
  numberNeeded: [
    "编号是 1 到 9007199254740991 之间的整数，比如 900001。",
    "A whole number from 1 to 9007199254740991, such as 900001.",
  ],
  add: ["添加", "Add"],
  bot: ["机器人", "bot"],
  typing: ["正在输入", "typing"],
  unreachable: ["没有连接，重试中…", "no connection, retrying…"],
  botBlocked: ["已停用", "blocked"],
  noMessages: ["还没有消息", "No messages yet"],
  chooseOne: ["选一位角色，开始聊天", "Choose a person to start chatting"],
  start: ["开始", "Start"],
  whatItDoes: ["这个机器人能做什么？", "What can this bot do?"],
  message: ["消息", "Message"],
  messageAs: ["以{name}的身份发消息", "Message as {name}"],
  send: ["发送", "Send"],
  attach: ["发送文件、位置或联系方式", "Send a file, location or contact"],
  cards: ["选一张卡片发出去", "Choose a card to post"],
  commands: ["命令菜单", "Commands"],
  menu: ["菜单", "Menu"],
  showKeyboard: ["显示按钮面板", "Show the buttons"],
  hideKeyboard: ["收起按钮面板", "Hide the buttons"],
  photoOrFile: ["照片或文件", "Photo or file"],
  location: ["位置", "Location"],
  contact: ["联系方式", "Contact"],
  photo: ["照片", "Photo"],
  file: ["文件", "File"],
  sticker: ["贴纸", "Sticker"],
  video: ["视频", "Video"],
  forwarded: ["转发", "forwarded"],
  voice: ["语音", "Voice message"],
  groups: ["群", "Groups"],
  makeGroup: ["建一个群", "Make a group"],
  groupTitle: ["群名", "Name of the group"],
  groupTitleNeeded: ["请写一个群名。", "Please give the group a name."],
  groupHint: ["所有角色都在群里；机器人要请进来才在。", "Everybody is in it; the bot comes when it is let in."],
  letBotIn: ["请机器人进群", "Let the bot in"],
  putBotOut: ["把机器人移出群", "Put the bot out"],
  upgradeGroup: ["升级为超级群", "Make it a supergroup"],
  chooseGroup: ["选一个群", "Choose a group"],
  you: ["您", "You"],
  edited: ["已编辑", "edited"],
  sent: ["已发送", "sent"],
  seen: ["已读", "seen"],
  reply: ["回复", "Reply"],
  cancelReply: ["取消回复", "Cancel the reply"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  newest: ["回到最新消息", "Jump to the newest message"],
  newestCount: ["回到最新消息，{count} 条未读", "Jump to the newest message, {count} unread"],
  unreadCount: ["{count} 条未读", "{count} unread"],
  back: ["返回列表", "Back to the list"],
  moreActions: ["更多操作", "More"],
  block: ["停用机器人", "Block the bot"],
  unblock: ["重新启用", "Unblock the bot"],
  phoneLanguage: ["手机语言", "Phone language"],
  pageLanguage: ["Switch this page to English", "把页面切换成中文"],
  pageLanguageShort: ["EN", "中"],
  openLink: ["打开链接或扫海报", "Open a link or scan a poster"],
  openLinkHint: [
    "粘贴海报上的链接，或只贴 start= 后面那一段。",
    "Paste the link from a poster, or only what follows start=.",
  ],
  linkField: ["链接或代码", "Link or code"],
  linkNeeded: [
    "没有看出代码。样子像这样：https://t.me/…?start=p_1024",
    "No code found there. It looks like this: https://t.me/…?start=p_1024",
  ],
  open: ["打开", "Open"],
  pickQr: ["选二维码图片", "Choose a QR picture"],
  qrUnsupported: [
    "这个浏览器不会读二维码图片。请用手机相机扫一下，把出现的链接粘贴到上面；安卓手机或 Mac 上的 Chrome 可以直接选图片。",
    "This browser cannot read a picture of a QR code. Scan it with a phone's camera and paste the link above; Chrome on Android or a Mac reads the picture itself.",
  ],
  qrNotFound: ["图里没有找到二维码。", "No QR code found in that picture."],
  cancel: ["取消", "Cancel"],
  close: ["关闭", "Close"],
  ok: ["好", "OK"],
  clock: ["演示时钟", "Demo clock"],
  hour: ["+1 小时", "+1 h"],
  day: ["+1 天", "+1 day"],
  custom: ["自定", "Set…"],
  windForward: ["把时钟往前拨", "Wind the clock forward"],
  windHint: ["到点的提醒会马上发出来。时间只能往前。", "Reminders that fall due go out at once. Time only goes forward."],
  days: ["天", "days"],
  hours: ["小时", "hours"],
  minutes: ["分钟", "minutes"],
  wind: ["拨过去", "Go"],
  pickLocation: ["选择位置", "Choose a location"],
  pickHint: ["点地图上的任意一处；用键盘时按方向键移动", "Tap anywhere on the map; on a keyboard, move with the arrow keys"],
  sketch: ["示意图，非真实测绘", "a sketch, not a survey"],
  latitude: ["纬度", "Latitude"],
  longitude: ["经度", "Longitude"],
  fromBrowser: ["用浏览器定位", "From my browser"],
  noGeolocation: ["浏览器没有给出位置，请在地图上点一处。", "The browser gave no position; click one on the map."],
  coordinatesNeeded: [
    "纬度在 -90 到 90、经度在 -180 到 180 之间，比如 31.2304, 121.4737。",
    "Latitude from -90 to 90, longitude from -180 to 180, such as 31.2304, 121.4737.",
  ],
  sendLocation: ["发送这个位置", "Send this location"],
  asVenue: ["带上名称和地址", "With a name and an address"],
  placeName: ["名称", "Name"],
  address: ["地址", "Address"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  map: ["地图", "Map"],
  copyCoordinates: ["复制坐标", "Copy the coordinates"],
  copied: ["已复制", "Copied"],
  shareContact: ["发送您的手机号", "Share your phone number"],
  shareContactHint: ["机器人会看到这个号码。", "The bot will see this number."],
  phoneNumber: ["手机号", "Phone number"],
  phoneNeeded: ["手机号由数字组成，比如 +86 138 0013 8000。", "A phone number is made of digits, such as +86 138 0013 8000."],
  share: ["发送", "Share"],
  tooLarge: ["文件超过 20 MB，机器人收不到。", "The file is over 20 MB; bots cannot receive it."],
  dropHere: ["松开鼠标，发送文件", "Drop to send"],
  download: ["下载 {name}", "Download {name}"],
  enlarge: ["放大照片", "Enlarge the photo"],
  offline: [
    "没有办成：连不上沙盒。等上方不再显示“没有连接”，请再试一次。",
    "That did not work: the sandbox does not answer. Try again once “no connection” above has gone.",
  ],
  notSent: [
    "没有发出，文字还在输入框里。点一下“发送”重试。",
    "Not sent; your text is still in the box. Press Send to try again.",
  ],
  notDone: ["没有办成：{reason}", "That did not work: {reason}"],
  conversation: ["与{bot}的对话", "Conversation with {bot}"],
  logKeys: ["上下方向键逐条查看，End 键到最新一条", "Up and down walk through the messages, End goes to the newest"],
  replyKeyboard: ["快捷按钮", "Quick replies"],
  opensTab: ["{label}（在新标签页打开）", "{label} (opens a new tab)"],
};

const SAVED = "waystation.page.language";

function firstLanguage() {
  const saved = localStorage.getItem(SAVED);
  if (saved === "zh" || saved === "en") return saved;
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "zh";
}

let language = firstLanguage();

export const pageLanguage = () => language;
export const locale = () => (language === "zh" ? "zh-CN" : "en-GB");

export function switchPageLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem(SAVED, language);
}

export function t(key, values = {}) {
  const text = WORDS[key]?.[language === "zh" ? 0 : 1] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
