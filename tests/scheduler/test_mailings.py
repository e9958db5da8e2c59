"""Mailings on their way: they share the pace, are paused and held by night, and each outcome is told in the ledger."""

import asyncio
import time
from collections.abc import Collection
from functools import partial
from typing import Any, Final

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.chat import Fate, Message, Outcome, Post, Text, Unsend
from bot.codec import encode
from domain.announcements.announcements import MailingState, Purpose, Standing
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.messages.delivery import Lane, State
from scheduler.dispatch import Bounds, Clocks
from scheduler.pacing import Pace
from scheduler.sender import Sender
from storage.announcements import freezing, ledgers, mailings
from storage.announcements import groups as groups_of
from storage.announcements.audiences import Who
from storage.announcements.ledgers import Recipient
from storage.announcements.mailings import MailingRow
from storage.messages import claims, outbox
from storage.messages.outbox import Draft
from storage.people import people
from storage.sealed import new_key
from storage.tables.announcements import groups
from storage.tables.announcements import mailings as table
from storage.tables.messages import notices as notices_of
from storage.tables.messages import outbox as rows_of
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import keys
from tests.scheduler.messenger import Messenger
from tests.scheduler.test_sender import FAST, rows, sending, states, until, until_states, write
from tests.storage.announcements.test_mailings import announced, live, within

HELLO: Final = Post("hello")
CROWD: Final = range(11, 16)


def mailed(
    store: Store,
    announcement_id: int,
    *,
    reply: Message = HELLO,
    purpose: Purpose = Purpose.SEND,
    to_groups: tuple[int, ...] = (),
    urgent: bool = False,
    paid: bool = False,
) -> MailingRow:
    """Let a mailing to everybody, or a correction or recall, run."""
    who = Who(Audience("/"), Topic.ACTIVITIES, to_groups=to_groups) if purpose is Purpose.SEND else None

    def work(unit: UnitOfWork) -> MailingRow | None:
        letters = {"zh_Hans": encode(reply)}
        begun = mailings.begin(
            unit, announcement_id, purpose, letters, mailings.Terms(time.time(), urgent=urgent, paid=paid)
        )
        while not freezing.freeze_some(unit, begun.id, who, time.time()):
            pass
        return mailings.of(unit, announcement_id, purpose)

    row: MailingRow = within(store, work)
    return row


def stands(store: Store, announcement_id: int) -> dict[Standing, int]:
    ledger = within(store, lambda unit: ledgers.ledger(unit, announcement_id))
    assert sum(ledger.by.values()) == ledger.size
    return {standing: number for standing, number in ledger.by.items() if number}


async def until_ledger(store: Store, announcement_id: int, **expected: int) -> None:
    await until(lambda: stands(store, announcement_id) == {Standing(name): n for name, n in expected.items()})


def standing(store: Store, announcement_id: int, chat_id: int) -> Recipient:
    found: Recipient = within(store, lambda unit: ledgers.standing_of(unit, announcement_id, chat_id))
    return found


# ---------------------------------------------------------------- it arrives


async def test_everybody_gets_the_letter_once_and_the_ledger_says_so(store: Store) -> None:
    live(store, CROWD)
    announcement, messenger = announced(store), Messenger()
    mailed(store, announcement)
    async with sending(Sender(store, messenger, FAST)):
        await until_ledger(store, announcement, delivered=5)

    assert sorted(messenger.delivered) == [(chat, "hello") for chat in CROWD]
    assert sorted(rows(store, "message_id")) == [(number,) for number in range(1, 6)]


async def test_mailing_sealed_with_another_key_waits_for_it_and_holds_up_no_other(database_url: str, key: str) -> None:
    other = new_key()
    store, stranger, messenger = Store(database_url, key), Store(database_url, other), Messenger()
    keys.admit(store)
    live(store, CROWD)
    sealed, ours = announced(store), announced(store)
    mailed(stranger, sealed)
    mailed(store, ours, reply=Post("ours"))
    with capture_logs() as logs:
        async with sending(Sender(store, messenger, FAST)):
            await until_ledger(store, ours, delivered=5)
            await asyncio.sleep(1.2)  # and one look more
    assert sorted(messenger.delivered) == [(chat, "ours") for chat in CROWD]
    assert stands(store, sealed) == {Standing.NOT_YET: 5}
    assert [(entry["event"], entry["what"]) for entry in logs] == [("sealed_with_another_key", "mailings")]
    store.close()
    stranger.close()

    both = Store(database_url, key, other)
    async with sending(Sender(both, messenger, FAST)):
        await until_ledger(both, sealed, delivered=5)
    assert sorted(messenger.delivered[5:]) == [(chat, "hello") for chat in CROWD]
    both.close()


