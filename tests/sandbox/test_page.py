"""The chat page, used in a real browser against a real sandbox; the test itself is the bot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from io import BytesIO

import pytest
import pytest_asyncio
from aiohttp import ClientSession, FormData
from PIL import Image
from playwright.async_api import Browser, Page, expect

from sandbox.server import Sandbox
from sandbox.state.limits import UNLIMITED
from sandbox.state.people import Json, Persona
from tests.sandbox.page_driver import CHROMIUM, PHONE, ChatPage, chromium, window

pytestmark = [
    pytest.mark.wire,
    pytest.mark.process,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]

TOKEN = "42:page"
FANG, QIANG, EMMA = 1001, 1002, 1004
PERSONAS = (
    Persona(FANG, "王芳", "member", "zh-hans"),
    Persona(QIANG, "李强", "organiser", "zh-hans"),
    Persona(EMMA, "Emma Zhao", "member", "en"),
)


# Which of an element's visible children reach beyond it, or lie upon a neighbour in its flow.
CROWDED = """place => {
    const shown = [...place.children].filter(one => one.getClientRects().length
        && getComputedStyle(one).position !== "absolute");
    const box = one => one.getBoundingClientRect();
    const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1
        || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    const out = shown.filter(one => box(one).left < box(place).left - 1 || box(one).right > box(place).right + 1
        || one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "visible");
    const upon = shown.filter((one, i) => shown.slice(i + 1).some(other => !apart(box(one), box(other))));
    return [...out, ...upon].map(one => one.outerHTML.slice(0, 80));
}"""


@dataclass(slots=True)
class Bot:
    """A bot with no mind of its own: the test calls the Bot API for it."""

    session: ClientSession
    origin: str
    offset: int = 0

    async def call(self, method: str, **parameters: object) -> Json:
        async with self.session.post(f"{self.origin}/bot{TOKEN}/{method}", json=parameters) as response:
            answer: Json = await response.json()
        assert answer["ok"] is True, answer
        return answer

    async def hear(self) -> Json:
        """Wait for the next update."""
        updates = (await self.call("getUpdates", offset=self.offset, limit=1, timeout=5))["result"]
        assert isinstance(updates, list)
        (update,) = updates
        self.offset = update["update_id"] + 1
        heard: Json = update
        return heard

    async def heard_message(self) -> Json:
        message = (await self.hear())["message"]
        assert isinstance(message, dict)
        return message

    async def say(self, person: int, text: str, **more: object) -> int:
        """Send a text and return its message_id."""
        message = (await self.call("sendMessage", chat_id=person, text=text, **more))["result"]
        assert isinstance(message, dict)
        number: int = message["message_id"]
        return number

    async def post(self, person: int, method: str, **more: object) -> int:
        message = (await self.call(method, chat_id=person, **more))["result"]
        assert isinstance(message, dict)
        number: int = message["message_id"]
        return number

    async def picture(self, person: int, method: str, fields: Mapping[str, str | bytes]) -> int:
        """Call a method that uploads a picture (what is bytes), and return the message's number."""
        form = FormData({"chat_id": str(person)})
        for name, value in fields.items():
            form.add_field(name, value, filename=f"{name}.png" if isinstance(value, bytes) else None)
        async with self.session.post(f"{self.origin}/bot{TOKEN}/{method}", data=form) as response:
            answer = await response.json()
        assert answer["ok"] is True, answer
        number: int = answer["result"]["message_id"]
        return number


@dataclass(slots=True)
class Scene:
    """A page, the bot behind it, and the sandbox between them."""

    page: ChatPage
    bot: Bot
    sandbox: Sandbox
    wound: list[float]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desktop(browser: Browser) -> AsyncIterator[Page]:
    """Give one window for all tests: opening another costs more than most of them."""
    async with window(browser) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def scene(desktop: Page) -> AsyncIterator[Scene]:
    """Give a page on a fresh sandbox; whatever the test does, the page stays silent and asks nobody else."""
    wound: list[float] = []
    sandbox = Sandbox(TOKEN, PERSONAS, limits=UNLIMITED, on_advance=wound.append)
    origin = await sandbox.start()
    sandbox.meet([FANG, QIANG, EMMA])
    try:
        async with ClientSession() as session:
            page = ChatPage(desktop, origin)
            yield Scene(page, Bot(session, origin), sandbox, wound)
            await page.close()
            assert (page.complaints, page.foreign) == ([], [])
    finally:
        await sandbox.stop()


