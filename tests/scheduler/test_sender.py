"""The sender: everything arrives, in order, once, at the right pace, whatever the messenger and the database do."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from bot.chat import Fate, Outcome, Outgoing, Text
from bot.codec import encode
from domain.messages.delivery import Lane, State
from scheduler.dispatch import Bounds, Clocks, Dispatch
from scheduler.pacing import Pace
from scheduler.sender import Sender, worker_name
from scheduler.unsealable import UNSEALABLE
from storage import among_many
from storage.alive import somebody_lacks
from storage.messages import claims, outbox
from storage.messages.outbox import Draft
from storage.people import people
from storage.presence import AlreadyRunningError, open_presence
from storage.sealed import new_key
from storage.tables.messages import outbox as table
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import keys
from storage.upkeep.keys import KeyRefusedError
from tests.scheduler.messenger import Messenger

NewStore = Callable[[], Store]

FAST = Pace(per_second=10_000, chat_per_second=1000, chat_burst=1000)
A, C, R, N = Lane
END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'waystation' AND pid <> pg_backend_pid() AND datname = current_database()
"""


class Clock:
    """Seconds since 1970 that go on by themselves and can be wound forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


def write(store: Store, *wanted: tuple[int, str] | tuple[int, str, Lane], not_after: float | None = None) -> None:
    """Write rows of (chat, text, lane); the text is the dedupe key too."""
    drafts = [
        Draft(words, chat_id, lane[0] if lane else A, encode(Text(words)), 0.0, not_after)
        for chat_id, words, *lane in wanted
    ]
    with store.unit_of_work() as unit:
        outbox.write(unit, drafts, time.time())
        unit.commit()


def rows(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    query = select(*[table.c[name] for name in columns]).order_by(table.c.id)
    with store.unit_of_work() as unit:
        return [tuple(row) for row in unit.connection.execute(query)]


def states(store: Store) -> list[str]:
    return [row[0] for row in rows(store, "state")]


async def until(condition: Callable[[], object], within_s: float = 20.0) -> None:
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110  what stands in a database sets no event
            await asyncio.sleep(0.005)


async def until_states(store: Store, *expected: State) -> None:
    await until(lambda: states(store) == list(expected))


@asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(sender.run(stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(30):
            await running


# ---------------------------------------------------------------- everything arrives, in order


async def test_everything_arrives_once_and_is_marked(store: Store) -> None:
    messenger, wanted = Messenger(), [(chat_id, f"hello {chat_id}") for chat_id in range(1, 121)]
    write(store, *wanted)
    sender = Sender(store, messenger, FAST)
    async with sending(sender):
        await until_states(store, *[State.SENT] * 120)

    assert sorted(messenger.delivered) == sorted(wanted)
    arrived = {chat_id: number for number, (chat_id, _) in enumerate(messenger.delivered, start=1)}
    assert rows(store, "message_id", "reply", "attempts") == [(arrived[chat], None, 1) for chat, _ in wanted]
    assert sender.tally == {Fate.ACCEPTED: 120}


async def test_messages_of_a_chat_arrive_in_their_order(store: Store) -> None:
    messenger = Messenger(delay_s=0.002)
    write(store, *[(chat_id, f"{chat_id}: {number}") for number in range(10) for chat_id in (1, 2, 3)])
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, *[State.SENT] * 30)

    for chat_id in (1, 2, 3):
        heard = [words for chat, words in messenger.delivered if chat == chat_id]
        assert heard == [f"{chat_id}: {number}" for number in range(10)]


async def test_message_that_is_tried_again_is_not_overtaken(store: Store) -> None:
    messenger, clock = Messenger(), Clock()
    messenger.script(1, Outcome(Fate.SERVER_TROUBLE, reason="502"))
    write(store, (1, "first"), (1, "second"), (2, "elsewhere"))
    async with sending(Sender(store, messenger, FAST, Clocks(clock))):
        await until_states(store, State.TODO, State.TODO, State.SENT)
        clock.ahead = 60
        await until_states(store, *[State.SENT] * 3)

    assert messenger.delivered == [(2, "elsewhere"), (1, "first"), (1, "second")]
    assert rows(store, "attempts", "repeats") == [(2, 0), (1, 0), (1, 0)]


async def test_answers_go_before_confirmations_reminders_and_announcements(sqlite_store: Store) -> None:
    messenger = Messenger()
    write(sqlite_store, (1, "n", N), (2, "r", R), (3, "c", C), (4, "a", A))
    async with sending(Sender(sqlite_store, messenger, FAST, bounds=Bounds(in_flight=1))):
        await until_states(sqlite_store, *[State.SENT] * 4)

    assert [words for _, words in messenger.delivered] == ["a", "c", "r", "n"]


async def test_answer_amid_a_broadcast_waits_for_no_announcement(sqlite_store: Store) -> None:
    messenger = Messenger()
    write(sqlite_store, *[(chat_id, f"news {chat_id}", N) for chat_id in range(1, 61)])
    sender = Sender(sqlite_store, messenger, Pace(per_second=20))
    async with sending(sender):
        await until(lambda: len(messenger.delivered) >= 5)
        write(sqlite_store, (99, "answer"))
        before = len(messenger.delivered)
        sender.wake()
        await until(lambda: (99, "answer") in messenger.delivered)

    assert messenger.delivered.index((99, "answer")) - before <= 2


async def test_flood_of_one_chat_holds_up_nobody(store: Store) -> None:
    messenger = Messenger()
    write(store, *[(7, f"flood {number}") for number in range(1000)])
    write(store, *[(chat_id, f"for {chat_id}") for chat_id in range(100, 120)])
    async with sending(Sender(store, messenger)):
        await until(lambda: len({chat for chat, _ in messenger.delivered} - {7}) == 20, within_s=10)

    flood = [words for chat, words in messenger.delivered if chat == 7]
    assert flood == [f"flood {number}" for number in range(len(flood))]
    assert len(flood) < 20


async def test_no_more_fly_than_allowed_and_only_those_are_sending(sqlite_store: Store) -> None:
    messenger, most = Messenger(delay_s=0.02), 0
    write(sqlite_store, *[(chat_id, str(chat_id)) for chat_id in range(1, 101)])
    async with sending(Sender(sqlite_store, messenger, FAST, bounds=Bounds(in_flight=7))):
        while len(messenger.delivered) < 100:
            most = max(most, states(sqlite_store).count("sending"))
            await asyncio.sleep(0.003)

    assert (messenger.most_under_way, most) == (7, 7)


# ---------------------------------------------------------------- waking


async def test_lost_wake_up_costs_one_poll(store: Store) -> None:
    messenger = Messenger()
    async with sending(Sender(store, messenger, FAST, bounds=Bounds(poll_s=0.3))):
        await asyncio.sleep(0.1)
        write(store, (1, "quiet"))
        await until_states(store, State.SENT)

    assert messenger.delivered == [(1, "quiet")]


async def test_wake_from_another_thread_is_heard_at_once(sqlite_store: Store) -> None:
    messenger = Messenger()
    sender = Sender(sqlite_store, messenger, FAST, bounds=Bounds(poll_s=3600))
    sender.wake()  # nobody listens yet
    async with sending(sender):
        await asyncio.sleep(0.3)
        write(sqlite_store, (1, "loud"))
        threading.Thread(target=sender.wake).start()
        await until_states(sqlite_store, State.SENT)

    assert messenger.delivered == [(1, "loud")]


async def test_round_looks_only_into_the_lanes_that_it_is_told_of(sqlite_store: Store) -> None:
    messenger = Messenger()
    sender = Sender(sqlite_store, messenger, FAST, bounds=Bounds(poll_s=3600))
    async with sending(sender):
        await asyncio.sleep(0.3)
        write(sqlite_store, (1, "answer", A), (2, "reminder", R))
        sender.wake({A})
        await until(lambda: messenger.delivered == [(1, "answer")])
        await until_states(sqlite_store, State.SENT, State.TODO)
        sender.wake()
        await until_states(sqlite_store, State.SENT, State.SENT)


async def test_clock_wound_forward_makes_rows_due(sqlite_store: Store) -> None:
    messenger, clock = Messenger(), Clock()
    with sqlite_store.unit_of_work() as unit:
        outbox.write(unit, [Draft("k", 1, R, encode(Text("tomorrow")), time.time() + 86400)], time.time())
        unit.commit()
    async with sending(Sender(sqlite_store, messenger, FAST, Clocks(clock), bounds=Bounds(poll_s=0.1))):
        await asyncio.sleep(0.3)
        assert messenger.delivered == []
        clock.ahead = 86401
        await until_states(sqlite_store, State.SENT)


# ---------------------------------------------------------------- what a messenger answers


async def test_slow_down_halts_everything_and_is_no_attempt(store: Store) -> None:
    messenger = Messenger()
    messenger.script(1, Outcome(Fate.SLOW_DOWN, retry_after=0.6))
    write(store, (1, "first"), (1, "then"))
    sender = Sender(store, messenger, FAST)
    async with sending(sender):
        await until(lambda: sender.tally[Fate.SLOW_DOWN] == 1)
        halted_at = time.monotonic()
        write(store, (2, "other"))
        sender.wake()
        await until_states(store, *[State.SENT] * 3)
        assert time.monotonic() - halted_at > 0.55

    assert len(messenger.calls) == 4
    assert rows(store, "attempts", "repeats") == [(1, 0)] * 3


async def test_refused_message_fails_with_its_reason(store: Store) -> None:
    messenger = Messenger()
    messenger.script(1, Outcome(Fate.REFUSED, reason="chat not found"))
    write(store, (1, "lost"), (1, "next"))
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, State.FAILED, State.SENT)

    assert rows(store, "reason", "reply", "attempts")[0] == ("chat not found", None, 1)


async def test_unreachable_person_gets_no_reminders_but_answers_still_try(store: Store) -> None:
    messenger = Messenger()
    messenger.script(1, Outcome(Fate.UNREACHABLE, reason="blocked"))
    with store.unit_of_work() as unit:
        people.welcome(unit, [1, 2], 0.0)
        unit.commit()
    write(store, (1, "reminder", R))
    sender = Sender(store, messenger, FAST)
    async with sending(sender):
        await until_states(store, State.UNREACHABLE)
        write(store, (1, "news", N), (2, "news for 2", N), (1, "answer", A))
        sender.wake()
        await until_states(store, State.UNREACHABLE, State.UNREACHABLE, State.SENT, State.SENT)

    assert sorted(messenger.delivered) == [(1, "answer"), (2, "news for 2")]
    with store.unit_of_work() as unit:
        known = people.known(unit, [1, 2])
    assert [known[chat].unreachable_since is None for chat in (1, 2)] == [False, True]


async def test_broadcast_to_many_unreachable_people_goes_on_at_once(sqlite_store: Store) -> None:
    messenger = Messenger()
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, range(1, 2501), 0.0)
        unit.connection.execute(text("UPDATE people SET unreachable_since = 1 WHERE chat_id <= 2400"))
        unit.commit()
    write(sqlite_store, *[(chat_id, f"news {chat_id}", N) for chat_id in range(1, 2501)])
    async with sending(Sender(sqlite_store, messenger, FAST, bounds=Bounds(poll_s=3600))):
        await until(lambda: states(sqlite_store) == ["unreachable"] * 2400 + ["sent"] * 100)

    assert sorted(chat for chat, _ in messenger.delivered) == list(range(2401, 2501))


@pytest.mark.parametrize("lane", [A, C, R])
async def test_uncertain_message_is_sent_again_and_counted(sqlite_store: Store, lane: Lane) -> None:
    messenger, clock = Messenger(), Clock()
    messenger.script(1, Outcome(Fate.UNCERTAIN, reason="time-out"))
    write(sqlite_store, (1, "perhaps", lane))
    sender = Sender(sqlite_store, messenger, FAST, Clocks(clock), bounds=Bounds(poll_s=0.1))
    async with sending(sender):
        await until(lambda: rows(sqlite_store, "state", "repeats") == [("todo", 1)])
        clock.ahead = 6
        await until_states(sqlite_store, State.SENT)

    assert rows(sqlite_store, "repeats") == [(1,)]


async def test_uncertain_announcement_is_not_repeated(store: Store) -> None:
    messenger = Messenger()
    messenger.script(1, Outcome(Fate.UNCERTAIN, reason="time-out"))
    write(store, (1, "news", N))
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, State.UNKNOWN)

    assert len(messenger.calls) == 1


async def test_server_that_is_down_is_not_asked_for_every_row_and_nothing_is_lost(sqlite_store: Store) -> None:
    messenger = Messenger(weather=Outcome(Fate.NOT_CONNECTED, reason="refused"))
    write(sqlite_store, *[(chat_id, str(chat_id)) for chat_id in range(1, 201)])
    async with sending(Sender(sqlite_store, messenger, FAST)):
        await asyncio.sleep(2)
        asked = len(messenger.calls)
        assert asked <= 30 + 5
        messenger.weather = Outcome(Fate.ACCEPTED)
        await until_states(sqlite_store, *[State.SENT] * 200)

    assert len(messenger.delivered) == 200


async def test_message_past_its_time_is_not_sent(store: Store) -> None:
    messenger = Messenger()
    write(store, (1, "yesterday"), not_after=time.time() - 1)
    write(store, (1, "today"))
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, State.TODO, State.SENT)

    assert messenger.delivered == [(1, "today")]


async def test_row_that_is_no_message_fails_alone(sqlite_store: Store) -> None:
    messenger = Messenger()
    with sqlite_store.unit_of_work() as unit:
        outbox.write(unit, [Draft("odd", 1, A, b"[]", 0.0)], 0.0)
        unit.commit()
    write(sqlite_store, (1, "ours"))
    async with sending(Sender(sqlite_store, messenger, FAST)):
        await until_states(sqlite_store, State.FAILED, State.SENT)


async def test_row_sealed_with_another_key_waits_for_it_and_holds_up_nobody(database_url: str, key: str) -> None:
    other = new_key()
    store, stranger, messenger = Store(database_url, key), Store(database_url, other), Messenger()
    keys.admit(store)
    write(stranger, (1, "sealed"), (1, "sealed too", N), (2, "and for another"))
    before, counted = rows(stranger, "reply"), UNSEALABLE.labels("messages")
    already = counted._value.get()
    write(store, (1, "ours"), (1, "ours later"), (3, "elsewhere", N))
    with capture_logs() as logs:
        async with sending(Sender(store, messenger, FAST)):
            await until_states(store, *[State.TODO] * 3, *[State.SENT] * 3)

    assert sorted(messenger.delivered) == [(1, "ours"), (1, "ours later"), (3, "elsewhere")]
    assert rows(store, "reply")[:3] == before
    assert rows(store, "attempts", "reason")[:3] == [(0, claims.SEALED)] * 3
    assert [entry["event"] for entry in logs] == ["sealed_with_another_key"]
    assert counted._value.get() - already == 3
    store.close()
    stranger.close()

    both = Store(database_url, key, other)
    async with sending(Sender(both, messenger, FAST)):
        await until_states(both, *[State.SENT] * 6)
    assert sorted(messenger.delivered[3:]) == [(1, "sealed"), (1, "sealed too"), (2, "and for another")]
    both.close()


async def test_row_sealed_with_another_key_is_looked_at_again_in_time(sqlite_url: str, key: str) -> None:
    store, stranger, messenger, clock = Store(sqlite_url, key), Store(sqlite_url, new_key()), Messenger(), Clock()
    keys.admit(store)
    write(stranger, (1, "sealed"))
    async with sending(Sender(store, messenger, FAST, Clocks(clock))):
        await until(lambda: rows(store, "reason") == [(claims.SEALED,)])
        store.seal = stranger.seal  # as after a change of key by somebody else
        clock.ahead = 601.0
        await until_states(store, State.SENT)
    stranger.close()
    store.close()


async def test_sender_is_not_there_with_a_key_that_does_not_open_the_store(store: Store) -> None:
    keys.admit(store)
    stranger = Store(store.url, new_key(), new_key())
    with pytest.raises(KeyRefusedError):
        await Sender(stranger, Messenger(), FAST).run(asyncio.Event())
    stranger.close()
    async with sending(Sender(store, Messenger(), FAST)):  # the other has left
        await until(lambda: somebody_lacks(store, stranger.seal.fingerprints[0]))
        assert not somebody_lacks(store, store.seal.fingerprints[0], as_newest=True)


async def test_front_that_raises_is_outlived(sqlite_store: Store) -> None:
    messenger = Messenger()
    messenger.script(1, RuntimeError("a front never raises"))
    write(sqlite_store, (1, "first", N), (2, "second"))
    with capture_logs() as logs:
        async with sending(Sender(sqlite_store, messenger, FAST)):
            await until_states(sqlite_store, State.UNKNOWN, State.SENT)

    assert [entry["event"] for entry in logs] == ["front_raised"]


# ---------------------------------------------------------------- stopping, dying, trouble


async def test_stop_lets_what_flies_land_and_repeats_nothing(store: Store) -> None:
    messenger = Messenger(delay_s=0.2)
    write(store, *[(chat_id, str(chat_id)) for chat_id in range(1, 11)])
    async with sending(Sender(store, messenger, FAST, bounds=Bounds(in_flight=4))):
        await until(lambda: messenger.under_way == 4)

    assert sorted(states(store)) == ["sent"] * 4 + ["todo"] * 6
    messenger.delay_s = 0
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, *[State.SENT] * 10)
    assert sorted(chat for chat, _ in messenger.delivered) == list(range(1, 11))


async def test_stop_waits_for_no_flight_beyond_its_bound(store: Store) -> None:
    messenger = Messenger(delay_s=30)
    write(store, (1, "hangs"))
    async with sending(Sender(store, messenger, FAST, bounds=Bounds(last_flights_s=0.1))):
        await until(lambda: messenger.under_way == 1)

    assert (states(store), messenger.under_way) == (["sending"], 0)


@pytest.fixture
def brief_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers be taken for dead sooner than in a house."""
    monkeypatch.setattr(among_many, "LEASE_S", 0.8)
    monkeypatch.setattr(among_many, "BEAT_S", 0.2)
    monkeypatch.setattr(among_many, "SILENT_S", 0.4)
    monkeypatch.setattr(among_many, "PATIENCE_S", 1.6)