async def test_own_reply_of_a_row_goes_before_its_letter(store: Store) -> None:
    live(store, [11])
    announcement, messenger = announced(store), Messenger()
    mailing = mailed(store, announcement)

    def add(unit: UnitOfWork) -> None:
        letter = unit.connection.scalar(select(rows_of.c.letter_id))
        draft = Draft(f"m{mailing.id}:12", 12, Lane.ANNOUNCEMENT, encode(Post("for you")), 0.0, wording_id=letter)
        outbox.write(unit, [draft], 0.0)

    within(store, add)
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, State.SENT, State.SENT)
    assert sorted(messenger.delivered) == [(11, "hello"), (12, "for you")]


async def test_letter_that_cannot_be_read_fails(store: Store) -> None:
    live(store, [11])
    announcement = announced(store)

    def work(unit: UnitOfWork) -> None:
        begun = mailings.begin(unit, announcement, Purpose.SEND, {"en": b"?"}, mailings.Terms(0.0))
        freezing.freeze_some(unit, begun.id, Who(Audience("/"), Topic.ACTIVITIES), 0.0)

    within(store, work)
    async with sending(Sender(store, Messenger(), FAST)):
        await until_ledger(store, announcement, failed=1)


async def test_correction_and_recall_name_the_messages_that_they_are_about(store: Store) -> None:
    live(store, [11])
    announcement, messenger = announced(store), Messenger()
    messenger.script(11, Outcome(Fate.ACCEPTED, others=(8, 9)))
    mailed(store, announcement)
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, State.SENT)
        mailed(store, announcement, reply=Post("better"), purpose=Purpose.CORRECT)
        await until_states(store, State.SENT, State.SENT)
        mailed(store, announcement, reply=Unsend(), purpose=Purpose.RECALL)
        await until_states(store, *[State.SENT] * 3)
    assert messenger.delivered == [(11, "hello"), (11, "better in 1"), (11, "without (1, 8, 9)")]


# ---------------------------------------------------------------- who goes first


async def test_mailings_take_turns(sqlite_store: Store) -> None:
    live(sqlite_store, range(11, 31))
    messenger = Messenger()
    for name in ("a", "b"):
        mailed(sqlite_store, announced(sqlite_store), reply=Post(name))
    async with sending(Sender(sqlite_store, messenger, FAST, bounds=Bounds(in_flight=1))):
        await until_states(sqlite_store, *[State.SENT] * 40)
    first = [words for _, words in messenger.delivered[:20]]
    assert 8 <= first.count("a") <= 12


async def test_urgent_mailing_overtakes_the_others(sqlite_store: Store) -> None:
    live(sqlite_store, range(11, 61))
    messenger = Messenger()
    mailed(sqlite_store, announced(sqlite_store), reply=Post("news"))
    async with sending(Sender(sqlite_store, messenger, Pace(per_second=50), bounds=Bounds(poll_s=0.05))):
        await until(lambda: len(messenger.delivered) >= 5)
        mailed(sqlite_store, announced(sqlite_store), reply=Post("fire"), urgent=True)
        await until(lambda: (60, "fire") in messenger.delivered)
    words = [said for _, said in messenger.delivered]
    behind = words[words.index("fire") :]
    assert (behind[:50].count("fire"), words[: words.index("fire")].count("news") < 20) == (50, True)


async def test_announcement_without_a_mailing_and_an_answer_still_go(sqlite_store: Store) -> None:
    live(sqlite_store, CROWD)
    messenger, announcement = Messenger(), announced(sqlite_store)
    write(sqlite_store, (11, "old way", Lane.ANNOUNCEMENT), (12, "answer"))
    mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, messenger, FAST, bounds=Bounds(in_flight=1))):
        await until(lambda: len(messenger.delivered) == 7)
    assert messenger.delivered[:2] == [(12, "answer"), (11, "old way")]


