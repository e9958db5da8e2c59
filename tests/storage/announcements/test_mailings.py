"""Mailings: a list is frozen in portions, and every recipient of it stands somewhere at every moment."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from domain.announcements.announcements import MISSED, MailingState, Purpose, Standing
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.messages.delivery import State
from storage.announcements import freezing, ledgers, mailings
from storage.announcements.audiences import Who
from storage.announcements.ledgers import Recipient
from storage.announcements.mailings import MailingRow
from storage.messages import claims, wordings
from storage.messages.claims import Claimed, Mark
from storage.messages.wordings import Wordings
from storage.pages import lines, openings
from storage.pages.lines import Wanted
from storage.people import people
from storage.tables.announcements import announcements, topic_refusals
from storage.tables.messages import outbox as table
from storage.tables.places import units
from storage.unit_of_work import Store, UnitOfWork

NEWS, NOW = 3, 1000.0
WHO = Who(Audience("/"), Topic.ACTIVITIES)


def within(store: Store, work: Callable[[UnitOfWork], Any]) -> Any:
    with store.unit_of_work() as unit:
        result = work(unit)
        unit.commit()
    return result


def announced(store: Store, *, topic: Topic = Topic.ACTIVITIES, obligatory: bool = False) -> int:
    """Write an announcement that nothing has come of yet, and return its row id."""
    row = {
        "stage": "sending",
        "version": 1,
        "topic": topic,
        "obligatory": obligatory,
        "urgent": False,
        "paid": False,
        "to_groups": False,
        "audience": "{}",
        "content": b"",
        "content_hash": "",
        "created_by": 1,
        "created_at": NOW,
    }

    def write(unit: UnitOfWork) -> int:
        if unit.connection.scalar(select(units.c.id)) is None:
            city = {"id": 1, "code": "31", "kind": "city", "name": "上海市", "path": "/1/"}
            unit.connection.execute(units.insert().values(city))
        values = announcements.insert().values(row | {"unit_id": 1})
        return int(unit.connection.execute(values.returning(announcements.c.id)).scalar_one())

    found: int = within(store, write)
    return found


def live(store: Store, chats: Iterable[int], language: str = "zh-hans") -> None:
    ids = list(chats)
    within(store, lambda unit: people.welcome(unit, ids, 1.0, dict.fromkeys(ids, language)))


def begun(store: Store, announcement_id: int, purpose: Purpose = Purpose.SEND, **more: Any) -> MailingRow:
    replies = more.pop("letters", {"zh_Hans": b"zh " + purpose.encode(), "en": b"en " + purpose.encode()})
    terms = mailings.Terms(more.pop("now", NOW), **more)
    row: MailingRow = within(store, lambda unit: mailings.begin(unit, announcement_id, purpose, replies, terms))
    return row


def frozen(store: Store, mailing: MailingRow, who: Who | None = WHO) -> MailingRow:
    while not within(store, lambda unit: freezing.freeze_some(unit, mailing.id, who, NOW)):
        pass
    return again_read(store, mailing)


def again_read(store: Store, mailing: MailingRow) -> MailingRow:
    row: MailingRow = within(store, lambda unit: mailings.of(unit, mailing.announcement_id, mailing.purpose))
    return row


def rows(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    query = select(*[table.c[name] for name in columns]).order_by(table.c.id)
    found: list[tuple[Any, ...]] = within(store, lambda unit: [tuple(row) for row in unit.connection.execute(query)])
    return found


def claim(store: Store, *row_ids: int) -> list[Claimed]:
    def work(unit: UnitOfWork) -> list[Claimed]:
        found = claims.claim(unit, row_ids, "w", NOW, Wordings().running(unit))
        return sorted(found, key=lambda one: one.row_id)

    taken: list[Claimed] = within(store, work)
    return taken


def mark(store: Store, *marks: Mark, now: float = NOW) -> None:
    within(store, lambda unit: claims.mark(unit, marks, "w", now))


def counted(store: Store, announcement_id: int) -> dict[Standing, int]:
    """Return the standings that somebody has, and hold their sum against the frozen list."""
    ledger = within(store, lambda unit: ledgers.ledger(unit, announcement_id))
    assert ledger.pending + ledger.done == ledger.size
    return {standing: number for standing, number in ledger.by.items() if number}


# ---------------------------------------------------------------- freezing


def test_list_has_everybody_once_with_the_letter_of_their_language(store: Store) -> None:
    live(store, [11, 12])
    live(store, [13], "en-GB")
    live(store, [14], "fr")
    mailing = frozen(store, begun(store, announced(store)))

    assert (mailing.state, mailing.size, mailing.frozen_at) == (MailingState.RUNNING, 4, NOW)
    assert rows(store, "dedupe", "chat_id", "lane", "state", "reply", "not_before", "about") == [
        (f"m{mailing.id}:{chat}", chat, NEWS, "todo", None, NOW, f"announcement:{mailing.announcement_id}")
        for chat in (11, 12, 13, 14)
    ]
    assert [one.reply for one in claim(store, 1, 2, 3, 4)] == [b"zh send", b"zh send", b"en send", b"zh send"]


def test_who_reads_neither_language_of_one_letter_gets_that_one(store: Store) -> None:
    live(store, [11])
    frozen(store, begun(store, announced(store), letters={"en": b"hello"}))
    assert [one.reply for one in claim(store, 1)] == [b"hello"]


def test_list_is_written_in_portions_and_none_leaves_before_it_is_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "PORTION", 2)
    live(store, range(11, 16))
    mailing = begun(store, announced(store))
    seen = []
    for _ in range(3):
        is_whole = within(store, lambda unit: freezing.freeze_some(unit, mailing.id, WHO, NOW))
        now = again_read(store, mailing)
        seen.append((is_whole, now.state, now.size, now.frozen_to, len(rows(store, "id"))))

    assert seen == [
        (False, MailingState.FREEZING, 2, 12, 2),
        (False, MailingState.FREEZING, 4, 14, 4),
        (True, MailingState.RUNNING, 5, 14, 5),
    ]
    assert within(store, lambda unit: freezing.freeze_some(unit, mailing.id, WHO, NOW)) is True
    assert len(rows(store, "id")) == 5


def test_nothing_of_an_unwhole_list_can_be_claimed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "PORTION", 2)
    live(store, range(11, 16))
    mailing = begun(store, announced(store))
    within(store, lambda unit: freezing.freeze_some(unit, mailing.id, WHO, NOW))
    assert claim(store, 1, 2) == []


def test_empty_list_ends_at_once(store: Store) -> None:
    mailing = frozen(store, begun(store, announced(store)))
    assert (mailing.state, mailing.size, mailing.ended_at) == (MailingState.DONE, 0, NOW)


def test_who_has_opted_out_stands_on_the_list_as_that(store: Store) -> None:
    live(store, [11, 12])
    refusal = {"chat_id": 11, "topic": Topic.ACTIVITIES, "at": 1.0}
    within(store, lambda unit: unit.connection.execute(topic_refusals.insert().values(refusal)))
    announcement = announced(store)
    frozen(store, begun(store, announcement))

    assert rows(store, "chat_id", "state", "done_at") == [(11, "opted_out", NOW), (12, "todo", None)]
    assert counted(store, announcement) == {Standing.OPTED_OUT: 1, Standing.NOT_YET: 1}


def test_what_is_obligatory_comes_to_who_has_opted_out(store: Store) -> None:
    live(store, [11])
    refusal = {"chat_id": 11, "topic": Topic.ACTIVITIES, "at": 1.0}
    within(store, lambda unit: unit.connection.execute(topic_refusals.insert().values(refusal)))
    frozen(store, begun(store, announced(store)), Who(Audience("/"), Topic.ACTIVITIES, obligatory=True))
    assert rows(store, "state") == [("todo",)]


def test_groups_come_last_and_read_the_language_of_the_house(store: Store) -> None:
    live(store, [11], "en")
    who = Who(Audience("/"), Topic.ACTIVITIES, to_groups=(-7, -8, -7))
    mailing = frozen(store, begun(store, announced(store), not_after=NOW + 60.0), who)

    assert mailing.size == 3
    assert rows(store, "chat_id", "not_after") == [(11, NOW + 60.0), (-8, NOW + 60.0), (-7, NOW + 60.0)]
    assert [one.reply for one in claim(store, 1, 2, 3)] == [b"en send", b"zh send", b"zh send"]


# ---------------------------------------------------------------- correcting and recalling


def test_correction_goes_to_whom_the_sending_has_reached(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "PORTION", 2)
    live(store, [11, 12, 14, 15])
    live(store, [13], "en")
    announcement = announced(store)
    frozen(store, begun(store, announcement))
    claim(store, 1, 2, 3, 4)
    mark(store, *(Mark(row, State.SENT, message_id=70 + row, others=(90 + row,)) for row in (1, 2, 3)))
    mark(store, Mark(4, State.FAILED))

    correction = frozen(store, begun(store, announcement, Purpose.CORRECT), who=None)
    assert correction.size == 3
    assert rows(store, "chat_id", "target", "others")[5:] == [(11, 71, "91"), (12, 72, "92"), (13, 73, "93")]
    taken = claim(store, 6, 7, 8)
    assert [(one.chat_id, one.reply, one.target, one.others) for one in taken] == [
        (11, b"zh correct", 71, (91,)),
        (12, b"zh correct", 72, (92,)),
        (13, b"en correct", 73, (93,)),
    ]
    assert counted(store, announcement) == {Standing.DELIVERED: 3, Standing.FAILED: 1, Standing.NOT_YET: 1}


def test_recall_of_what_reached_nobody_is_empty(store: Store) -> None:
    recall = frozen(store, begun(store, announced(store), Purpose.RECALL), who=None)
    assert (recall.state, recall.size) == (MailingState.DONE, 0)


def test_rewritten_letter_is_read_by_whom_it_has_not_reached(store: Store) -> None:
    live(store, [11, 12])
    mailing = frozen(store, begun(store, announced(store)))
    letters = Wordings()

    def claimed(row_id: int) -> list[bytes]:
        def work(unit: UnitOfWork) -> list[bytes]:
            return [one.reply for one in claims.claim(unit, [row_id], "w", NOW, letters.running(unit))]

        found: list[bytes] = within(store, work)
        return found

    assert claimed(1) == [b"zh send"]
    within(store, lambda unit: wordings.rewrite(unit, mailing.id, {"zh_Hans": b"better"}))
    assert claimed(2) == [b"better"]


# ---------------------------------------------------------------- pausing, stopping, once more


def test_nothing_of_a_paused_mailing_is_claimed_until_it_goes_on(store: Store) -> None:
    live(store, [11])
    mailing = frozen(store, begun(store, announced(store)))
    within(store, lambda unit: mailings.hold(unit, mailing.id))
    assert (again_read(store, mailing).state, claim(store, 1)) == (MailingState.PAUSED, [])
    within(store, lambda unit: mailings.release(unit, mailing.id))
    assert [one.chat_id for one in claim(store, 1)] == [11]


def test_what_is_being_frozen_can_be_neither_held_nor_released(store: Store) -> None:
    mailing = begun(store, announced(store))
    for work in (mailings.hold, mailings.release):
        within(store, partial(work, mailing_id=mailing.id))
    assert again_read(store, mailing).state is MailingState.FREEZING


def test_stopping_closes_what_waits_in_portions_and_lets_what_flies_land(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "PORTION", 2)
    live(store, range(11, 16))
    announcement = announced(store)
    mailing = frozen(store, begun(store, announcement))
    claim(store, 1)

    moments = (NOW + 1.0, NOW + 2.0, NOW + 3.0)
    ends = [within(store, partial(mailings.stop_some, mailing_id=mailing.id, now=at)) for at in moments]
    assert ends == [False, False, True]
    assert again_read(store, mailing).ended_at == NOW + 3.0
    assert counted(store, announcement) == {Standing.NOT_YET: 1, Standing.STOPPED: 4}
    mark(store, Mark(1, State.SENT))
    assert counted(store, announcement) == {Standing.DELIVERED: 1, Standing.STOPPED: 4}
    assert within(store, lambda unit: mailings.stop_some(unit, mailing.id, NOW + 9.0)) is True
    assert again_read(store, mailing).ended_at == NOW + 3.0


def test_mailing_that_is_being_stopped_has_not_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "PORTION", 1)
    live(store, [11, 12])
    mailing = frozen(store, begun(store, announced(store)))
    within(store, lambda unit: mailings.stop_some(unit, mailing.id, NOW))
    stopping = again_read(store, mailing)
    assert (stopping.state, stopping.ended_at) == (MailingState.STOPPED, None)


def test_mailing_ends_when_nothing_of_it_waits_or_flies(store: Store) -> None:
    live(store, [11, 12])
    mailing = frozen(store, begun(store, announced(store)))

    def finish() -> bool:
        ended: bool = within(store, lambda unit: mailings.finish(unit, mailing.id, NOW))
        return ended

    ends = [finish()]
    claim(store, 1, 2)
    mark(store, Mark(1, State.SENT))
    ends.append(finish())
    mark(store, Mark(2, State.UNREACHABLE))
    ends += [finish(), finish()]
    assert ends == [False, False, True, True]
    ended = again_read(store, mailing)
    assert (ended.state, ended.ended_at) == (MailingState.DONE, NOW)


def test_who_was_missed_has_a_turn_once_more(store: Store) -> None:
    live(store, range(11, 17))
    announcement = announced(store)
    mailing = frozen(store, begun(store, announcement, not_after=NOW + 5.0))
    claim(store, 1, 2, 3, 4)
    ends = (State.SENT, State.FAILED, State.UNREACHABLE, State.UNKNOWN)
    mark(store, *(Mark(row, state, reason="why") for row, state in enumerate(ends, start=1)))
    within(store, lambda unit: claims.expire(unit, NOW + 5.0))
    within(store, lambda unit: mailings.finish(unit, mailing.id, NOW + 5.0))

    some = {Standing.UNKNOWN, Standing.EXPIRED}
    assert within(store, lambda unit: mailings.again(unit, mailing.id, some, NOW + 6.0)) == 3
    assert rows(store, "state", "repeats", "reason", "not_after", "done_at")[3:] == [
        ("todo", 1, None, None, None),
        ("todo", 0, None, None, None),
        ("todo", 0, None, None, None),
    ]
    assert again_read(store, mailing).state is MailingState.RUNNING
    assert counted(store, announcement) == {
        Standing.DELIVERED: 1,
        Standing.FAILED: 1,
        Standing.BLOCKED: 1,
        Standing.NOT_YET: 3,
    }
    assert [one.reply for one in claim(store, 4, 5, 6)] == [b"zh send"] * 3
    mark(store, *(Mark(row, State.SENT) for row in (4, 5, 6)))
    assert within(store, lambda unit: ledgers.ledger(unit, announcement).repeated) == 1


def test_who_has_it_on_a_page_and_has_not_looked_is_told_apart(store: Store) -> None:
    """One of two pages has fetched it; the third person is Telegram's, which rings."""
    anna, bert = (within(store, partial(openings.open_page, key=key, now=NOW)) for key in ("anna", "bert"))
    live(store, [11, anna, bert])
    announcement = announced(store)
    frozen(store, begun(store, announcement))
    claim(store, 1, 2, 3)
    mark(store, *(Mark(row, State.SENT) for row in (1, 2, 3)))
    assert within(store, lambda unit: ledgers.ledger(unit, announcement).unseen) == 2
    row_of = dict(rows(store, "chat_id", "id"))

    def fetched(unit: UnitOfWork) -> None:
        line, _ = lines.add(unit, Wanted(anna, f"o{row_of[anna]}.0", is_own=False, content=b"{}"), NOW)
        lines.acknowledge(unit, anna, line.event, NOW, is_read=False)

    within(store, fetched)
    assert within(store, lambda unit: ledgers.ledger(unit, announcement).unseen) == 1


