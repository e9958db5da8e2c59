"""How those are named who are called or here: in full, so that whoever runs the check-in can call them."""

from collections.abc import Sequence
from typing import Final

from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.flows.typed import readable
from domain.activities.seats import COMING, HERE, State
from domain.said.answers import roll
from domain.said.answers.roll import Known, Name
from storage.activities import signup_reading
from storage.activities.signup_reading import SignupRow
from storage.people import members
from storage.places.pinyin import syllables

AWAITED: Final = frozenset({*COMING, State.OFFERED, State.ABSENT})
"""Who is called: all who may come, and after the end those who were not seen."""

_LABEL: Final = 40
_NAME: Final = 24


def labels(rows: Sequence[SignupRow], desk: Desk) -> dict[int, str]:
    """Name everybody, by sign-up; who share a name also by its number and since when: that gives nothing away."""
    named = known(rows, desk)
    twice = roll.namesakes(named)
    marks = {one.id: _mark(one, desk) for one in rows if one.id in twice}
    return {one.key: readable(one.name.written + marks.get(one.key, ""), _LABEL) for one in named}


def name_of(mine: SignupRow, desk: Desk) -> str:
    """Name one of those who are called or here."""
    return labels(signup_reading.of_activity(desk.unit, mine.activity_id, AWAITED | HERE), desk)[mine.id]


def _mark(row: SignupRow, desk: Desk) -> str:
    t, since = desk.words, local(row.since, desk.now.tzinfo)
    if row.state in HERE:  # since when they are here is no help
        return f" · {t.plain('no. {number}', number=row.id)}"
    said = t.plain("no. {number}, {day} {clock}", number=row.id, day=t.month_day(since.date()), clock=t.clock(since))
    return f" · {said}"


def known(rows: Sequence[SignupRow], desk: Desk) -> list[Known]:
    """Return by which names these people are found, by sign-up."""
    told = members.find_all(desk.unit, [one.chat_id for one in rows])
    details = {chat_id: one.details.name for chat_id, one in told.items()}
    return [Known(one.id, heard(_called(details.get(one.chat_id, ""), one.chat_id, desk))) for one in rows]


def _called(name: str, chat_id: int, desk: Desk) -> str:
    shown = readable(name, _NAME)
    return shown or desk.words.plain("no name, number ending in {digits}", digits=str(chat_id)[-4:])


def heard(name: str) -> Name:
    """Return a name as it is written and as it sounds."""
    return Name(name, syllables(name))