@pytest.mark.usefixtures("brief_leases")
async def test_start_settles_what_a_dead_sender_left(store: Store) -> None:
    messenger = Messenger()
    write(store, (1, "answer"), (2, "news", N))
    with store.unit_of_work() as unit:
        claims.claim(unit, [1, 2], "dead", time.time())
        unit.commit()
    with capture_logs() as logs:
        async with sending(Sender(store, messenger, FAST)):
            await until_states(store, State.SENT, State.UNKNOWN)

    assert messenger.delivered == [(1, "answer")]
    assert rows(store, "repeats") == [(1,), (0,)]
    assert [(entry["worker"], entry["sent_again"], entry["unknown"]) for entry in logs] == [("dead", 1, 1)]


def rename(unit: UnitOfWork, before: str, after: str) -> None:
    unit.connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
    unit.commit()


async def test_trouble_with_the_database_loses_and_repeats_nothing(store: Store) -> None:
    messenger = Messenger(delay_s=0.05)
    write(store, *[(chat_id, str(chat_id)) for chat_id in range(1, 61)])
    with capture_logs() as logs:
        async with sending(Sender(store, messenger, FAST, bounds=Bounds(in_flight=10, poll_s=0.1))):
            await until(lambda: len(messenger.delivered) >= 10)
            await store.write(partial(rename, before="outbox", after="away"))
            await asyncio.sleep(0.4)
            await store.write(partial(rename, before="away", after="outbox"))
            await until_states(store, *[State.SENT] * 60)

    assert sorted(chat for chat, _ in messenger.delivered) == list(range(1, 61))
    told = [(entry["event"], entry["what"], entry["fate"]) for entry in logs]
    assert told == [("stands_still", "outbox", "another schema"), ("goes_on", "outbox", "another schema")]