def missed_by_all(store: Store, chats: Iterable[int]) -> MailingRow:
    """Send to these people, in vain."""
    live(store, chats)
    mailing = frozen(store, begun(store, announced(store)))
    ids = range(1, mailing.size + 1)
    claim(store, *ids)
    mark(store, *(Mark(row, State.FAILED, reason="why") for row in ids))
    within(store, lambda unit: mailings.finish(unit, mailing.id, NOW))
    return mailing


def test_turns_come_in_portions_and_each_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "PORTION", 2)
    mailing = missed_by_all(store, range(11, 16))

    assert within(store, lambda unit: mailings.again(unit, mailing.id, MISSED, NOW)) == 2
    assert counted(store, mailing.announcement_id) == {Standing.NOT_YET: 2, Standing.FAILED: 3}
    claim(store, 1, 2)
    mark(store, Mark(1, State.FAILED), Mark(2, State.SENT))
    assert within(store, lambda unit: mailings.finish(unit, mailing.id, NOW)) is False
    wholes = [within(store, lambda unit: mailings.again_some(unit, mailing.id, NOW)) for _ in range(3)]

    assert wholes == [False, True, True]
    assert counted(store, mailing.announcement_id) == {
        Standing.FAILED: 1,
        Standing.DELIVERED: 1,
        Standing.NOT_YET: 3,
    }
    after = again_read(store, mailing)
    assert (after.state, after.again, after.ended_at) == (MailingState.RUNNING, frozenset(), None)


