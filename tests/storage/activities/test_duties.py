"""A place is taken by one, the reserve keeps its order and is called in turn; on both stores, alone and at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from domain.activities.activities import Stage
from domain.activities.duties import State, Task
from domain.lifecycle import NotPossibleError
from storage.activities import duties
from storage.activities.duties import AnswerRow, DutyRow, Noted
from storage.tables import messages as message_tables
from storage.tables.activities import duty_answers
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import NewStore
from tests.storage.signing import ENDS, HOUR_S, LI, NOW, QIAN, STARTS, SUN, WANG, ZHAO, published, settle, staged

GUIDING = Task("引导签到", STARTS - HOUR_S, ENDS, 1)


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    settle(store)
    with store.unit_of_work() as open_unit:
        yield open_unit


def asked(unit: UnitOfWork, *chat_ids: int, task: Task = GUIDING) -> DutyRow:
    """Add a duty to an activity and ask these volunteers."""
    duty = duties.add(unit, published(unit), task)
    duties.ask(unit, duty.id, chat_ids, NOW)
    return duty


def states(unit: UnitOfWork, duty: DutyRow) -> dict[int, State]:
    return {row.chat_id: row.state for row in duties.of_duty(unit, duty.id, list(State))}


def chats(rows: tuple[AnswerRow, ...] | list[AnswerRow]) -> list[int]:
    return [row.chat_id for row in rows]


def said(unit: UnitOfWork, answer: AnswerRow) -> str:
    """Return a volunteer's own words, or ""."""
    sealed = unit.connection.scalar(select(duty_answers.c.said).where(duty_answers.c.id == answer.id))
    return unit.seal.open(sealed, duties.SAID).decode() if sealed else ""


def test_duty_is_read_back(new_store: NewStore) -> None:
    first = new_store()
    settle(first)
    with first.unit_of_work() as unit:
        activity_id = published(unit)
        duty = duties.add(unit, activity_id, GUIDING)
        earlier = duties.add(unit, activity_id, Task("布置会场", STARTS - 2 * HOUR_S, STARTS, 3))
        unit.commit()
    with new_store().unit_of_work() as unit:
        assert duties.find(unit, duty.id) == DutyRow(duty.id, activity_id, GUIDING, None)
        assert duties.of_activity(unit, activity_id) == (earlier, duty)
        assert duties.find(unit, duty.id + 100) is None


def test_ask_asks_everybody_once(unit: UnitOfWork) -> None:
    duty = duties.add(unit, published(unit), GUIDING)
    assert chats(duties.ask(unit, duty.id, [LI, WANG, WANG], NOW)) == [WANG, LI]
    assert chats(duties.ask(unit, duty.id, [LI, ZHAO], NOW + 1)) == [ZHAO]
    assert duties.ask(unit, duty.id, [], NOW + 2) == []
    found = duties.find(unit, duty.id)
    assert found is not None
    assert found.called_at == NOW + 2


def test_first_yes_takes_the_place_and_the_next_stand_by_in_order(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI, ZHAO)
    for chat_id in (LI, ZHAO, WANG):
        duties.come(unit, duty.id, chat_id, NOW)
    assert states(unit, duty) == {LI: State.COMING, ZHAO: State.RESERVE, WANG: State.RESERVE}
    assert chats(duties.of_duty(unit, duty.id, [State.RESERVE])) == [ZHAO, WANG]
    assert duties.filled(unit, [duty.id, 999]) == {duty.id: 1, 999: 0}


def test_yes_said_twice_is_one_yes_and_the_newest_words_stand(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG)
    first = duties.come(unit, duty.id, WANG, NOW, Noted(words="好的")).row
    second = duties.come(unit, duty.id, WANG, NOW + 9, Noted(20, "晚到20分钟")).row
    assert (second.since, second.late_minutes) == (first.since, 20)
    assert said(unit, second) == "晚到20分钟"


def test_who_was_not_asked_may_come(unit: UnitOfWork) -> None:
    duty = asked(unit)
    assert duties.come(unit, duty.id, WANG, NOW).row.state is State.COMING


def test_who_was_not_asked_cannot_decline(unit: UnitOfWork) -> None:
    duty = asked(unit)
    with pytest.raises(NotPossibleError):
        duties.decline(unit, duty.id, WANG, NOW)


def test_drop_out_calls_the_first_of_the_reserve(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI, ZHAO)
    for chat_id in (WANG, LI, ZHAO):
        duties.come(unit, duty.id, chat_id, NOW)
    dropped = duties.decline(unit, duty.id, WANG, NOW + 1, words="孩子病了")
    assert (dropped.row.state, chats(dropped.called)) == (State.DROPPED, [LI])
    assert said(unit, dropped.row) == "孩子病了"
    assert states(unit, duty) == {WANG: State.DROPPED, LI: State.CALLED, ZHAO: State.RESERVE}
    assert duties.decline(unit, duty.id, WANG, NOW + 2).called == ()


def test_place_is_kept_for_who_is_called(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI)
    for chat_id in (WANG, LI):
        duties.come(unit, duty.id, chat_id, NOW)
    duties.decline(unit, duty.id, WANG, NOW + 1)
    assert duties.come(unit, duty.id, SUN, NOW + 2).row.state is State.RESERVE
    assert duties.come(unit, duty.id, LI, NOW + 3).row.state is State.COMING