async def test_paid_mailing_leaves_at_its_own_pace_beside_a_free_one(sqlite_store: Store) -> None:
    live(sqlite_store, range(11, 311))
    messenger = Messenger()
    free, paid = announced(sqlite_store), announced(sqlite_store)
    mailed(sqlite_store, free, reply=Post("free"))
    mailed(sqlite_store, paid, reply=Post("paid"), paid=True)
    pace = Pace(per_second=20, paid_per_second=1000, chat_per_second=1000, chat_burst=1000)
    began = time.monotonic()
    async with sending(Sender(sqlite_store, messenger, pace)):
        await until_ledger(sqlite_store, paid, delivered=300)
        took_s = time.monotonic() - began
    free_ones = [words for _, words in messenger.delivered].count("free")
    assert 1 <= free_ones <= 22 * (took_s + 1)


async def test_without_a_paid_pace_what_is_marked_as_paid_keeps_the_free_one(sqlite_store: Store) -> None:
    live(sqlite_store, range(11, 311))
    messenger = Messenger()
    mailed(sqlite_store, announced(sqlite_store), paid=True)
    async with sending(Sender(sqlite_store, messenger, Pace(per_second=20))):
        await asyncio.sleep(0.6)
    assert len(messenger.delivered) <= 20


# ---------------------------------------------------------------- pausing, and the night


async def test_paused_mailing_sends_nothing_more_until_it_goes_on(store: Store) -> None:
    live(store, range(11, 111))
    announcement, messenger = announced(store), Messenger()
    mailing = mailed(store, announcement)
    async with sending(Sender(store, messenger, Pace(per_second=100), bounds=Bounds(poll_s=0.05))):
        await until(lambda: len(messenger.delivered) >= 10)
        within(store, lambda unit: mailings.hold(unit, mailing.id))
        await until(lambda: not within(store, claims.claimants))
        arrived = len(messenger.delivered)
        await asyncio.sleep(0.2)
        assert len(messenger.delivered) == arrived < 100
        within(store, lambda unit: mailings.release(unit, mailing.id))
        await until_ledger(store, announcement, delivered=100)
    assert len(messenger.delivered) == 100


async def test_only_what_is_urgent_leaves_by_night(sqlite_store: Store) -> None:
    live(sqlite_store, CROWD)
    messenger, night = Messenger(), [True]
    usual, urgent = announced(sqlite_store), announced(sqlite_store)
    mailed(sqlite_store, usual, reply=Post("news"))
    mailed(sqlite_store, urgent, reply=Post("fire"), urgent=True)
    clocks = Clocks(is_quiet=lambda _now: night[0])
    async with sending(Sender(sqlite_store, messenger, FAST, clocks, Bounds(poll_s=0.02))):
        await until_ledger(sqlite_store, urgent, delivered=5)
        assert stands(sqlite_store, usual) == {Standing.NOT_YET: 5}
        night[0] = False
        await until_ledger(sqlite_store, usual, delivered=5)


async def test_who_cannot_be_reached_is_not_tried_and_others_are(sqlite_store: Store) -> None:
    live(sqlite_store, CROWD)
    for chat in (11, 12):
        within(sqlite_store, partial(people.mark_unreachable, chat_id=chat, since=1.0))
    announcement, messenger = announced(sqlite_store), Messenger()
    mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, messenger, FAST)):
        await until_ledger(sqlite_store, announcement, blocked=2, delivered=3)
    assert sorted(chat for chat, _ in messenger.delivered) == [13, 14, 15]


# ---------------------------------------------------------------- what the messenger says


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome(Fate.REFUSED, reason="chat not found"), Standing.FAILED),
        (Outcome(Fate.UNREACHABLE, reason="bot was blocked by the user"), Standing.BLOCKED),
        (Outcome(Fate.UNREACHABLE, reason="user is deactivated"), Standing.BLOCKED),
        (Outcome(Fate.UNCERTAIN, reason="timed out"), Standing.UNKNOWN),
    ],
)
async def test_each_end_has_its_standing_and_its_reason(store: Store, outcome: Outcome, expected: Standing) -> None:
    live(store, [11, 12])
    announcement, messenger = announced(store), Messenger()
    messenger.script(11, outcome)
    mailed(store, announcement)
    async with sending(Sender(store, messenger, FAST)):
        await until_ledger(store, announcement, **{expected: 1, "delivered": 1})
    told = standing(store, announcement, 11)
    assert (told.standing, told.reason) == (expected, outcome.reason)
    assert len(messenger.calls) == 2