def test_stopped_before_everybody_had_another_turn(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "PORTION", 2)
    mailing = missed_by_all(store, range(11, 16))
    within(store, lambda unit: mailings.again(unit, mailing.id, MISSED, NOW))

    assert [within(store, lambda unit: mailings.stop_some(unit, mailing.id, NOW)) for _ in range(2)] == [False, True]
    assert within(store, lambda unit: mailings.again_some(unit, mailing.id, NOW)) is True

    assert counted(store, mailing.announcement_id) == {Standing.STOPPED: 2, Standing.FAILED: 3}
    assert again_read(store, mailing).state is MailingState.STOPPED


def test_who_has_come_to_want_none_has_no_other_turn(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "PORTION", 2)
    mailing = missed_by_all(store, range(11, 15))

    def refuse(chat_id: int, topic: Topic = Topic.ACTIVITIES) -> None:
        row = {"chat_id": chat_id, "topic": topic, "at": NOW}
        within(store, lambda unit: unit.connection.execute(topic_refusals.insert(), row))

    refuse(11)
    refuse(12, Topic.STUDY)
    within(store, lambda unit: mailings.again(unit, mailing.id, MISSED, NOW))
    assert counted(store, mailing.announcement_id) == {
        Standing.OPTED_OUT: 1,
        Standing.NOT_YET: 1,
        Standing.FAILED: 2,
    }
    refuse(13)
    within(store, lambda unit: mailings.again_some(unit, mailing.id, NOW))

    assert counted(store, mailing.announcement_id) == {Standing.OPTED_OUT: 2, Standing.NOT_YET: 2}