def article(number: str, title: str) -> Json:
    """Return a card, as the bot gives it for an inline query."""
    content = {"message_text": "来听党课"}
    described = {"title": title, "description": "还有 5 个名额", "input_message_content": content}
    return {"type": "article", "id": number, **described}


def picture(colour: tuple[int, int, int]) -> bytes:
    """Draw a PNG of one colour."""
    drawn = BytesIO()
    Image.new("RGB", (64, 48), colour).save(drawn, "PNG")
    return drawn.getvalue()


def inline(*rows: list[tuple[str, str]]) -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows]}


async def test_text_typed_and_entered_reaches_the_bot_and_its_answer_shows(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.page.open(FANG)
    await scene.page.say("附近哪里可以办挂靠?")
    assert (await scene.bot.heard_message())["text"] == "附近哪里可以办挂靠?"
    answer = await scene.bot.say(FANG, "<b>请把位置发给我</b>", parse_mode="HTML")
    await expect(scene.page.words(answer).locator("b")).to_have_text("请把位置发给我")
    assert await scene.page.texts() == ["您好", "附近哪里可以办挂靠?", "请把位置发给我"]


async def test_start_button_in_an_empty_chat_sends_start(scene: Scene) -> None:
    await scene.page.open(FANG)
    await expect(scene.page.part("introduction")).to_be_visible()
    await scene.page.part("start").click()
    assert (await scene.bot.heard_message())["text"] == "/start"
    await expect(scene.page.part("start")).to_be_hidden()
    await expect(scene.page.part("composer")).to_be_visible()


async def test_inline_tap_spins_until_the_message_is_edited_in_place(scene: Scene) -> None:
    await scene.page.open(FANG)
    number = await scene.bot.say(FANG, "能来吗?", reply_markup=inline([("参加", "yes"), ("请假", "no")]))
    await scene.page.tap("参加")
    await expect(scene.page.part("inline-button").first).to_have_attribute("aria-busy", "true")
    query = (await scene.bot.hear())["callback_query"]
    assert isinstance(query, dict)
    assert query["data"] == "yes"
    await scene.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="记下了")
    await expect(scene.page.part("toast")).to_have_text("记下了")
    await expect(scene.page.part("inline-button").first).not_to_have_attribute("aria-busy", "true")
    await scene.bot.call("editMessageText", chat_id=FANG, message_id=number, text="已报名")
    await expect(scene.page.words(number)).to_have_text("已报名")
    await expect(scene.page.bubble(number)).to_contain_text("已编辑")
    await expect(scene.page.part("inline-button")).to_have_count(0)
    assert await scene.page.texts() == ["已报名"]


async def test_tab_meets_the_newest_buttons_alone_and_arrows_walk_to_older_ones(scene: Scene) -> None:
    for number in range(30):
        await scene.bot.say(
            FANG, f"第 {number} 条", reply_markup=inline([("看", f"see:{number}"), ("改", f"edit:{number}")])
        )
    await scene.page.open(FANG)
    await expect(scene.page.part("message-text")).to_have_count(30)
    keyboard, buttons = scene.page.page.keyboard, scene.page.part("inline-button")
    await expect(scene.page.page.locator(".log .key[tabindex='0']")).to_have_count(2)
    await scene.page.part("log").focus()
    await keyboard.press("Tab")
    await expect(buttons.nth(58)).to_be_focused()
    for _ in range(10):
        await keyboard.press("ArrowUp")
    await keyboard.press("Tab")
    await expect(buttons.nth(38)).to_be_focused()
    await expect(buttons.nth(38)).to_be_in_viewport()
    await keyboard.press("Enter")
    query = (await scene.bot.hear())["callback_query"]
    assert isinstance(query, dict)
    again = inline([("看", "see:0")])
    message = query["message"]["message_id"]
    await scene.bot.call("editMessageText", chat_id=FANG, message_id=message, text="看过", reply_markup=again)
    await expect(scene.page.words(message)).to_have_text("看过")
    await expect(scene.page.bubble(message).get_by_test_id("inline-button")).to_be_focused()
    await keyboard.press("End")
    await keyboard.press("Tab")
    await expect(buttons.nth(57)).to_be_focused()


