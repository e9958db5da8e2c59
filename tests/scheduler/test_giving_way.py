"""One message that does not get through holds nobody: it gives way, goes in words, or costs its own row alone."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.chat import Button, Document, Drawing, Fate, Message, Outcome, Outgoing, Picture, Pin, Post, Text
from bot.codec import encode
from bot.texts import words
from domain.announcements.announcements import Medium
from domain.messages.delivery import HOLDS_S, Lane, State
from scheduler.dispatch import Bounds, Clocks
from scheduler.in_words import in_words
from scheduler.sender import Sender
from storage.messages import claims, outbox
from storage.messages.outbox import Draft
from storage.people import people
from storage.tables.messages import outbox as table
from storage.unit_of_work import Store
from tests.scheduler.messenger import Messenger
from tests.scheduler.test_sender import FAST, Clock, rows, sending, states, until, until_states, write

BACK = ((Button("菜单", "menu"),),)
PIN = Pin(31.2, 121.5, "站", "路", "<b>站</b>", BACK)
FILE = Document("a.pdf", b"1", "证书 <1>", BACK)
PICTURE = Picture("AgAC", "", BACK)
DRAWING = Drawing(b"2", "本月", BACK)
POST = Post("<b>通知</b>", (Medium("photo", "AgAC"),), BACK)
GONE = "这里应该有图片或文件，但是 Telegram 不收，可能已经失效了。"
LATER = "这里应该有图片或文件，现在发不出来，请过一会儿再试。"

TROUBLE = Outcome(Fate.SERVER_TROUBLE, reason="status 500")
PERHAPS = Outcome(Fate.UNCERTAIN, reason="TimeoutError")
REFUSED = Outcome(Fate.REFUSED, reason="wrong file identifier")


@dataclass
class Picky(Messenger):
    """Takes texts, and answers `ill` to everything else, after `hangs_s`; `heard` are the texts by chat."""

    ill: Outcome = TROUBLE
    hangs_s: float = 0.0
    is_down: bool = False
    tried: list[Message] = field(default_factory=list)
    heard: list[tuple[int, Message]] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.tried.append(outgoing.reply)
        if self.is_down or not isinstance(outgoing.reply, Text):
            await asyncio.sleep(self.hangs_s)
            return self.ill
        self.heard.append((outgoing.chat_id, outgoing.reply))
        return Outcome(Fate.ACCEPTED, len(self.heard))


def say(store: Store, *wanted: tuple[int, Message], lane: Lane = Lane.INTERACTIVE, first: int = 0) -> None:
    drafts = [Draft(f"{first + n}", chat, lane, encode(reply), 0.0) for n, (chat, reply) in enumerate(wanted)]
    with store.unit_of_work() as unit:
        outbox.write(unit, drafts, time.time())
        unit.commit()


def picky(store: Store, messenger: Picky, clock: Callable[[], float] = time.time) -> Sender:
    return Sender(store, messenger, FAST, Clocks(clock), Bounds(poll_s=0.1))


# ---------------------------------------------------------------- giving way


@dataclass
class Stubborn(Messenger):
    """Answers `ill` to what is stuck for as long as `is_stuck`, and takes everything else."""

    ill: Outcome = TROUBLE
    is_stuck: bool = True

    async def send(self, outgoing: Outgoing) -> Outcome:
        if self.is_stuck and outgoing.reply == Text("stuck"):
            return self.ill
        return await super().send(outgoing)


@pytest.mark.parametrize("ill", [TROUBLE, PERHAPS])
async def test_what_the_messenger_never_takes_gives_way_and_is_tried_again(store: Store, ill: Outcome) -> None:
    messenger, clock = Stubborn(ill=ill), Clock()
    write(store, (1, "stuck"))
    async with sending(Sender(store, messenger, FAST, Clocks(clock), Bounds(poll_s=0.1))):
        await until(lambda: rows(store, "attempts")[0][0])
        write(store, (1, "behind"), (1, "and behind that"))
        await asyncio.sleep(0.3)
        assert messenger.delivered == []

        with store.unit_of_work() as unit:  # it has held for as long as it may
            unit.connection.execute(update(table).where(table.c.id == 1).values(holds_until=time.time() - 1))
            unit.commit()
        await until(lambda: states(store)[1:] == ["sent", "sent"])
        messenger.is_stuck = False
        clock.ahead = 61
        await until_states(store, *[State.SENT] * 3)

    assert messenger.delivered == [(1, "behind"), (1, "and behind that"), (1, "stuck")]


async def test_message_that_hangs_gives_way_while_it_hangs(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.dispatch.HOLDS_S", 0.3)
    messenger = Picky(hangs_s=30)
    say(sqlite_store, (1, PIN))
    async with sending(Sender(sqlite_store, messenger, FAST, bounds=Bounds(poll_s=0.1, last_flights_s=0.1))):
        await until(lambda: messenger.tried)
        with sqlite_store.unit_of_work() as unit:
            unit.connection.execute(update(table).values(holds_until=time.time() - 1))
            unit.commit()
        say(sqlite_store, (1, Text("behind")), first=1)
        await until(lambda: states(sqlite_store) == ["sending", "sent"])


async def test_one_stuck_message_makes_nobody_else_wait(sqlite_store: Store) -> None:
    messenger = Messenger()
    messenger.script(1, *[TROUBLE] * 50)
    write(sqlite_store, (1, "stuck"))
    with sqlite_store.unit_of_work() as unit:
        unit.connection.execute(update(table).values(attempts=30))  # for half a minute it has been tried in vain
        unit.commit()
    sender = Sender(sqlite_store, messenger, FAST)
    async with sending(sender):
        await until(lambda: sender.tally[Fate.SERVER_TROUBLE] == 1)
        began = time.monotonic()
        write(sqlite_store, (2, "help"))
        sender.wake()
        await until_states(sqlite_store, State.TODO, State.SENT)
    assert time.monotonic() - began < 1


async def test_what_was_never_tried_looks_soon_though_the_circuit_waits(sqlite_store: Store) -> None:
    messenger, clock = Messenger(), Clock()
    for chat_id in range(1, 5):
        messenger.script(chat_id, *[TROUBLE] * 50)
    write(sqlite_store, *[(chat_id, f"stuck {chat_id}") for chat_id in range(1, 5)])
    sender = Sender(sqlite_store, messenger, FAST, Clocks(clock), Bounds(poll_s=0.1))
    async with sending(sender):
        while sender.tally[Fate.SERVER_TROUBLE] < 9:  # pauses of eight seconds by now
            clock.ahead += 60
            await asyncio.sleep(0.05)
        began = time.monotonic()
        write(sqlite_store, (9, "help"))
        await until(lambda: messenger.delivered)
    assert (messenger.delivered, time.monotonic() - began < 4) == ([(9, "help")], True)


async def test_message_that_is_slowed_down_for_ever_gives_way(sqlite_store: Store) -> None:
    messenger = Messenger()
    messenger.script(1, *[Outcome(Fate.SLOW_DOWN, retry_after=0.2)] * 50)
    write(sqlite_store, (1, "stuck"), (1, "behind"))
    sender = Sender(sqlite_store, messenger, FAST, bounds=Bounds(poll_s=0.1))
    async with sending(sender):
        await until(lambda: sender.tally[Fate.SLOW_DOWN] >= 2)
        with sqlite_store.unit_of_work() as unit:
            held = table.c.holds_until.is_not(None)
            unit.connection.execute(update(table).where(held).values(holds_until=time.time() - 1))
            unit.commit()
        await until(lambda: (rows(sqlite_store, "not_before")[0][0] or 0) > time.time() + 30)
        messenger.scripts[1].clear()
        await until_states(sqlite_store, State.TODO, State.SENT)
    assert messenger.delivered == [(1, "behind")]


async def test_halt_beyond_all_measure_is_told_and_ends(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.dispatch.HALT_AT_MOST_S", 0.5)
    messenger = Messenger()
    messenger.script(1, Outcome(Fate.SLOW_DOWN, retry_after=100000))
    write(sqlite_store, (1, "first"))
    with capture_logs() as logs:
        sender = Sender(sqlite_store, messenger, FAST)
        async with sending(sender):
            await until(lambda: sender.tally[Fate.SLOW_DOWN])
            began = time.monotonic()
            write(sqlite_store, (2, "second"))
            await until_states(sqlite_store, State.SENT, State.SENT)
    assert time.monotonic() - began > 0.45
    halts = [(one["asked_s"], one["waits_s"]) for one in logs if one["event"] == "told_to_wait_too_long"]
    assert halts == [(100000, 0.5)]


# ---------------------------------------------------------------- words in its place


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (PIN, "<b>站</b>"),
        (FILE, f"证书 &lt;1&gt;\n\n{LATER}"),
        (PICTURE, LATER),
        (DRAWING, f"本月\n\n{LATER}"),
        (POST, f"<b>通知</b>\n\n{LATER}"),
    ],
)
async def test_what_keeps_failing_goes_in_words_and_then_what_follows(
    sqlite_store: Store, reply: Message, said: str
) -> None:
    messenger = Picky()
    say(sqlite_store, (1, reply), (1, Text("behind")))
    async with sending(picky(sqlite_store, messenger)):
        await until_states(sqlite_store, State.SENT, State.SENT)

    assert messenger.heard == [(1, Text(said, BACK)), (1, Text("behind"))]
    assert [type(one) for one in messenger.tried] == [type(reply)] * 3 + [Text] * 2
    assert rows(sqlite_store, "attempts", "in_words") == [(4, "server_trouble"), (1, None)]


@pytest.mark.parametrize("reply", [FILE, PICTURE, DRAWING, POST])
async def test_what_is_refused_goes_in_words_at_once(sqlite_store: Store, reply: Message) -> None:
    messenger = Picky(ill=REFUSED)
    say(sqlite_store, (1, reply))
    async with sending(picky(sqlite_store, messenger)):
        await until_states(sqlite_store, State.SENT)

    ((_, said),) = messenger.heard
    assert isinstance(said, Text)
    assert (said.html.endswith(GONE), said.buttons, len(messenger.tried)) == (True, BACK, 2)


async def test_words_are_in_the_language_of_whom_they_are_for(sqlite_store: Store) -> None:
    messenger = Picky(ill=REFUSED)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [1], 0.0, {1: "en-GB"})
        unit.commit()
    say(sqlite_store, (1, PICTURE), (2, PICTURE))
    sender = Sender(sqlite_store, messenger, FAST, language="zh_Hans")
    async with sending(sender):
        await until_states(sqlite_store, State.SENT, State.SENT)
    assert {chat: said.html for chat, said in messenger.heard if isinstance(said, Text)} == {
        1: "There should be a picture or file here, but Telegram did not accept it. It may no longer be valid.",
        2: GONE,
    }


@pytest.mark.parametrize(
    ("reply", "lane", "chat_id"),
    [(POST, Lane.ANNOUNCEMENT, 1), (POST, Lane.CONFIRMATION, -100), (Text("x"), Lane.INTERACTIVE, 1)],
)
async def test_announcements_groups_and_words_themselves_have_nothing_in_their_place(
    sqlite_store: Store, reply: Message, lane: Lane, chat_id: int
) -> None:
    messenger = Picky(ill=REFUSED, is_down=True)
    say(sqlite_store, (chat_id, reply), lane=lane)
    async with sending(picky(sqlite_store, messenger)):
        await until_states(sqlite_store, State.FAILED)
    assert messenger.tried == [reply]


def test_what_has_become_words_meanwhile_stays_as_it_is() -> None:
    assert in_words(Text("x"), Fate.REFUSED, words("en")) == Text("x")


async def test_server_that_is_down_for_all_costs_no_picture(sqlite_store: Store) -> None:
    messenger, clock = Picky(is_down=True), Clock()
    say(sqlite_store, (1, PIN))
    async with sending(picky(sqlite_store, messenger, clock)):
        kinds: Sequence[type] = ()
        while len(kinds) < 7:
            kinds = [type(one) for one in messenger.tried[:7]]  # it may have gone on meanwhile
            clock.ahead += 60
            await asyncio.sleep(0.02)
        assert kinds == [Pin, Pin, Pin, Text, Pin, Text, Pin]
        assert states(sqlite_store) != ["failed"]


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize("odd", [10**30, "12", 1.5])
async def test_mark_that_cannot_be_written_costs_its_own_row(store: Store, odd: object) -> None:
    messenger = Messenger()
    messenger.script(1, Outcome(Fate.ACCEPTED, odd), Outcome(Fate.ACCEPTED))  # type: ignore[arg-type]  # that is the point
    write(store, *[(chat_id, f"{chat_id}") for chat_id in range(1, 21)])

    class Odd(Messenger):
        async def send(self, outgoing: Outgoing) -> Outcome:
            outcome = await super().send(outgoing)
            return Outcome(Fate.ACCEPTED, odd) if outgoing.chat_id == 1 else outcome  # type: ignore[arg-type]

    with capture_logs() as logs:
        async with sending(Sender(store, Odd(), FAST)):
            await until(lambda: not {"todo", "sending"} & set(states(store)))
    assert states(store)[1:] == ["sent"] * 19
    assert states(store)[0] in {"unknown", "sent"}  # SQLite takes what it can read as a number
    assert len(logs) == (states(store)[0] == "unknown")


async def test_group_number_that_cannot_be_one_costs_its_own_row(store: Store) -> None:
    messenger = Messenger()
    messenger.script(-5, Outcome(Fate.REFUSED, reason="migrated", moved_to=10**30))
    write(store, (-5, "moved"), (1, "help"), (2, "help too"))
    with capture_logs() as logs:
        async with sending(Sender(store, messenger, FAST)):
            await until_states(store, State.UNKNOWN, State.SENT, State.SENT)
    assert [one["event"] for one in logs] == ["mark_not_written"]
    assert rows(store, "reason")[0][0].startswith("unmarked: ")


# ---------------------------------------------------------------- a clock that jumps


async def test_clock_that_went_back_makes_nobody_mute(store: Store) -> None:
    messenger, clock = Messenger(weather=TROUBLE), Clock()
    clock.ahead = 30 * 86400.0
    write(store, *[(chat_id, f"{chat_id}") for chat_id in range(1, 13)])
    async with sending(Sender(store, messenger, FAST, Clocks(clock), Bounds(poll_s=0.1))):
        await until(lambda: len(messenger.calls) >= 12)
        clock.ahead = 0.0
        messenger.weather = Outcome(Fate.ACCEPTED)
        write(store, *[(chat_id, f"{chat_id} again") for chat_id in range(1, 13)])
        await until_states(store, *[State.SENT] * 24)

    for chat_id in range(1, 13):
        heard = [said for chat, said in messenger.delivered if chat == chat_id]
        assert heard == [f"{chat_id}", f"{chat_id} again"]


async def test_start_after_the_clock_went_back_makes_nobody_mute(store: Store) -> None:
    messenger, clock = Messenger(weather=TROUBLE), Clock()
    clock.ahead = 3600.0
    write(store, (1, "first"), (1, "second"), (2, "other"))
    async with sending(Sender(store, messenger, FAST, Clocks(clock))):
        await until(lambda: len(messenger.calls) >= 2)
    with store.unit_of_work() as unit:  # and one was written then, and never tried
        outbox.write(unit, [Draft("ahead", 3, Lane.INTERACTIVE, encode(Text("ahead")), clock())], clock())
        claims.claim(unit, [2], "dead", clock())
        unit.commit()

    messenger.weather = Outcome(Fate.ACCEPTED)
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, *[State.SENT] * 4)
    assert [said for chat, said in messenger.delivered if chat == 1] == ["first", "second"]


async def test_clock_that_went_ahead_ends_the_patience_with_nothing(sqlite_store: Store) -> None:
    messenger, clock = Messenger(weather=Outcome(Fate.NOT_CONNECTED, reason="refused")), Clock()
    write(sqlite_store, (1, "first"))
    async with sending(Sender(sqlite_store, messenger, FAST, Clocks(clock), Bounds(poll_s=0.1))):
        await until(lambda: messenger.calls)
        clock.ahead = 30 * 86400.0
        asked = len(messenger.calls)
        await until(lambda: len(messenger.calls) > asked + 1)
        messenger.weather = Outcome(Fate.ACCEPTED)
        await until_states(sqlite_store, State.SENT)


def test_seconds_are_seconds() -> None:
    assert 2 < HOLDS_S <= 15