def test_what_is_obligatory_has_another_turn_with_everybody(store: Store) -> None:
    live(store, [11])
    announcement = announced(store, obligatory=True)
    mailing = frozen(store, begun(store, announcement))
    claim(store, 1)
    mark(store, Mark(1, State.FAILED))
    row = {"chat_id": 11, "topic": Topic.ACTIVITIES, "at": NOW}
    within(store, lambda unit: unit.connection.execute(topic_refusals.insert(), row))

    within(store, lambda unit: mailings.again(unit, mailing.id, MISSED, NOW))

    assert counted(store, announcement) == {Standing.NOT_YET: 1}


def test_nothing_runs_again_for_nobody(store: Store) -> None:
    live(store, [11])
    mailing = frozen(store, begun(store, announced(store)))
    claim(store, 1)
    mark(store, Mark(1, State.SENT))
    within(store, lambda unit: mailings.finish(unit, mailing.id, NOW))
    assert within(store, lambda unit: mailings.again(unit, mailing.id, MISSED, NOW)) == 0
    assert again_read(store, mailing).state is MailingState.DONE


def test_who_has_it_or_wants_none_is_not_missed(store: Store) -> None:
    mailing = frozen(store, begun(store, announced(store)))
    wrong = {Standing.DELIVERED, Standing.OPTED_OUT, Standing.FAILED}
    with pytest.raises(ValueError, match=r"^who is delivered, opted_out was not missed$"):
        within(store, lambda unit: mailings.again(unit, mailing.id, wrong, NOW))