# ---------------------------------------------------------------- several senders


async def test_second_sender_on_a_sqlite_file_is_refused(sqlite_store: Store) -> None:
    async with sending(Sender(sqlite_store, Messenger())):
        await asyncio.sleep(0.2)
        with pytest.raises(AlreadyRunningError):
            await Sender(sqlite_store, Messenger()).run(asyncio.Event())


async def test_senders_on_postgresql_never_send_a_row_twice(postgres_url: str, key: str) -> None:
    stores, messenger = [Store(postgres_url, key) for _ in range(3)], Messenger(delay_s=0.002)
    senders = [Sender(store, messenger, FAST, bounds=Bounds(poll_s=0.05)) for store in stores]
    async with sending(senders[0]), sending(senders[1]), sending(senders[2]):
        await asyncio.sleep(0.5)  # all three look for work before there is any
        write(stores[0], *[(chat_id, f"{chat_id}: {number}") for number in range(3) for chat_id in range(1, 101)])
        await until_states(stores[0], *[State.SENT] * 300)
        told = 3
        while not all(sender.tally[Fate.ACCEPTED] for sender in senders) and told < 30:  # one was quicker than all
            write(stores[0], *[(chat_id, f"{chat_id}: {told}") for chat_id in range(1, 101)])
            told += 1
            await until_states(stores[0], *[State.SENT] * told * 100)

    assert len(messenger.delivered) == len(set(messenger.delivered)) == told * 100
    for chat_id in range(1, 101):
        heard = [words for chat, words in messenger.delivered if chat == chat_id]
        assert heard == [f"{chat_id}: {number}" for number in range(told)]
    assert all(sender.tally[Fate.ACCEPTED] for sender in senders)
    for store in stores:
        store.close()


