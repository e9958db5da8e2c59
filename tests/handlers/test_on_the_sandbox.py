"""Both fronts against the sandbox: what a person does arrives, and what is sent stands in the chat."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.chat import (
    Arrival,
    AskedInline,
    Blocked,
    Button,
    Card,
    Cards,
    Drawing,
    Event,
    Fate,
    Front,
    Introduction,
    Key,
    NoFileError,
    Outcome,
    Outgoing,
    Pin,
    Post,
    Reply,
    Said,
    SentFile,
    SharedContact,
    SharedPlace,
    Started,
    Tapped,
    TappedInGroup,
    Text,
    Toast,
    Unblocked,
    Unsend,
)
from bot.handlers.polling import Take, poll
from bot.handlers.webhook import PATH, webhook_routes
from domain.announcements.announcements import Medium
from sandbox.server import Sandbox
from tests.handlers.conftest import OpenFront

pytestmark = pytest.mark.wire

TOKEN = "123456:token_of-the-sandbox"
FANG = 1001


class Stage:
    """A sandbox with a front on it, and the person Fang before it."""

    def __init__(self, front: Front, origin: str, client: aiohttp.ClientSession) -> None:
        self.front, self.origin, self._client = front, origin, client

    async def do(self, deed: str, **what: Any) -> None:
        async with self._client.post(f"{self.origin}/sandbox/people/{FANG}/{deed}", json=what) as answer:
            assert (answer.status, await answer.text())[0] == 200

    async def chat(self) -> list[dict[str, Any]]:
        async with self._client.get(f"{self.origin}/sandbox/people/{FANG}/chat") as answer:
            messages: list[dict[str, Any]] = (await answer.json())["messages"]
            return messages

    async def send(self, reply: Reply) -> Outcome:
        return await self.front.send(Outgoing(1, FANG, reply))

    async def heard(self, count: int) -> list[Event | None]:
        """Poll until so many updates were taken."""
        arrivals: list[Arrival] = []
        stop = asyncio.Event()

        async def take(batch: Sequence[Arrival]) -> None:
            arrivals.extend(batch)
            if len(arrivals) >= count:
                stop.set()

        async with asyncio.timeout(5):
            await poll(self.front, take, stop=stop, wait_s=2)
        return [arrival.event for arrival in arrivals]


@pytest_asyncio.fixture
async def stage(open_front: OpenFront) -> AsyncIterator[Stage]:
    sandbox = Sandbox(TOKEN)
    origin = await sandbox.start()
    front = open_front(TOKEN, origin)
    async with aiohttp.ClientSession() as client:
        yield Stage(front, origin, client)
    await front.close()
    await sandbox.stop()


async def test_what_a_person_does_arrives(stage: Stage) -> None:
    await stage.do("text", text="/start p_310101")
    await stage.do("text", text="人民广场")
    await stage.do("location", latitude=31.2304, longitude=121.4737)
    await stage.do("contact", phone_number="+8613800000000", last_name="李")
    await stage.do("file", name="名单.txt", content_base64="5ZCN5Y2V")
    await stage.do("block")
    await stage.do("unblock")
    said = await stage.heard(7)
    document = said[4]
    assert isinstance(document, SentFile)
    assert said == [
        Started("p_310101"),
        Said("人民广场"),
        SharedPlace(31.2304, 121.4737),
        SharedContact("+8613800000000", own=True, first_name="李明", last_name="李"),
        SentFile("document", document.file_id, 6),
        Blocked(),
        Unblocked(),
    ]


async def test_what_is_sent_stands_in_the_chat(stage: Stage) -> None:
    await stage.do("text", text="/start")
    buttons = ((Button("附近", "near:1:0"),),)
    first = await stage.send(Text("<b>您好</b> &amp; 欢迎", buttons))
    await stage.send(Text("发送位置", keys=((Key("发送位置", "location"), Key("返回")),)))
    await stage.send(Pin(31.2304, 121.4737, "人民广场站", "人民大道", "人民广场站", buttons))
    await stage.send(Text("再见", hide_keys=True))
    bots = [message for message in await stage.chat() if message["from"] == "bot"]
    assert first == Outcome(Fate.ACCEPTED, bots[0]["message_id"])
    assert [message["text"] for message in bots] == ["您好 & 欢迎", "发送位置", "", "再见"]
    assert bots[2]["venue"]["title"] == "人民广场站"


async def test_edit_that_changes_nothing_is_accepted(stage: Stage) -> None:
    await stage.do("text", text="/start")
    sent = await stage.send(Text("您好"))
    assert await stage.send(Text("您好", replaces=sent.message_id)) == sent
    assert await stage.send(Text("再见", replaces=sent.message_id)) == sent
    assert [message["text"] for message in await stage.chat() if message["from"] == "bot"] == ["再见"]


async def test_drawing_is_drawn_anew_in_its_place(stage: Stage) -> None:
    await stage.do("text", text="/start")
    sent = await stage.send(Drawing(_png(1), "一月", ((Button("换一张", "again"),),)))
    assert await stage.send(Drawing(_png(2), "二月", replaces=sent.message_id)) == sent
    [shown] = [one for one in await stage.chat() if one["from"] == "bot"]
    assert (shown["text"], shown["photo"]["width"], shown["buttons"], shown["edited"]) == ("二月", 2, [], True)


async def test_drawing_that_changes_nothing_is_accepted(stage: Stage) -> None:
    await stage.do("text", text="/start")
    sent = await stage.send(Drawing(_png(1)))
    assert await stage.send(Drawing(_png(1), replaces=sent.message_id)) == sent


async def test_drawing_in_the_place_of_an_unknown_one_is_sent(stage: Stage) -> None:
    await stage.do("text", text="/start")
    outcome = await stage.send(Drawing(_png(1), replaces=4711))
    assert [one["message_id"] for one in await stage.chat() if one["photo"]] == [outcome.message_id]


async def test_cards_are_asked_for_offered_and_chosen(stage: Stage) -> None:
    await stage.do("text", text="/start")
    await stage.do("inline", query="党课")
    _, asked = await stage.heard(2)
    assert isinstance(asked, AskedInline)
    assert asked.query == "党课"
    link = ((Button("打开", url="https://t.me/waystation_sandbox_bot?start=o_7"),),)
    offered = await stage.send(Cards(asked.receipt, (Card("o7", "党课", "周四", "<b>党课</b> 19:00", link),)))
    assert offered == Outcome(Fate.ACCEPTED)
    await stage.do("inline/choose", id="o7")
    assert [one["text"] for one in await stage.chat()] == ["/start", "党课 19:00"]


async def test_cards_come_too_late(stage: Stage) -> None:
    assert (await stage.send(Cards("4711", ()))).fate is Fate.REFUSED


async def test_what_is_answered_is_known(stage: Stage) -> None:
    await stage.do("text", text="/start")
    sent = await stage.send(Text("来吗？"))
    await stage.do("text", text="来", reply_to=sent.message_id)
    assert await stage.heard(2) == [Started(""), Said("来", sent.message_id)]


def _png(width: int) -> bytes:
    """Make the head of a picture of this width, which is all that the sandbox reads of one."""
    return b"\x89PNG\r\n\x1a\n" + bytes(8) + width.to_bytes(4) + (1).to_bytes(4)


async def test_edit_of_an_unknown_message_is_sent(stage: Stage) -> None:
    await stage.do("text", text="/start")
    outcome = await stage.send(Text("您好", replaces=4711))
    assert [message["message_id"] for message in await stage.chat()][1:] == [outcome.message_id]


async def test_html_that_is_refused_is_sent_plainly(stage: Stage) -> None:
    await stage.do("text", text="/start")
    assert (await stage.send(Text("<b>您好"))).fate is Fate.ACCEPTED
    assert (await stage.chat())[-1]["text"] == "您好"


async def test_press_arrives_and_is_answered(stage: Stage) -> None:
    await stage.do("text", text="/start")
    sent = await stage.send(Text("您好", ((Button("附近", "near:1:0"),),)))
    await stage.do("tap", button="附近")
    heard = await stage.heard(2)
    assert [(tapped.data, tapped.message_id) for tapped in heard if isinstance(tapped, Tapped)] == [
        ("near:1:0", sent.message_id)
    ]


async def test_person_who_is_out_of_reach(stage: Stage) -> None:
    assert (await stage.send(Text("您好"))).fate is Fate.UNREACHABLE
    await stage.do("text", text="/start")
    await stage.do("block")
    assert (await stage.send(Text("您好"))).fate is Fate.UNREACHABLE


async def test_text_that_is_too_long(stage: Stage) -> None:
    await stage.do("text", text="/start")
    assert (await stage.send(Text("站" * 4097))).fate is Fate.REFUSED


async def test_introduction(stage: Stage) -> None:
    username = await stage.front.introduce(
        [Introduction("zh", (("near", "附近"),)), Introduction("", (("help", "Help"),))]
    )
    assert username.lower().endswith("bot")


async def test_what_a_person_does_is_delivered(stage: Stage) -> None:
    secret = "s3cret"
    delivered: asyncio.Queue[Arrival] = asyncio.Queue()

    async def take(arrivals: Sequence[Arrival]) -> None:
        for arrival in arrivals:
            await delivered.put(arrival)

    runner = await _serving(stage.front, take, secret)
    await stage.front.listen_by_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}", secret)
    await stage.do("text", text="人民广场")
    async with asyncio.timeout(5):
        assert (await delivered.get()).event == Said("人民广场")
    await stage.front.listen_by_webhook("", "")
    await runner.cleanup()


async def _serving(front: Front, take: Take, secret: str) -> web.AppRunner:
    app = web.Application()
    app.add_routes(webhook_routes(front, take, secret))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


async def post_to(stage: Stage, path: str, **body: Any) -> Any:
    async with aiohttp.ClientSession() as client, client.post(f"{stage.origin}/sandbox/{path}", json=body) as answer:
        return await answer.json()


async def test_formatting_comes_in_and_goes_out(stage: Stage) -> None:
    await stage.do("text", text="👍 通知", entities=[{"type": "bold", "offset": 3, "length": 2}])
    (said,) = await stage.heard(1)
    assert said == Said("👍 通知", html="👍 <b>通知</b>")
    assert isinstance(said, Said)
    await stage.send(Post(said.html))
    assert (await stage.chat())[-1]["html"] == "👍 <b>通知</b>"


async def test_album_goes_out_is_corrected_and_taken_back(stage: Stage) -> None:
    for name in ("a.jpg", "b.mp4"):
        await stage.do("file", name=name, content_base64="eA==", album="1")
    media = tuple(Medium(one.kind, one.file_id) for one in await stage.heard(2) if isinstance(one, SentFile))
    sent = await stage.send(Post("<b>通知</b>", media))
    assert [message["text"] for message in (await stage.chat())[-2:]] == ["通知", ""]
    await stage.send(Post("更正", media, replaces=sent.message_id))
    first, second = (await stage.chat())[-2:]
    assert (first["text"], first["edited"], first["message_id"], (second["message_id"],)) == (
        "更正",
        True,
        sent.message_id,
        sent.others,
    )
    await stage.send(Unsend((sent.message_id, *sent.others)))
    assert [message["deleted"] for message in (await stage.chat())[-2:]] == [True, True]


async def test_press_in_a_group_is_the_pressers_and_gets_a_toast(stage: Stage) -> None:
    group = (await post_to(stage, "groups", title="第一支部", members=[FANG]))["id"]
    await post_to(stage, f"groups/{group}/add_bot", by=FANG)
    sent = await stage.front.send(Outgoing(1, group, Text("党课", ((Button("报名", "=o.y1"),),))))
    await post_to(stage, f"groups/{group}/tap", by=FANG, button="报名")
    _, tapped = await stage.heard(2)
    assert isinstance(tapped, TappedInGroup)
    assert (tapped.data, tapped.group_id, tapped.message_id, tapped.title) == (
        "=o.y1",
        group,
        sent.message_id,
        "第一支部",
    )
    assert (await stage.send(Toast(tapped.receipt, "已报名"))).fate is Fate.ACCEPTED


async def test_group_that_was_upgraded_tells_its_new_number(stage: Stage) -> None:
    group = (await post_to(stage, "groups", title="第一支部", members=[FANG]))["id"]
    await post_to(stage, f"groups/{group}/add_bot", by=FANG)
    new = (await post_to(stage, f"groups/{group}/upgrade"))["id"]
    outcome = await stage.front.send(Outgoing(1, group, Text("党课")))
    assert (outcome.fate, outcome.moved_to) == (Fate.REFUSED, new)


async def test_file_is_brought_as_somebody_sent_it(stage: Stage) -> None:
    await stage.do("file", name="名单.txt", content_base64="5ZCN5Y2V")
    (sent,) = await stage.heard(1)
    assert isinstance(sent, SentFile)
    brought = await stage.front.bring(sent.file_id)
    assert brought.content == "名单".encode()
    with pytest.raises(NoFileError):
        await stage.front.bring("page:of-another-channel")