# ---------------------------------------------------------------- opting out meanwhile


def test_refusal_takes_back_what_waits_of_this_topic_for_this_person(store: Store) -> None:
    live(store, [11, 12])
    mine, other = announced(store), announced(store, topic=Topic.STUDY)
    must = announced(store, obligatory=True)
    for announcement in (mine, other, must):
        frozen(store, begun(store, announcement))

    assert within(store, lambda unit: mailings.refuse(unit, 11, Topic.ACTIVITIES, NOW + 1.0)) == 1
    assert counted(store, mine) == {Standing.OPTED_OUT: 1, Standing.NOT_YET: 1}
    assert [counted(store, one) for one in (other, must)] == [{Standing.NOT_YET: 2}] * 2
    assert within(store, lambda unit: ledgers.standing_of(unit, mine, 11)) == Recipient(
        Standing.OPTED_OUT, "", NOW + 1.0, 0
    )


def test_refusal_takes_nothing_back_that_flies(store: Store) -> None:
    live(store, [11])
    announcement = announced(store)
    frozen(store, begun(store, announcement))
    claim(store, 1)
    assert within(store, lambda unit: mailings.refuse(unit, 11, Topic.ACTIVITIES, NOW)) == 0
    assert counted(store, announcement) == {Standing.NOT_YET: 1}


