"""The ideas that a sentence to us is made of."""

from enum import StrEnum, auto
from typing import Final


class Idea(StrEnum):
    """What a word of a sentence stands for."""

    # What somebody wants done.
    SIGN_UP = auto()
    LEAVE = auto()
    CANCEL = auto()
    CALLED_OFF = auto()
    QUEUE = auto()
    SIGNED_UP = auto()
    AFFILIATE = auto()
    STATUS = auto()
    MOVE = auto()
    STOP = auto()
    END = auto()
    RENEW = auto()
    HOURS = auto()
    PHONE = auto()
    WAY = auto()
    CHECK_IN = auto()
    CERTIFICATE = auto()
    VERIFY = auto()
    RECORD = auto()
    PERSON = auto()
    LANGUAGE = auto()
    HELP = auto()
    WHO = auto()
    PRIVACY = auto()
    DUTIES = auto()
    DETAILS = auto()
    TOPICS = auto()
    REMINDERS = auto()
    WISH = auto()
    DUES = auto()
    # What it is about.
    ACTIVITY = auto()
    KIND = auto()
    POINT = auto()
    SERVICE = auto()
    OTHER_SERVICE = auto()
    # How it is said.
    NEAR = auto()
    NEAREST = auto()  # in place, or in time
    WHERE = auto()
    MINE = auto()
    BEFORE = auto()  # what was done or shown just now
    NOT = auto()
    HOW = auto()
    WHETHER = auto()
    MEANING = auto()
    WHAT = auto()
    WHEN = auto()
    RAIN = auto()
    AND = auto()
    ORDER = auto()
    FILLER = auto()


OBJECTS: Final = frozenset({Idea.ACTIVITY, Idea.KIND, Idea.POINT, Idea.SERVICE, Idea.OTHER_SERVICE})
MANNERS: Final = frozenset(
    {
        Idea.NEAR,
        Idea.NEAREST,
        Idea.WHERE,
        Idea.MINE,
        Idea.BEFORE,
        Idea.NOT,
        Idea.HOW,
        Idea.WHETHER,
        Idea.MEANING,
        Idea.WHAT,
        Idea.WHEN,
        Idea.RAIN,
        Idea.AND,
        Idea.ORDER,
        Idea.FILLER,
    }
)
VERBS: Final = frozenset(Idea) - OBJECTS - MANNERS