async def test_only_the_leader_on_postgresql_sends_what_is_paced_for_all(postgres_url: str, key: str) -> None:
    stores, leads, follows = [Store(postgres_url, key) for _ in range(2)], Messenger(), Messenger()
    first, second = (Sender(store, front, FAST) for store, front in zip(stores, (leads, follows), strict=True))
    async with sending(second):
        async with sending(first):
            await asyncio.sleep(0.3)
            write(stores[0], *[(chat_id, f"news {chat_id}", N) for chat_id in range(1, 21)])
            await until_states(stores[0], *[State.SENT] * 20)
        assert sorted([len(leads.delivered), len(follows.delivered)]) == [0, 20]
        write(stores[0], (99, "after the first left", N))
        await until_states(stores[0], *[State.SENT] * 21)
    for store in stores:
        store.close()


@pytest.mark.usefixtures("brief_leases")
async def test_living_sender_on_postgresql_takes_over_from_a_dead_one(postgres_url: str, key: str) -> None:
    store, messenger = Store(postgres_url, key), Messenger()
    dying = open_presence(store.engine, "dying")
    dying.appear()
    write(store, (1, "answer"))
    with store.unit_of_work() as unit:
        claims.claim(unit, [1], "dying", time.time())
        unit.commit()
    async with sending(Sender(store, messenger, FAST, bounds=Bounds(poll_s=0.1))):
        await asyncio.sleep(1.2)
        assert states(store) == ["sending"]
        dying.leave()
        await until_states(store, State.SENT)
    store.close()