# ---------------------------------------------------------------- the ledger


def test_ledger_of_what_was_never_sent_is_empty(store: Store) -> None:
    announcement = announced(store)
    assert counted(store, announcement) == {}
    assert within(store, lambda unit: ledgers.standing_of(unit, announcement, 11)) is None
    assert within(store, lambda unit: mailings.of(unit, announcement)) is None


def test_reasons_are_counted_and_recipients_told_one_by_one(store: Store) -> None:
    live(store, range(11, 16))
    announcement = announced(store)
    mailing = frozen(store, begun(store, announcement))
    claim(store, 1, 2, 3, 4)
    mark(store, *(Mark(row, State.FAILED, reason="chat not found") for row in (1, 2)))
    mark(store, Mark(3, State.FAILED, reason="file is gone"), Mark(4, State.SENT, message_id=74), now=NOW + 2.0)

    assert within(store, lambda unit: ledgers.failures(unit, announcement)) == {
        "chat not found": 2,
        "file is gone": 1,
    }
    told = {
        chat: within(store, partial(ledgers.standing_of, announcement_id=announcement, chat_id=chat))
        for chat in (11, 14, 15, 16)
    }
    assert told == {
        11: Recipient(Standing.FAILED, "chat not found", NOW, 0),
        14: Recipient(Standing.DELIVERED, "", NOW + 2.0, 74),
        15: Recipient(Standing.NOT_YET, "", None, 0),
        16: None,
    }
    failed = within(store, lambda unit: ledgers.recipients(unit, announcement, {Standing.FAILED}, 1, 1))
    assert failed == [(12, Recipient(Standing.FAILED, "chat not found", NOW, 0))]
    everybody = within(store, lambda unit: ledgers.recipients(unit, announcement, set(Standing)))
    assert [chat for chat, _ in everybody] == [*range(11, 16)]
    assert within(store, lambda unit: ledgers.rate(unit, mailing.id, NOW, NOW + 4.0)) == 0.25


def test_ledger_is_kept_until_its_announcement_is_old(store: Store) -> None:
    live(store, [11, 12])
    announcement = announced(store)
    mailing = frozen(store, begun(store, announcement))
    claim(store, 1, 2)
    mark(store, Mark(1, State.SENT), Mark(2, State.FAILED))

    def forgotten(ledgers_before: float) -> int:
        found: int = within(store, partial(ledgers.forget, before=ledgers_before))
        return found

    assert forgotten(NOW + 1.0) == 0  # it has not ended
    within(store, lambda unit: mailings.finish(unit, mailing.id, NOW))
    assert [forgotten(NOW), forgotten(NOW + 1.0), forgotten(NOW + 1.0)] == [0, 2, 0]
