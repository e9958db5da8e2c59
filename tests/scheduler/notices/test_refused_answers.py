"""An answer that its member's chat did not take: whoever gave it hears why, once, and what helps."""

import pytest
from sqlalchemy import select

from bot.chat import Text
from bot.flows.desk import Tell
from bot.texts import words
from domain.messages.chat_troubles import Trouble
from domain.messages.delivery import Lane
from domain.people.deeds import By, Deed
from scheduler.notices.mail import ring_refused_answer
from scheduler.notices.occasion import Occasion
from scheduler.notices.subjects import ring
from storage.announcements import answer_troubles, threads
from storage.announcements.threads import Writing
from storage.messages import notices, outbox
from storage.messages.notices import NoticeRow
from storage.messages.outbox import Draft
from storage.people import people
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, furnish
from tests.storage.stays import CHEN, NOW, WANG, unit_id


def answered(unit: UnitOfWork) -> int:
    furnished = unit_id(unit, "310106011")
    people.welcome(unit, [CHEN, WANG], NOW)
    row = threads.post(unit, furnished, Writing("Is it open?"), Deed(By(WANG), NOW)).row
    threads.answer(unit, row.id, Writing("Yes"), Deed(By(CHEN), NOW))
    return row.id


@pytest.mark.parametrize(
    ("trouble", "first"),
    [
        (Trouble.MEDIA, "takes no recordings or files from me, so that part of your answer did not arrive."),
        (Trouble.OTHER, "did not arrive: the messenger did not take it."),
    ],
)
def test_who_answered_hears_why_and_can_answer_again(sqlite_store: Store, trouble: Trouble, first: str) -> None:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        thread = answered(unit)
        notice = NoticeRow(1, f"{answer_troubles.SUBJECT}:{thread}", 7, trouble, NOW, None)
        (tell,) = ring(Occasion(notice, unit, NOON, lambda _chat: words("en"))) or ()
        assert isinstance(tell, Tell)
        assert isinstance(tell.reply, Text)
        assert (tell.chat_id, tell.about, first in tell.reply.html) == (CHEN, f"mail:{thread}", True)


def test_nobody_hears_where_nobody_has_it_in_hand(sqlite_store: Store) -> None:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        thread = answered(unit)
        threads.give_back(unit, thread, Deed(By(CHEN), NOW))
        for number in (thread, 99):
            notice = NoticeRow(1, f"{answer_troubles.SUBJECT}:{number}", 7, Trouble.MEDIA, NOW, None)
            assert ring_refused_answer(Occasion(notice, unit, NOON, lambda _chat: words("en"))) is None


@pytest.mark.parametrize(("about", "planned"), [("thread:1", 1), ("duty:1", 0), ("", 0)])
def test_it_is_planned_for_answers_alone(sqlite_store: Store, about: str, planned: int) -> None:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        answered(unit)
        outbox.write(unit, [Draft("d", WANG, Lane.CONFIRMATION, b"x", NOW, about=about)], NOW)
        row_id: int = unit.connection.scalars(select(outbox_table.c.id)).one()
        answer_troubles.note(unit, row_id, Trouble.MEDIA, NOW)
        answer_troubles.note(unit, row_id, Trouble.MEDIA, NOW)
        assert len(notices.due(unit, NOW + 1, 9)) == planned
