"""What the messenger cuts in two when an organiser answers is one answer: both halves reach the member."""

from bot import memory
from bot.chat import Said
from bot.flows.mail.steps import AnsweringMail, MailCard
from bot.memory import Memory
from domain.people.deeds import By, Deed
from storage.announcements import threads
from storage.announcements.threads import Writing
from storage.unit_of_work import Store
from tests.flows.answering.open_things import AT, CHEN, HERE, settle
from tests.stage.deeds.store import unit_id
from tests.stage.talk import WANG, Talk, furnish, html, said

FIRST, SECOND = "字" * 4_096, "还有一句。"


def _talk(store: Store) -> tuple[Talk, int]:
    furnish(store)
    with store.unit_of_work() as unit:
        settle(unit)
        thread = threads.post(unit, unit_id(unit, HERE), Writing("党费怎么交"), Deed(By(WANG), AT)).row.id
        unit.commit()
    talk = Talk(store, person=CHEN)
    talk.remembers(memory.write(Memory(AnsweringMail(MailCard(thread)))))
    return talk, thread


def _written(store: Store, thread: int) -> list[str]:
    with store.unit_of_work() as unit:
        return [one.said for one in threads.messages(unit, thread) if not one.from_member]


def test_both_halves_of_an_answer_arrive(sqlite_store: Store) -> None:
    talk, thread = _talk(sqlite_store)
    talk.does(Said(FIRST))
    talk.waits(seconds=1)
    assert [chat for chat, _ in said(sqlite_store)].count(WANG) == 2  # two messages hold the first half
    talk.does(Said(SECOND))
    assert _written(sqlite_store, thread) == [FIRST, SECOND]
    assert SECOND in html([reply for chat, reply in said(sqlite_store) if chat == WANG][-1])


def test_what_comes_later_is_no_second_half(sqlite_store: Store) -> None:
    talk, thread = _talk(sqlite_store)
    talk.does(Said(FIRST))
    talk.waits(seconds=9)
    talk.does(Said(SECOND))
    assert _written(sqlite_store, thread) == [FIRST]


def test_second_half_of_what_was_no_answer_is_not_sent(sqlite_store: Store) -> None:
    talk, thread = _talk(sqlite_store)
    talk.remembers(memory.write(Memory()))
    talk.does(Said(FIRST))
    talk.waits(seconds=1)
    talk.does(Said(SECOND))
    assert _written(sqlite_store, thread) == []
