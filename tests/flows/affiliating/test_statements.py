"""How often a turn asks the database: a form is answered often, and by many at once."""

from collections.abc import Callable
from typing import Final

import pytest

from bot.chat import Event, Said, SharedContact, Tapped
from bot.flows.affiliating.steps import Answering, Asked, CheckingRequest, ChoosingItem
from bot.flows.step import Step
from bot.turn import take
from domain.people.members import Details
from tests.flows.affiliating.test_affiliating import at, stay, talk
from tests.stage.counting import counted
from tests.stage.talk import Talk

__all__ = ["talk"]

OF_A_FORM: Final = 8
"""At most so many statements for any answer of a form: four that every turn takes, and what the form itself needs."""

_ANSWERS: Final[dict[str, tuple[Asked | Callable[[int], Step], Event]]] = {
    "a name": (Asked.NAME, Said("王芳")),
    "a name and a phone": (Asked.NAME, Said("我叫王芳，手机13912345678")),
    "a number that is none": (Asked.PHONE, Said("139")),
    "a contact": (Asked.PHONE, SharedContact("13912345678", own=True, first_name="王芳")),
    "a branch": (Asked.HOME_NAME, Said("阳光社区第二党支部")),
    "what is wrong is chosen": (CheckingRequest, Tapped("r.7.change", 500)),
    "an item is chosen": (ChoosingItem, Tapped("r.7.name", 500)),
}


@pytest.mark.parametrize(("where", "event"), _ANSWERS.values(), ids=_ANSWERS.keys())
def test_an_answer_of_a_form_takes_few_statements(
    talk: Talk, where: Asked | Callable[[int], Step], event: Event
) -> None:
    row = stay(talk, told=Details())
    step = Answering(row.id, where) if isinstance(where, Asked) else where(row.id)
    at(talk, step)
    talk.does(event)  # what a process reads once in its life is read now
    at(talk, step)
    arrival = talk.arrival(event)
    with counted(talk.store) as statements, talk.store.unit_of_work() as unit:
        taken = take(unit, [arrival], talk.house, talk.now.timestamp())
    assert taken.played == 1
    assert len(statements) <= OF_A_FORM, "\n".join(statements)
