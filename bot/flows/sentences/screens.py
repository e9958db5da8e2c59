"""Which screen each frame opens, filled in. Opening changes nothing: a tap there does."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.flows.desk import Desk, Go, Move
from bot.flows.sentences import elsewhere, looking, seats, stays
from bot.flows.sentences.steps import Asked, ShortAnswer
from domain.said.sentences.frames import Frame

_OPENS: Final[Mapping[Frame, Callable[[Asked, Desk], Move]]] = MappingProxyType(
    {
        Frame.ACTIVITIES: looking.activities,
        Frame.POINTS: looking.points,
        Frame.POINT: looking.point,
        Frame.MY_POINT: elsewhere.my_point,
        Frame.SIGN_UP: seats.sign_up,
        Frame.LEAVE: seats.leave,
        Frame.CANCEL: seats.cancel,
        Frame.MINE: seats.mine,
        Frame.QUEUE: seats.queue,
        Frame.IS_ON: seats.is_on,
        Frame.HELD: seats.is_on,
        Frame.CHECK_IN: seats.check_in,
        Frame.AFFILIATE: stays.affiliate,
        Frame.STAY: stays.stay,
        Frame.MOVE: stays.stay,
        Frame.END: stays.stay,
        Frame.RENEW: stays.stay,
        Frame.MEANING: stays.meaning,
        Frame.DETAILS: stays.details,
        Frame.RECORD: elsewhere.record,
        Frame.CERTIFICATE: elsewhere.record,
        Frame.VERIFY: elsewhere.verify,
        Frame.PERSON: elsewhere.person,
        Frame.LANGUAGE: elsewhere.language,
        Frame.HELP: elsewhere.helped,
        Frame.WHO: elsewhere.who,
        Frame.PRIVACY: elsewhere.held,
        Frame.DUTIES: elsewhere.duties,
        Frame.TOPICS: elsewhere.topics,
        Frame.REMINDERS: elsewhere.reminders,
        Frame.WISH: elsewhere.wish,
        Frame.CALENDAR: elsewhere.calendar,
        Frame.WAYS_IN: elsewhere.ways_in,
    }
)
EXPLAINED: Final = frozenset(
    {
        Frame.SIGN_UP,
        Frame.LEAVE,
        Frame.CANCEL,
        Frame.CHECK_IN,
        Frame.AFFILIATE,
        Frame.MOVE,
        Frame.END,
        Frame.RENEW,
        Frame.CERTIFICATE,
    }
)
"""What is told in short to whoever asks how it is done."""


def open_screen(asked: Asked, desk: Desk, mail: str = "") -> Move:
    """Open what was asked for; `mail` names what was typed, for the button that passes it on."""
    if asked.frame is Frame.CENTRE or (asked.asks and asked.frame in EXPLAINED and not _names_one(asked)):
        return Go(ShortAnswer(asked.frame, mail))
    return _OPENS[asked.frame](asked, desk)


def _names_one(asked: Asked) -> bool:
    return asked.has_place or bool(asked.activities)
