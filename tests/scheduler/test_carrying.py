"""Files that another channel keeps: what a message of them becomes, and what where they are not to be had."""

from dataclasses import dataclass, field

import pytest

from bot.abilities import WEB
from bot.chat import Brought, Button, Document, Drawing, Fate, FetchFailedError, Message, Outcome, Picture, Post, Text
from bot.texts import words
from domain.announcements.announcements import Medium
from domain.messages.delivery import State
from scheduler.carrying import CARRIED_MOST, Carrier
from scheduler.sender import Channel, Sender
from storage.people import addresses, people
from storage.unit_of_work import Store
from tests.scheduler.messenger import Messenger
from tests.scheduler.test_channels import write
from tests.scheduler.test_sender import FAST, sending, until, until_states

JPEG, PDF = b"\xff\xd8\xff" + bytes(60), b"%PDF-1.4"
T = words("en")
NOW = 1_800_000_000.0
BUTTONS = ((Button("Yes", "=menu."),),)


@pytest.fixture
def telegram() -> Messenger:
    return Messenger(files={"AgAC": Brought("file_1.jpg", JPEG), "BQAC": Brought("list.pdf", PDF)})


@pytest.fixture
def carrier(telegram: Messenger) -> Carrier:
    page = Messenger(files={"page:abc": Brought("photo.jpg", JPEG), "page:big": Brought("a", bytes(CARRIED_MOST + 1))})
    return Carrier({"telegram": telegram, "web": page})


@pytest.mark.parametrize(
    ("message", "channel", "parts"),
    [
        (Picture("page:abc", "the card", BUTTONS), "telegram", (Drawing(JPEG, "the card", BUTTONS),)),
        (Picture("AgAC"), "web", (Drawing(JPEG),)),
        (Picture("AgAC"), "telegram", (Picture("AgAC"),)),
        (Post("", (Medium("document", "BQAC"),)), "web", (Document("list.pdf", PDF),)),
        (
            Post("<b>Now</b>", (Medium("photo", "AgAC"), Medium("photo", "page:abc")), BUTTONS),
            "web",
            (Drawing(JPEG), Post("", (Medium("photo", "page:abc"),)), Text("<b>Now</b>", BUTTONS)),
        ),
        (Post("new", (Medium("photo", "AgAC"),), replaces=7), "web", (Text("new", replaces=7),)),
        (Text("words"), "web", (Text("words"),)),
    ],
)
async def test_what_a_channel_gets(
    carrier: Carrier, message: Message, channel: str, parts: tuple[Message, ...]
) -> None:
    assert await carrier.carried(message, channel, T) == parts


@pytest.mark.parametrize("file_id", ["page:gone", "page:big"])
async def test_what_is_not_to_be_had_is_words_in_as_many_parts(carrier: Carrier, file_id: str) -> None:
    missing = "(There is a picture or file with this that cannot be shown here.)"
    post = Post("now", (Medium("photo", file_id), Medium("photo", "page:abc")), BUTTONS)
    assert await carrier.carried(post, "telegram", T) == (Text(missing), Drawing(JPEG), Text("now", BUTTONS))
    assert await carrier.carried(Picture(file_id, "a < b"), "telegram", T) == (Text(f"a &lt; b\n\n{missing}"),)


@dataclass
class Busy(Messenger):
    """A messenger that does not give files away at first."""

    asked: int = 0
    files: dict[str, Brought] = field(default_factory=lambda: {"AgAC": Brought("a.jpg", JPEG)})

    async def bring(self, file_id: str) -> Brought:
        self.asked += 1
        if self.asked < 5:
            raise FetchFailedError("no answer")
        return await super().bring(file_id)


@dataclass
class Shelf(Messenger):
    """A page that keeps what it got."""

    abilities = WEB
    got: list[Message] = field(default_factory=list)

    def _answer(self, outgoing: object) -> Outcome:
        self.got.append(outgoing.reply)  # type: ignore[attr-defined]
        return Outcome(Fate.ACCEPTED, len(self.got))


async def test_another_channel_in_trouble_holds_up_nobody_else_and_is_asked_again(store: Store) -> None:
    telegram, page = Busy(), Shelf()
    with store.unit_of_work() as unit:
        anna, bert = (addresses.number_of(unit, "web", name, NOW) for name in ("anna", "bert"))
        people.welcome(unit, [anna, bert], NOW)
        unit.commit()
    write(store, anna, Picture("AgAC"))
    write(store, bert, Text("words"))
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
        await until(lambda: Text("words") in page.got)
        await until_states(store, State.SENT, State.SENT)
    assert page.got == [Text("words"), Drawing(JPEG)]
    assert telegram.asked == 5
