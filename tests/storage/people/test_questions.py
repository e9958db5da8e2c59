"""Questions and answers come back, sealed at rest, and the first answer stands."""

from collections.abc import Callable

from sqlalchemy import select

from domain.affiliations.affiliations import Verb
from storage.people.questions import QuestionRow, answer, ask, find, of, open_for
from storage.tables import affiliations as tables
from storage.unit_of_work import Store
from tests.storage.stays import CHEN, LI, NOW, WANG, ZHOU, draft, walk


def test_ask_and_answer(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        waiting = walk(unit, draft(unit).id, [Verb.SUBMIT])
        first = ask(unit, waiting.id, CHEN, "介绍信是几月开的?", NOW)
        second = ask(unit, waiting.id, ZHOU, "Which floor?", NOW + 1)
        unit.commit()
    with city().unit_of_work() as unit:
        assert answer(unit, first, "十月", NOW + 2)
        unit.commit()

    answered = QuestionRow(first, waiting.id, CHEN, "介绍信是几月开的?", "十月", NOW, NOW + 2)
    unanswered = QuestionRow(second, waiting.id, ZHOU, "Which floor?", "", NOW + 1, None)
    with city().unit_of_work() as unit:
        assert of(unit, waiting.id) == [answered, unanswered]
        assert find(unit, first) == answered
        assert list(open_for(unit, WANG)) == [unanswered]
        assert list(open_for(unit, LI)) == []


def test_answer_twice(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        opened = draft(unit)
        asked = ask(unit, opened.id, CHEN, "Which floor?", NOW)
        answer(unit, asked, "3", NOW)

        assert not answer(unit, asked, "4", NOW)
        assert [one.answer for one in of(unit, opened.id)] == ["3"]


def test_find_what_nobody_asked(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert find(unit, 99) is None
        assert not answer(unit, 99, "3", NOW)


def test_question_of_a_closed_request_is_not_open(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        waiting = walk(unit, draft(unit).id, [Verb.SUBMIT])
        ask(unit, waiting.id, CHEN, "Which floor?", NOW)
        walk(unit, waiting.id, [Verb.WITHDRAW])

        assert list(open_for(unit, WANG)) == []


def test_both_are_sealed(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        asked = ask(unit, draft(unit).id, CHEN, "Which floor?", NOW)
        answer(unit, asked, "the third", NOW)

        (row,) = unit.connection.execute(select(tables.questions.c.question, tables.questions.c.answer))
        assert (b"floor" in row.question, b"third" in row.answer) == (False, False)
