"""Several channels: each has its road, pace, halt and abilities; a message goes out once, in parts where it must."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.abilities import LEAST, WEB, Abilities
from bot.chat import Button, Fate, Outcome, Outgoing, Picture, Text
from bot.codec import encode
from bot.flows.entry_points import EntryPoint
from domain.messages.delivery import Lane, State
from scheduler.pacing import Pace
from scheduler.sender import Channel, Sender
from storage.messages import conversations, outbox
from storage.messages.conversations import Conversation
from storage.messages.outbox import Draft
from storage.people import addresses, people
from storage.sealed import Seal, new_key
from storage.tables.messages import outbox as table
from storage.tables.people import addresses as addresses_table
from storage.unit_of_work import Store, UnitOfWork
from tests.scheduler.messenger import Messenger
from tests.scheduler.test_sender import FAST, sending, states, until, until_states

NewStore = Callable[[], Store]

WANG = 1001
NOW = 1_800_000_000.0
LONG = "one two three four five six seven eight nine ten " * 8


@dataclass
class Page(Messenger):
    """A messenger of another channel: it keeps by which name and in which part everything came."""

    abilities: Abilities = LEAST
    came: list[tuple[str, int]] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.came.append((outgoing.name, outgoing.part))
        return await super().send(outgoing)


@pytest.fixture
def web(store: Store) -> int:
    """Give the number of somebody on the web."""
    with store.unit_of_work() as unit:
        number = addresses.number_of(unit, "web", "anna", NOW)
        people.welcome(unit, [number, WANG], NOW)
        conversations.keep(unit, [Conversation(number, 1, b"{}"), Conversation(WANG, 1, b"{}")], NOW)
        unit.commit()
    return number


def write(store: Store, chat_id: int, *said: Text | Picture, lane: Lane = Lane.INTERACTIVE) -> None:
    with store.unit_of_work() as unit:
        drafts = [Draft(f"{chat_id}:{lane}:{one}"[:80], chat_id, lane, encode(one), 0.0) for one in said]
        outbox.write(unit, drafts, time.time())
        unit.commit()


def change(store: Store, work: Callable[[UnitOfWork], object]) -> None:
    with store.unit_of_work() as unit:
        work(unit)
        unit.commit()


def numbers(store: Store, chat_id: int) -> bytes:
    with store.unit_of_work() as unit:
        return conversations.numbers(unit, conversations.locked(unit, [chat_id])[chat_id].numbers)


async def test_each_channel_gets_its_own(store: Store, web: int) -> None:
    telegram, page = Messenger(), Page()
    write(store, WANG, Text("there"))
    write(store, web, Text("<b>here</b>"))
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
        await until_states(store, State.SENT, State.SENT)
    assert (telegram.delivered, page.delivered, page.came) == ([(WANG, "there")], [(web, "here")], [("anna", 0)])


async def test_an_address_sealed_with_another_key_waits_for_it_and_holds_up_nobody(store: Store, web: int) -> None:
    telegram, page = Messenger(), Page()
    other = Seal(new_key())
    strange = update(addresses_table).where(addresses_table.c.number == web)
    change(store, lambda unit: unit.connection.execute(strange.values(name=other.close(b"web:anna", addresses.NAME))))
    for lane in (Lane.INTERACTIVE, Lane.REMINDER):
        write(store, web, Text("here"), lane=lane)
        write(store, WANG, Text("there"), lane=lane)
    with capture_logs() as logs:
        async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
            await until_states(store, State.TODO, State.SENT, State.TODO, State.SENT)
    assert (telegram.delivered, page.came) == ([(WANG, "there")] * 2, [])
    assert {entry["event"] for entry in logs} == {"sealed_with_another_key"}

    store.seal = Seal(*store.seal.keys, *other.keys)  # as after a start with that key behind the others
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
        await until_states(store, *[State.SENT] * 4)
    assert page.came == [("anna", 0)] * 2


async def test_a_long_message_goes_in_parts_and_its_numbers_are_kept(store: Store, web: int) -> None:
    page = Page()
    write(store, web, Text(LONG, ((Button("Next", "menu.1.next"),),)), Text("after"))
    async with sending(Sender(store, Messenger(), FAST, others={"web": Channel(page, FAST)})):
        await until_states(store, State.SENT, State.SENT)
    texts = [said for _, said in page.delivered]
    assert [part for _, part in page.came] == [*range(len(texts) - 1), 0]
    assert texts[-2:] == ["1 Next\n请回复数字。", "after"] or texts[-2].endswith("1 Next\n请回复数字。")
    assert numbers(store, web) == b'{"1": "menu.1.next"}'
    with store.unit_of_work() as unit:
        row = unit.connection.execute(select(table).order_by(table.c.id)).first()
    assert row is not None
    assert row.others == ",".join(map(str, range(1, len(texts) - 1)))


async def test_a_part_that_is_refused_later_repeats_none_before_it(new_store: NewStore, web: int) -> None:
    """Also not where another process goes on: how far it got is written down."""
    store, page = new_store(), Page()
    accepted, busy = Outcome(Fate.ACCEPTED), Outcome(Fate.SLOW_DOWN, retry_after=3600.0)
    page.script(web, accepted, busy)
    write(store, web, Text(LONG))
    async with sending(Sender(store, Messenger(), FAST, others={"web": Channel(page, FAST)})):
        await until(lambda: len(page.came) == 2)
    assert states(store) == [State.TODO]
    following = Page()
    async with sending(Sender(store, Messenger(), FAST, others={"web": Channel(following, FAST)})):
        await until_states(store, State.SENT)
    assert following.came[0] == ("anna", 1)
    assert [part for _, part in following.came] == list(range(1, len(following.came) + 1))


async def test_a_halt_of_one_channel_leaves_the_others_flying(store: Store, web: int) -> None:
    telegram, page = Messenger(), Page()
    page.script(web, Outcome(Fate.SLOW_DOWN, retry_after=3600.0))
    write(store, web, Text("waits"))
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
        await until(lambda: page.calls)
        write(store, WANG, Text("flies"))
        await until_states(store, State.TODO, State.SENT)
    assert telegram.delivered == [(WANG, "flies")]


async def test_a_server_that_is_down_holds_up_its_own_channel_alone(store: Store, web: int) -> None:
    telegram, page = Messenger(), Page(weather=Outcome(Fate.NOT_CONNECTED, reason="down"))
    write(store, web, *[Text(f"waits {number}") for number in range(4)])
    write(store, WANG, *[Text(f"flies {number}") for number in range(9)])
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
        await until(lambda: len(telegram.delivered) == 9)


async def test_each_channel_has_a_pace_of_its_own(store: Store, web: int) -> None:
    telegram, page = Messenger(), Page()
    slow = Pace(per_second=10_000, chat_per_second=0.001, chat_burst=1)
    write(store, web, Text("one"), Text("two"))
    write(store, WANG, Text("1"), Text("2"), Text("3"))
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, slow)})):
        await until(lambda: len(telegram.delivered) == 3)
    assert page.delivered == [(web, "one")]


async def test_what_is_unasked_goes_where_the_person_wrote_last_and_once(store: Store, web: int) -> None:
    telegram, page = Messenger(), Page()
    change(store, lambda unit: addresses.link(unit, web, WANG, NOW))
    change(store, lambda unit: addresses.use(unit, [web], NOW + 1))
    write(store, WANG, Text("tomorrow at seven"), lane=Lane.REMINDER)
    write(store, WANG, Text("an answer"))
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
        await until_states(store, State.SENT, State.SENT)
    assert page.delivered == [(WANG, "tomorrow at seven")]
    assert telegram.delivered == [(WANG, "an answer")]


async def test_an_address_where_nothing_arrives_gives_way_to_another(store: Store, web: int) -> None:
    telegram, page = Messenger(), Page(weather=Outcome(Fate.UNREACHABLE, reason="gone"))
    change(store, lambda unit: addresses.link(unit, web, WANG, NOW))
    change(store, lambda unit: addresses.use(unit, [web], NOW + 1))
    write(store, WANG, Text("first"), lane=Lane.REMINDER)
    async with sending(Sender(store, telegram, FAST, others={"web": Channel(page, FAST)})):
        await until_states(store, State.UNREACHABLE)
        write(store, WANG, Text("second"), lane=Lane.REMINDER)
        await until_states(store, State.UNREACHABLE, State.SENT)
    assert telegram.delivered == [(WANG, "second")]
    with store.unit_of_work() as unit:
        assert people.known(unit, [WANG])[WANG].unreachable_since is None


async def test_a_channel_that_is_no_more_refuses(store: Store, web: int) -> None:
    write(store, web, Text("lost"))
    async with sending(Sender(store, Messenger(), FAST)):
        await until_states(store, State.FAILED)


async def test_what_a_channel_cannot_say_is_refused(store: Store, web: int) -> None:
    page = Page()
    with store.unit_of_work() as unit:
        outbox.write(unit, [Draft("d", web, Lane.INTERACTIVE, b'u{"messages":[1]}', 0.0)], time.time())
        unit.commit()
    async with sending(Sender(store, Messenger(), FAST, others={"web": Channel(page, FAST)})):
        await until_states(store, State.FAILED)
    assert page.calls == []


async def test_what_belongs_to_a_role_is_withheld_where_nobody_is_proved(store: Store, web: int) -> None:
    """It is said that it waits; what is the person's own is shown, and an answer to them as well."""
    page = Page(abilities=WEB)
    role, own = Text("Wang Fang asks", ((Button("See it", EntryPoint.REVIEW.data(12)),),)), Text("Tomorrow at 9")
    write(store, web, role, own, lane=Lane.CONFIRMATION)
    async with sending(Sender(store, Messenger(), FAST, others={"web": Channel(page, FAST)})):
        await until_states(store, State.SENT, State.SENT)
    assert [said for _, said in page.delivered] == [
        "有一项您的工作等待处理。为确认是您本人，只在 Telegram 上显示，请到那里查看。",
        "Tomorrow at 9",
    ]
