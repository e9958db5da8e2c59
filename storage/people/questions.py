"""Questions that a reviewer asks the member about a request, and the answers: both sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, select, update

from domain.affiliations.affiliations import CLOSED
from storage.once import once
from storage.rows import read
from storage.tables.affiliations import affiliations, questions
from storage.unit_of_work import UnitOfWork

QUESTION: Final = b"questions.question"
ANSWER: Final = b"questions.answer"
"""The purposes for which both are sealed."""

_ALL: Final[Select[Any]] = select(questions).order_by(questions.c.id)
_ONE: Final = _ALL.where(questions.c.id == bindparam("this"))
_OF: Final = _ALL.where(questions.c.affiliation_id == bindparam("this"))

_OPEN: Final = _ALL.join_from(questions, affiliations, affiliations.c.id == questions.c.affiliation_id).where(
    (affiliations.c.chat_id == bindparam("chat")) & affiliations.c.state.not_in(CLOSED),
    questions.c.answered_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question; `answer` is "" until it is answered, times in seconds since 1970."""

    id: int
    affiliation_id: int
    asked_by: int
    question: str
    answer: str
    asked_at: float
    answered_at: float | None


def ask(unit: UnitOfWork, affiliation_id: int, asked_by: int, text: str, now: float) -> int:
    """Write a question down and return its id."""
    row = {
        "affiliation_id": affiliation_id,
        "asked_by": asked_by,
        "asked_at": now,
        "question": unit.seal.close(text.encode(), QUESTION),
    }
    made: int = unit.connection.scalars(questions.insert().returning(questions.c.id), row).one()
    return made


def answer(unit: UnitOfWork, question_id: int, text: str, now: float) -> bool:
    """Write the answer down. False: it was answered before, and that answer stands."""
    waits = (questions.c.id == question_id) & questions.c.answered_at.is_(None)
    values = {"answer": unit.seal.close(text.encode(), ANSWER), "answered_at": now}
    return unit.connection.execute(update(questions).where(waits).values(values)).rowcount == 1


@once(questions)
def find(unit: UnitOfWork, question_id: int) -> QuestionRow | None:
    row = unit.connection.execute(_ONE, {"this": question_id}).one_or_none()
    return None if row is None else _question(unit, row)


@once(questions, affiliations)
def open_for(unit: UnitOfWork, chat_id: int) -> Sequence[QuestionRow]:
    """Return what this person has been asked and not answered, about stays that are not closed, the oldest first."""
    return tuple(_question(unit, row) for row in unit.connection.execute(_OPEN, {"chat": chat_id}))


def of(unit: UnitOfWork, affiliation_id: int) -> list[QuestionRow]:
    """Return everything that was asked about this affiliation, in order."""
    return [_question(unit, row) for row in unit.connection.execute(_OF, {"this": affiliation_id})]


def _question(unit: UnitOfWork, row: Row[Any]) -> QuestionRow:
    question, answer = unit.seal.open_text(row.question, QUESTION), unit.seal.open_text(row.answer, ANSWER)
    return read(QuestionRow, row, question=question, answer=answer)