def test_call_that_is_not_answered_passes_on(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI, ZHAO)
    for chat_id in (WANG, LI, ZHAO):
        duties.come(unit, duty.id, chat_id, NOW)
    [call] = duties.decline(unit, duty.id, WANG, NOW).called
    assert call.asked_until is not None
    assert duties.lapse(unit, call.id, call.asked_until - 1) is None
    passed = duties.lapse(unit, call.id, call.asked_until)
    assert passed is not None
    assert (passed.row.state, chats(passed.called)) == (State.LAPSED, [ZHAO])
    assert duties.lapse(unit, call.id, call.asked_until) is None
    assert duties.lapse(unit, 999, NOW) is None


def test_call_plans_its_own_end(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI)
    for chat_id in (WANG, LI):
        duties.come(unit, duty.id, chat_id, NOW)
    [call] = duties.decline(unit, duty.id, WANG, NOW).called
    table = message_tables.notices
    query = select(table.c.subject, table.c.version, table.c.kind, table.c.due_at).where(table.c.kind == "lapse")
    assert [tuple(row) for row in unit.connection.execute(query)] == [
        (f"duty_answer:{call.id}", call.place, "lapse", call.asked_until)
    ]


def test_who_was_passed_over_may_come_still_at_the_end_of_the_line(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI, ZHAO)
    for chat_id in (WANG, LI, ZHAO):
        duties.come(unit, duty.id, chat_id, NOW)
    [call] = duties.decline(unit, duty.id, WANG, NOW).called
    duties.lapse(unit, call.id, call.asked_until or 0)
    assert duties.come(unit, duty.id, LI, NOW + HOUR_S * 90).row.state is State.RESERVE


def test_nobody_is_called_when_it_is_too_late(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI)
    for chat_id in (WANG, LI):
        duties.come(unit, duty.id, chat_id, NOW)
    late = GUIDING.starts_at - 60
    assert duties.decline(unit, duty.id, WANG, late).called == ()
    assert duties.come(unit, duty.id, LI, late).row.state is State.RESERVE


def test_more_needed_calls_the_reserve_and_fewer_send_nobody_away(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI, ZHAO)
    for chat_id in (WANG, LI, ZHAO):
        duties.come(unit, duty.id, chat_id, NOW)
    more = Task("引导", GUIDING.starts_at, ENDS, 3)
    assert chats(duties.change(unit, duty.id, more, NOW)) == [LI, ZHAO]
    duties.come(unit, duty.id, LI, NOW)
    assert duties.change(unit, duty.id, GUIDING, NOW) == ()
    assert duties.filled(unit, [duty.id]) == {duty.id: 2}


def test_duty_taken_away_names_those_concerned(unit: UnitOfWork) -> None:
    duty = asked(unit, WANG, LI, ZHAO, SUN)
    for chat_id in (WANG, LI):
        duties.come(unit, duty.id, chat_id, NOW)
    duties.decline(unit, duty.id, ZHAO, NOW)
    assert chats(duties.remove(unit, duty.id)) == [WANG, LI]
    assert duties.find(unit, duty.id) is None
    with pytest.raises(NotPossibleError, match="no such duty"):
        duties.come(unit, duty.id, WANG, NOW)


def test_duties_of_a_person(unit: UnitOfWork) -> None:
    duty, _other = asked(unit, WANG, LI), asked(unit, LI)
    cancelled = asked(unit, WANG)
    staged(unit, cancelled.activity_id, Stage.CANCELLED)
    [(found, answer)] = duties.of_person(unit, WANG, NOW)
    assert (found.id, answer.chat_id, answer.state) == (duty.id, WANG, State.ASKED)
    assert list(duties.of_person(unit, WANG, ENDS)) == []
    assert duties.answer_by_id(unit, answer.id) == answer
    assert said(unit, answer) == ""
    assert duties.answer_of(unit, duty.id, QIAN) is None


def test_many_who_want_one_place_at_once(new_store: NewStore) -> None:
    volunteers = range(3001, 3009)
    first = new_store()
    settle(first, volunteers)
    with first.unit_of_work() as unit:
        duty = asked(unit, *volunteers)
        unit.commit()
    together = Barrier(len(volunteers))

    def come(chat_id: int) -> None:
        together.wait()
        with first.unit_of_work() as unit:
            duties.come(unit, duty.id, chat_id, NOW)
            unit.commit()

    with ThreadPoolExecutor(len(volunteers)) as threads:
        list(threads.map(come, volunteers))
    with new_store().unit_of_work() as unit:
        assert sorted(states(unit, duty).values()) == [State.COMING, *[State.RESERVE] * 7]
        assert len({row.place for row in duties.of_duty(unit, duty.id, [State.RESERVE])}) == 7


def test_volunteers_are_asked_for_several_duties_together(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    first, second = (duties.add(unit, activity_id, GUIDING) for _ in range(2))
    duties.ask(unit, second.id, [LI], NOW)
    new = duties.ask_all(unit, [first.id, second.id], [LI, WANG], NOW)
    assert {duty_id: chats(rows) for duty_id, rows in new.items()} == {first.id: [WANG, LI], second.id: [WANG]}
    with pytest.raises(NotPossibleError, match="no such duty"):
        duties.ask_all(unit, [first.id, 0], [LI], NOW)


def test_nobody_is_asked_for_no_duty(unit: UnitOfWork) -> None:
    assert duties.ask_all(unit, [], [LI], NOW) == {}