async def test_trouble_that_passes_loses_nobody(sqlite_store: Store) -> None:
    live(sqlite_store, CROWD)
    announcement, messenger = announced(sqlite_store), Messenger()
    messenger.script(11, Outcome(Fate.SLOW_DOWN, retry_after=0.05))
    messenger.script(12, Outcome(Fate.NOT_CONNECTED))
    messenger.script(13, Outcome(Fate.SERVER_TROUBLE, reason="500"))
    mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, messenger, FAST, bounds=Bounds(poll_s=0.05))):
        await until_ledger(sqlite_store, announcement, delivered=5)
    assert sorted(messenger.delivered) == [(chat, "hello") for chat in CROWD]


async def test_uncertain_correction_is_made_again(sqlite_store: Store) -> None:
    live(sqlite_store, [11])
    announcement, messenger = announced(sqlite_store), Messenger()
    mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, messenger, FAST)):
        await until_states(sqlite_store, State.SENT)
        messenger.script(11, Outcome(Fate.UNCERTAIN))
        mailed(sqlite_store, announcement, reply=Post("better"), purpose=Purpose.CORRECT)
        await until(lambda: rows(sqlite_store, "repeats") == [(0,), (1,)])
    assert states(sqlite_store) == ["sent", "todo"]


async def test_group_that_moved_is_written_to_under_its_new_number(store: Store) -> None:
    bind(store, -5)
    announcement, messenger = announced(store), Messenger()
    messenger.script(-5, Outcome(Fate.REFUSED, reason="group upgraded", moved_to=-1005))
    mailed(store, announcement, to_groups=(-5,))
    async with sending(Sender(store, messenger, FAST)):
        await until_ledger(store, announcement, delivered=1)
    assert messenger.delivered == [(-1005, "hello")]
    assert rows(store, "chat_id") == [(-1005,)]
    assert within(store, lambda unit: unit.connection.scalar(select(groups.c.chat_id))) == -1005


async def test_group_that_moves_without_end_is_given_up(sqlite_store: Store) -> None:
    announcement, messenger = announced(sqlite_store), Messenger()
    for chat in range(5, 25):
        messenger.script(-chat, Outcome(Fate.REFUSED, reason="group upgraded", moved_to=-chat - 1))
    mailed(sqlite_store, announcement, to_groups=(-5,))
    async with sending(Sender(sqlite_store, messenger, FAST)):
        await until_ledger(sqlite_store, announcement, failed=1)


@pytest.mark.parametrize("moves_by", ["a post", "the group"])
async def test_what_was_posted_before_a_group_moved_is_not_touched_there(store: Store, moves_by: str) -> None:
    """M3: its messages' numbers are somebody else's in the new chat; the ledger says what was not corrected."""
    bind(store, -5)
    live(store, [11])
    announcement, messenger = announced(store), Messenger()
    mailed(store, announcement, to_groups=(-5,))
    async with sending(Sender(store, messenger, FAST)):
        await until_ledger(store, announcement, delivered=2)
        if moves_by == "the group":
            within(store, lambda unit: groups_of.moved(unit, -5, -1005))
        moved = Outcome(Fate.REFUSED, reason="migrated to -1005", moved_to=-1005)
        messenger.script(-5, moved, moved)
        edit = mailed(store, announcement, reply=Post("better"), purpose=Purpose.CORRECT)
        await until(
            lambda: within(store, lambda unit: ledgers.tally(unit, edit.id)) == {State.SENT: 1, State.FAILED: 1}
        )
        gone = mailed(store, announcement, reply=Unsend(), purpose=Purpose.RECALL)
        await until(
            lambda: within(store, lambda unit: ledgers.tally(unit, gone.id)) == {State.SENT: 1, State.FAILED: 1}
        )
        assert not within(store, lambda unit: freezing.is_kept_somewhere(unit, gone.id))
        mailed(store, announced(store), reply=Post("next"), to_groups=(-1005,))
        await until(lambda: (-1005, "next") in messenger.delivered)
    assert [words for chat, words in messenger.delivered if chat == -1005] == ["next"]
    assert within(store, lambda unit: unit.connection.scalar(select(groups.c.chat_id))) == -1005


async def test_edit_that_waits_is_not_taken_along_when_a_group_moves(store: Store) -> None:
    bind(store, -5)
    messenger = Messenger()
    moved = Outcome(Fate.REFUSED, reason="migrated to -1005", moved_to=-1005)
    messenger.script(-5, moved, moved)
    said = [Draft("a", -5, Lane.ANNOUNCEMENT, encode(Text("new")), 0.0)]
    said += [Draft("b", -5, Lane.ANNOUNCEMENT, encode(Text("edit", replaces=7)), 0.0, target=7)]
    within(store, lambda unit: outbox.write(unit, said, 0.0))
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, State.SENT, State.FAILED)
    assert messenger.delivered == [(-1005, "new")]