async def test_two_workers_keep_one_pace_with_answers_too(postgres_url: str, key: str) -> None:
    stores, left = [Store(postgres_url, key) for _ in range(2)], list[float]()
    pace = Pace(per_second=20)

    class Timed(Messenger):
        async def send(self, outgoing: Outgoing) -> Outcome:
            left.append(time.monotonic())
            return await super().send(outgoing)

    first, second = (Sender(store, Timed(), pace, bounds=Bounds(poll_s=0.1)) for store in stores)
    async with sending(first), sending(second):
        await asyncio.sleep(2.5)  # until they know of each other
        chats = 0
        while not (first.tally[Fate.ACCEPTED] and second.tally[Fate.ACCEPTED]):  # a machine may let one alone be awake
            write(stores[0], *[(chat_id, str(chat_id)) for chat_id in range(chats + 1, chats + 51)])
            chats += 50
            for sender in (first, second):
                sender.wake()
            await until_states(stores[0], *[State.SENT] * chats)
    assert len(left) == chats
    # What is counted when it is claimed leaves a moment later, and not always equally late.
    assert all(later - earlier > 0.7 for earlier, later in zip(left, left[20:], strict=False))
    for store in stores:
        store.close()


async def test_who_has_slept_since_the_claim_sends_nothing_of_it(
    postgres_url: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others may have taken it for dead meanwhile; what they have not taken goes in the next round, once."""
    store, messenger, is_awake = Store(postgres_url, key), Messenger(), iter([False])
    monkeypatch.setattr(among_many.AmongMany, "keeps", lambda _self, _since: next(is_awake, True))
    monkeypatch.setattr(Dispatch, "_is_sure", lambda _self: True)  # it falls asleep after that look
    write(store, (1, "answer"))
    async with sending(Sender(store, messenger, FAST, bounds=Bounds(poll_s=0.1))):
        await until_states(store, State.SENT)
    assert messenger.delivered == [(1, "answer")]
    assert next(is_awake, True)
    store.close()


async def test_who_cannot_be_sure_takes_nothing_in_hand(
    postgres_url: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, messenger, is_sure = Store(postgres_url, key), Messenger(), False
    monkeypatch.setattr(among_many.AmongMany, "keeps", lambda _self, _since: is_sure)
    write(store, (1, "answer"))
    async with sending(Sender(store, messenger, FAST, bounds=Bounds(poll_s=0.05))):
        await asyncio.sleep(0.4)
        assert (states(store), messenger.calls) == (["todo"], [])
        is_sure = True
        await until_states(store, State.SENT)
    assert messenger.delivered == [(1, "answer")]
    store.close()


async def test_what_has_landed_of_a_worker_that_was_taken_for_dead_is_not_sent_again(
    postgres_url: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was starved while its message flew; others put the row back, and it wakes up before anybody sends it."""
    store, messenger, is_asleep = Store(postgres_url, key), Messenger(delay_s=0.3), False
    monkeypatch.setattr(among_many.AmongMany, "keeps", lambda _self, _since: not is_asleep)
    write(store, (1, "answer"))
    sender = Sender(store, messenger, FAST, bounds=Bounds(poll_s=30.0))
    async with sending(sender):
        while not messenger.calls:  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.005)
        is_asleep = True
        with store.unit_of_work() as unit:
            claims.recover(unit, sender.worker, time.time(), Lane.ANNOUNCEMENT)
            unit.commit()
        await until_states(store, State.SENT)
    assert messenger.delivered == [(1, "answer")]
    store.close()


@pytest.mark.parametrize("found", [State.SENDING, State.TODO])
async def test_mark_that_was_lost_with_the_database_is_made_again(postgres_url: str, key: str, found: State) -> None:
    """A standby that took over may know the claim and not the mark, or neither; the old sessions are gone."""
    store, other, messenger = Store(postgres_url, key), Store(postgres_url, key), Messenger()
    write(other, (1, "answer"))
    [(words,)] = rows(other, "reply")
    sender = Sender(store, messenger, FAST, bounds=Bounds(poll_s=0.1))
    async with sending(sender):
        await until_states(other, State.SENT)
        with other.unit_of_work() as unit:
            claimed_by = sender.worker if found is State.SENDING else None
            unit.connection.execute(text(END_OTHERS))
            unit.connection.execute(table.update().values(state=found, claimed_by=claimed_by, reply=words))
            unit.commit()
        await until_states(other, State.SENT)
    assert messenger.delivered == [(1, "answer")]
    store.close()
    other.close()


def test_worker_names_differ_and_fit_their_column() -> None:
    names = {worker_name() for _ in range(1000)}
    assert len(names) == 1000
    assert max(map(len, names)) <= 40