async def test_only_what_changed_is_read_of_the_open_chat_and_the_newest_of_others(scene: Scene) -> None:
    first = await scene.bot.say(FANG, "一")
    await scene.bot.say(QIANG, "别人的")
    asked: list[str] = []
    scene.page.page.on("request", lambda request: asked.append(request.url.removeprefix(scene.page.origin)))
    await scene.page.open(FANG)
    await expect(scene.page.part(f"persona-{QIANG}")).to_contain_text("别人的")
    await expect(scene.page.part("message-text")).to_have_text(["一"])
    await scene.bot.call("editMessageText", chat_id=FANG, message_id=first, text="一改")
    await scene.bot.say(FANG, "二")
    await expect(scene.page.part("message-text")).to_have_text(["一改", "二"])
    chats = [url.removeprefix("/sandbox/people/") for url in asked if "/chat" in url]
    assert f"{QIANG}/chat" not in chats
    assert f"{QIANG}/chat?glance=1" in chats
    assert chats[-1].startswith(f"{FANG}/chat?since=")


async def test_half_a_text_outlives_a_reload_and_a_sandbox_out_of_reach(scene: Scene) -> None:
    await scene.page.open(FANG)
    await scene.page.part("start").click()
    await scene.bot.hear()
    await scene.page.part("composer").fill("写到一半")
    await scene.page.page.reload()
    await expect(scene.page.part("composer")).to_have_value("写到一半")
    await scene.page.page.context.set_offline(True)
    await scene.page.part("composer").press("Enter")
    await expect(scene.page.part("toast").last).to_contain_text("没有发出")
    await expect(scene.page.part("composer")).to_have_value("写到一半")
    await expect(scene.page.page.locator(".chat-head .status")).to_contain_text("没有连接")
    await scene.page.page.context.set_offline(False)
    await expect(scene.page.page.locator(".chat-head .status")).to_have_text("机器人")
    await scene.page.part("composer").press("Enter")
    assert (await scene.bot.heard_message())["text"] == "写到一半"
    await expect(scene.page.part("composer")).to_have_value("")
    scene.page.complaints[:] = [one for one in scene.page.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


async def test_alert_answer_opens_a_box(scene: Scene) -> None:
    await scene.page.open(FANG)
    await scene.bot.say(FANG, "名额", reply_markup=inline([("报名", "join")]))
    await scene.page.tap("报名")
    query = (await scene.bot.hear())["callback_query"]
    assert isinstance(query, dict)
    await scene.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="这场已满", show_alert=True)
    await expect(scene.page.part("alert")).to_contain_text("这场已满")


async def test_deleted_message_goes_away(scene: Scene) -> None:
    await scene.page.open(FANG)
    kept, gone = await scene.bot.say(FANG, "留下"), await scene.bot.say(FANG, "删掉")
    await expect(scene.page.words(gone)).to_have_text("删掉")
    await scene.bot.call("deleteMessage", chat_id=FANG, message_id=gone)
    await expect(scene.page.bubble(gone)).to_have_count(0)
    await expect(scene.page.words(kept)).to_have_text("留下")


async def test_reply_keyboard_sends_its_label_and_folds_away(scene: Scene) -> None:
    await scene.page.open(FANG)
    keyboard = {"keyboard": [[{"text": "找服务点"}, {"text": "我的挂靠"}]], "resize_keyboard": True}
    await scene.bot.say(FANG, "想做什么?", reply_markup=keyboard)
    await scene.page.press("我的挂靠")
    assert (await scene.bot.heard_message())["text"] == "我的挂靠"
    await scene.page.part("keyboard-toggle").click()
    await expect(scene.page.part("reply-keyboard")).to_be_hidden()
    await scene.page.part("keyboard-toggle").click()
    await expect(scene.page.part("reply-keyboard")).to_be_visible()
    await scene.bot.say(FANG, "好的", reply_markup={"remove_keyboard": True})
    await expect(scene.page.part("keyboard-toggle")).to_be_hidden()