async def test_post_goes_to_the_topic_where_the_group_was_bound(store: Store) -> None:
    bind(store, -5)
    within(store, lambda unit: groups_of.post_in(unit, 1, 44))
    messenger = Messenger()
    mailed(store, announced(store), to_groups=(-5,))
    said = [Draft("a", -5, Lane.REMINDER, encode(Text("card")), 0.0)]
    said += [Draft("b", -5, Lane.REMINDER, encode(Text("edit", replaces=7)), 0.0, target=7)]
    within(store, lambda unit: outbox.write(unit, said, 0.0))
    async with sending(Sender(store, messenger, FAST)):
        await until(lambda: len(messenger.delivered) == 3)
    topics = {call.reply.html: call.reply.topic for call in messenger.calls if isinstance(call.reply, Text | Post)}
    assert topics == {"hello": 44, "card": 44, "edit": 0}


async def test_refusal_by_a_group_is_to_be_told_once_until_something_arrives(store: Store) -> None:
    bind(store, -5)
    messenger = Messenger()
    closed = Outcome(Fate.REFUSED, reason="Bad Request: TOPIC_CLOSED")
    messenger.script(-5, closed, closed, Outcome(Fate.ACCEPTED), closed)
    messenger.script(-6, closed)  # no group of ours
    async with sending(Sender(store, messenger, FAST)):
        for number in range(4):
            said = [Draft(f"{number}", -5, Lane.REMINDER, encode(Text("card")), 0.0, about="activity:1")]
            within(store, partial(outbox.write, drafts=said, now=0.0))
            await until(partial(_all_done, store, number + 1))
        within(store, lambda unit: outbox.write(unit, [Draft("6", -6, Lane.REMINDER, encode(Text("?")), 0.0)], 0.0))
        await until(lambda: len(messenger.calls) == 5)
    told = select(notices_of.c.subject, notices_of.c.kind).order_by(notices_of.c.id)
    assert within(store, lambda unit: unit.connection.execute(told).all()) == [("group:1", "topic")] * 2


def _all_done(store: Store, number: int) -> bool:
    done = rows(store, "done_at")
    return len(done) == number and all(at is not None for (at,) in done)


def bind(store: Store, chat_id: int) -> None:
    announced(store)  # which makes the unit

    def work(unit: UnitOfWork) -> None:
        row: dict[str, Any] = {"unit_id": 1, "token_hash": "t", "asked_by": 1, "asked_at": 0.0}
        unit.connection.execute(groups.insert().values(row | {"state": "bound", "chat_id": chat_id, "bound_at": 0.0}))

    within(store, work)


# ---------------------------------------------------------------- a crash


async def test_announcements_under_way_when_a_sender_died_are_unknown_and_corrections_go_again(store: Store) -> None:
    live(store, [11, 12])
    announcement, messenger = announced(store), Messenger()
    mailed(store, announcement)
    async with sending(Sender(store, messenger, FAST)):
        await until_ledger(store, announcement, delivered=2)
    mailed(store, announcement, reply=Post("better"), purpose=Purpose.CORRECT)
    second = announced(store)
    mailed(store, second)
    within(store, lambda unit: _leave_under_way(unit, {3, 5}))
    async with sending(Sender(store, messenger, FAST)):
        await until_states(store, *[State.SENT] * 4, State.UNKNOWN, State.SENT)
    assert stands(store, second) == {Standing.UNKNOWN: 1, Standing.DELIVERED: 1}


def _leave_under_way(unit: UnitOfWork, row_ids: Collection[int]) -> None:
    unit.connection.execute(
        rows_of.update().where(rows_of.c.id.in_(row_ids)).values(state=State.SENDING, claimed_by="dead:1:0")
    )


async def test_mailing_that_ran_through_can_be_finished(sqlite_store: Store) -> None:
    live(sqlite_store, [11])
    announcement = announced(sqlite_store)
    mailing = mailed(sqlite_store, announcement)
    async with sending(Sender(sqlite_store, Messenger(), FAST)):
        await until_ledger(sqlite_store, announcement, delivered=1)
    assert within(sqlite_store, lambda unit: mailings.finish(unit, mailing.id, 9.0)) is True
    state = within(sqlite_store, lambda unit: unit.connection.scalar(select(table.c.state)))
    assert state == MailingState.DONE