async def test_location_button_opens_the_map_and_sends_the_chosen_spot(scene: Scene) -> None:
    await scene.page.open(FANG)
    keyboard = {"keyboard": [[{"text": "发送位置", "request_location": True}]]}
    await scene.bot.say(FANG, "您在哪里?", reply_markup=keyboard)
    await scene.page.press("发送位置")
    await scene.page.part("location-preset").get_by_text("陆家嘴").click()
    await scene.page.part("location-pick").click()
    assert (await scene.bot.heard_message())["location"] == {"latitude": 31.2397, "longitude": 121.4998}
    await expect(scene.page.part("place")).to_contain_text("31.23970, 121.49980")


async def test_map_clicked_beside_its_middle_moves_the_pin_there(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.page.open(FANG)
    await scene.page.part("attach").click()
    await scene.page.part("attach-location").click()
    box = await scene.page.part("location-map").bounding_box()
    assert box is not None
    # The view is 240 thousandths of a degree of latitude wide; a quarter of it to the left is 60, or 0.07014 degrees.
    await scene.page.part("location-map").click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    latitude = float(await scene.page.part("location-latitude").input_value())
    longitude = float(await scene.page.part("location-longitude").input_value())
    assert (latitude, longitude) == pytest.approx((31.2304, 121.4737 - 0.07014), abs=5e-4)


async def test_contact_button_sends_the_number_after_asking(scene: Scene) -> None:
    await scene.page.open(FANG)
    await scene.bot.say(FANG, "电话?", reply_markup={"keyboard": [[{"text": "发送号码", "request_contact": True}]]})
    await scene.page.press("发送号码")
    await scene.page.part("contact-phone").fill("+86 138 0013 8000")
    await scene.page.part("contact-share-submit").click()
    contact = (await scene.bot.heard_message())["contact"]
    assert contact == {"phone_number": "+8613800138000", "first_name": "王芳", "user_id": FANG}


async def test_unread_badge_counts_for_others_and_goes_when_their_phone_is_taken(scene: Scene) -> None:
    await scene.page.open(FANG)
    await scene.bot.say(QIANG, "一")
    await scene.bot.say(QIANG, "二")
    await expect(scene.page.part(f"unread-{QIANG}")).to_have_text("2")
    await scene.page.hold_phone_of(QIANG)
    await expect(scene.page.part(f"unread-{QIANG}")).to_have_count(0)
    await expect(scene.page.part("message-text")).to_have_text(["一", "二"])


async def test_enter_while_composing_sends_nothing_and_shift_enter_breaks_the_line(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.page.open(FANG)
    composer = scene.page.part("composer")
    await composer.fill("jing an")
    await composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(composer).to_have_value("jing an")
    await composer.fill("一")
    await composer.press("Shift+Enter")
    await composer.press_sequentially("二")
    await composer.press("Enter")
    assert (await scene.bot.heard_message())["text"] == "一\n二"


async def test_markup_in_a_text_is_shown_and_not_run(scene: Scene) -> None:
    await scene.page.open(FANG)
    hostile = '<img src="/nowhere" onerror="alert(1)"><script>alert(2)</script>'
    number = await scene.bot.say(FANG, hostile)
    await expect(scene.page.words(number)).to_have_text(hostile)
    await expect(scene.page.words(number).locator("img, script")).to_have_count(0)


async def test_venue_and_file_show_what_they_are(scene: Scene) -> None:
    await scene.page.open(FANG)
    venue = {"latitude": 31.2235, "longitude": 121.4454, "title": "静安寺街道党群服务中心", "address": "愚园路 123 号"}
    await scene.bot.post(FANG, "sendVenue", **venue)
    await expect(scene.page.part("place")).to_have_text("静安寺街道党群服务中心愚园路 123 号")
    await scene.page.part("file-input").set_input_files(
        {"name": "须知.txt", "mimeType": "text/plain", "buffer": b"12345"}
    )
    document = (await scene.bot.heard_message())["document"]
    assert isinstance(document, dict)
    assert document["file_name"] == "须知.txt"
    await expect(scene.page.part("document")).to_have_text("须知.txt5 B")


async def test_poster_link_pasted_starts_with_its_payload(scene: Scene) -> None:
    await scene.page.open(FANG)
    await scene.page.part("open-link").click()
    await scene.page.part("link-field").fill("not a link, surely")
    await scene.page.part("link-submit").click()
    await expect(scene.page.part("link").get_by_role("alert")).to_contain_text("没有看出代码")
    await scene.page.part("link-field").fill("https://t.me/some_bot?start=p_1024")
    await scene.page.part("link-submit").click()
    assert (await scene.bot.heard_message())["text"] == "/start p_1024"


async def test_blocked_bot_leaves_one_button_that_unblocks_it(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.page.open(FANG)
    await scene.page.part("more").click()
    await scene.page.part("menu-block").click()
    await expect(scene.page.part("composer")).to_be_hidden()
    await scene.page.part("unblock").click()
    await expect(scene.page.part("composer")).to_be_visible()
    changes = [(await scene.bot.hear())["my_chat_member"] for _ in range(2)]
    assert [change["new_chat_member"]["status"] for change in changes if isinstance(change, dict)] == [
        "kicked",
        "member",
    ]


async def test_commands_menu_lists_and_sends_them(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.bot.call("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    await scene.page.open(FANG)
    await scene.page.part("commands").click()
    await expect(scene.page.part("command-menu")).to_have_text("帮助/help")
    await scene.page.part("command-help").click()
    assert (await scene.bot.heard_message())["text"] == "/help"


async def test_card_asked_for_by_the_name_of_the_bot_is_posted(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.page.open(FANG)
    await scene.page.part("composer").press_sequentially("@waystation_sandbox_bot 党课")
    query = (await scene.bot.hear())["inline_query"]
    assert isinstance(query, dict)
    assert query["query"] == "党课"
    await scene.bot.call("answerInlineQuery", inline_query_id=query["id"], results=[article("a", "12月3日党课")])
    await expect(scene.page.part("card")).to_have_text("12月3日党课还有 5 个名额")

    await scene.page.part("card").click()
    await expect(scene.page.part("cards")).to_be_hidden()
    await expect(scene.page.part("composer")).to_have_value("")
    assert (await scene.bot.heard_message())["text"] == "来听党课"
    assert await scene.page.texts() == ["您好", "来听党课"]


async def test_enter_chooses_the_first_card_and_sends_no_text(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.page.open(FANG)
    await scene.page.part("composer").press_sequentially("@waystation_sandbox_bot ")
    query = (await scene.bot.hear())["inline_query"]
    assert isinstance(query, dict)
    results = [article("a", "12月3日党课"), article("b", "12月4日党课")]
    await scene.bot.call("answerInlineQuery", inline_query_id=query["id"], results=results)
    await expect(scene.page.part("card")).to_have_count(2)
    await scene.page.part("composer").press("Enter")
    assert (await scene.bot.heard_message())["text"] == "来听党课"


async def test_cards_go_when_the_name_is_taken_away(scene: Scene) -> None:
    await scene.bot.say(FANG, "您好")
    await scene.page.open(FANG)
    await scene.page.part("composer").press_sequentially("@waystation_sandbox_bot ")
    query = (await scene.bot.hear())["inline_query"]
    assert isinstance(query, dict)
    await scene.bot.call("answerInlineQuery", inline_query_id=query["id"], results=[article("a", "12月3日党课")])
    await expect(scene.page.part("cards")).to_be_visible()
    await scene.page.part("composer").fill("你好")
    await expect(scene.page.part("cards")).to_be_hidden()


async def test_photo_edited_in_place_is_shown_anew(scene: Scene) -> None:
    uploaded = await scene.bot.picture(FANG, "sendPhoto", {"photo": picture((10, 90, 80))})
    await scene.page.open(FANG)
    shown = scene.page.bubble(uploaded).locator("img")
    before = await shown.get_attribute("src")
    assert before
    media = json.dumps({"type": "photo", "media": "attach://new"})
    more: dict[str, str | bytes] = {"message_id": str(uploaded), "media": media, "new": picture((200, 40, 40))}
    assert await scene.bot.picture(FANG, "editMessageMedia", more) == uploaded
    await expect(shown).not_to_have_attribute("src", before)
    await expect(scene.page.bubble(uploaded).get_by_test_id("photo")).to_have_count(1)


async def test_clock_wound_by_an_hour_tells_the_demo(scene: Scene) -> None:
    await scene.page.open(FANG)
    before = await scene.page.part("clock-time").inner_text()
    await scene.page.part("clock-hour").click()
    hour = f"{(int(before[:2]) + 1) % 24:02}"
    await expect(scene.page.part("clock-time")).to_contain_text(f"{hour}:")
    assert scene.wound == [3600]


async def test_stranger_added_by_number_holds_a_phone_of_their_own(scene: Scene) -> None:
    await scene.page.open(FANG)
    await scene.page.part("add-stranger").click()
    await scene.page.part("stranger-id").fill("777")
    await scene.page.part("stranger-submit").click()
    await scene.page.part("start").click()
    sender = (await scene.bot.heard_message())["from"]
    assert isinstance(sender, dict)
    assert sender["id"] == 777
    await expect(scene.page.part("persona-777")).to_contain_text(str(sender["first_name"]))


async def test_stream_that_breaks_is_taken_up_again(scene: Scene) -> None:
    await scene.page.open(FANG)
    await scene.bot.say(FANG, "之前")
    await expect(scene.page.part("message-text")).to_have_text(["之前"])
    scene.sandbox.world.events.close()
    await scene.bot.say(FANG, "其间")
    await expect(scene.page.part("message-text")).to_have_text(["之前", "其间"])
    await scene.bot.say(FANG, "之后")
    await expect(scene.page.part("message-text")).to_have_text(["之前", "其间", "之后"])


async def test_reader_of_old_messages_is_left_in_peace_when_new_ones_come(scene: Scene) -> None:
    for number in range(60):
        await scene.bot.say(FANG, f"第 {number} 条")
    await scene.page.open(FANG)
    log = scene.page.part("log")
    await expect(scene.page.part("message-text")).to_have_count(60)
    await log.evaluate("log => { log.scrollTop = 400; }")
    await expect(scene.page.part("to-bottom")).to_be_visible()
    last = await scene.bot.say(FANG, "新的")
    await expect(scene.page.part("to-bottom")).to_contain_text("1")
    assert await log.evaluate("log => log.scrollTop") == 400
    await scene.page.part("to-bottom").click()
    await expect(scene.page.words(last)).to_be_in_viewport()
    await expect(scene.page.part("to-bottom")).to_be_hidden()


async def test_reader_of_old_messages_who_writes_is_taken_to_the_end(scene: Scene) -> None:
    for number in range(60):
        await scene.bot.say(FANG, f"第 {number} 条")
    await scene.page.open(FANG)
    await expect(scene.page.part("message-text")).to_have_count(60)
    await scene.page.part("log").evaluate("log => { log.scrollTop = 400; }")
    await expect(scene.page.part("to-bottom")).to_be_visible()
    await scene.page.say("在吗")
    await expect(scene.page.part("message-text").last).to_have_text("在吗")
    await expect(scene.page.part("message-text").last).to_be_in_viewport()


async def test_long_chat_shows_its_end_and_more_of_it_on_the_way_up(scene: Scene) -> None:
    texts = [f"第 {number} 条" for number in range(300)]
    await scene.bot.session.post(f"{scene.bot.origin}/sandbox/updates/bulk", json={"person": FANG, "texts": texts})
    await scene.page.open(FANG)
    await expect(scene.page.part("message-text").last).to_have_text("第 299 条")
    assert await scene.page.texts() == texts[180:]
    middle = scene.page.part("message-text").get_by_text("第 180 条", exact=True)
    await scene.page.part("log").evaluate("log => { log.scrollTop = 0; }")
    await expect(scene.page.part("message-text")).to_have_count(240)
    await expect(middle).to_be_in_viewport()


async def test_phone_shows_list_and_chat_as_two_screens(scene: Scene, browser: Browser) -> None:
    await scene.bot.say(FANG, "您好")
    async with window(browser, PHONE) as opened:
        phone = ChatPage(opened, scene.page.origin)
        await phone.open()
        await expect(phone.part("composer")).to_be_hidden()
        await phone.hold_phone_of(FANG)
        await expect(phone.part("composer")).to_be_visible()
        await expect(phone.part(f"persona-{FANG}")).to_be_hidden()
        await expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
        await phone.part("head-clock").click()
        await expect(phone.part("clock-dialog")).to_be_visible()
        await phone.page.go_back()
        await expect(phone.part("clock-dialog")).to_have_count(0)
        await expect(phone.part("composer")).to_be_visible()
        width = await phone.page.evaluate("document.documentElement.scrollWidth")
        await phone.part("back").click()
        await expect(phone.page.get_by_role("main")).to_be_visible()
        await expect(phone.part(f"persona-{FANG}")).to_be_visible()
        assert (width, phone.complaints, phone.foreign) == (PHONE[0], [], [])


async def test_text_of_double_size_fits_the_narrowest_phone(scene: Scene, browser: Browser) -> None:
    rows = [[("查看附近的服务点", "a"), ("我的活动", "b"), ("返回", "c")]]
    await scene.bot.say(FANG, "一段说明文字，讲得长一些，好让它折成几行。", reply_markup=inline(*rows))
    async with window(browser, (320, 640)) as opened:
        await opened.add_init_script("onload = () => { document.documentElement.style.fontSize = '200%'; }")
        phone = ChatPage(opened, scene.page.origin)
        await phone.open(FANG)
        await expect(phone.part("message-text")).to_have_css("font-size", "30px")
        for place in (".chat-head", ".bar", ".inline-keys .key-row"):
            assert await opened.locator(place).evaluate(CROWDED) == [], place
        assert await phone.part("log").evaluate("log => log.scrollWidth") == 320
        await phone.part("more").click()
        for entry in await phone.part("chat-menu").locator(".menu-item").all():
            assert await entry.evaluate(CROWDED) == []
        assert await opened.evaluate("document.documentElement.scrollWidth") == 320


async def test_page_in_english_for_an_english_browser_and_back(scene: Scene, browser: Browser) -> None:
    async with window(browser, locale="en-US") as opened:
        page = ChatPage(opened, scene.page.origin)
        await page.open(EMMA)
        await expect(page.part("start")).to_have_text("Start")
        await page.part("page-language").click()
        await expect(page.part("start")).to_have_text("开始")
        assert (page.complaints, page.foreign) == ([], [])


async def test_a_group_lets_the_bot_in_and_a_press_there_opens_the_private_chat(scene: Scene) -> None:
    chat, bot = scene.page, scene.bot
    invite = {"text": "选群", "url": "https://t.me/waystation_sandbox_bot?startgroup=g_1"}
    await chat.open(FANG)
    await bot.say(FANG, "绑定群", reply_markup={"inline_keyboard": [[invite]]})
    await chat.tap("选群")
    await chat.part("make-group").click()
    await chat.part("group-title").fill("第一支部")
    await chat.part("new-group-submit").click()
    await chat.part("group--5001").click()
    await expect(chat.part("group-log")).to_contain_text("/start@waystation_sandbox_bot g_1")
    await bot.hear()
    await bot.heard_message()
    button = {"text": "报名", "callback_data": "=o.1"}
    await bot.say(-5001, "党课", reply_markup={"inline_keyboard": [[button]]})
    await chat.part("group-button").click()
    query = (await bot.hear())["callback_query"]
    assert isinstance(query, dict)
    link = "https://t.me/waystation_sandbox_bot?start=o_1"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], url=link)
    assert (await bot.heard_message())["text"] == "/start o_1"
    await expect(chat.part("group")).to_have_count(0)
