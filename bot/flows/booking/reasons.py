"""Why something cannot be had, and how a booking stands, in words: plain text, to be filled in by `Words`."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.texts import Words
from domain.booking.life import Why
from domain.booking.resources import Has, Kind, Use

_Says = Callable[[Words], str]

_WHY: Final[Mapping[Why, _Says]] = {
    Why.CLOSED: lambda t: t.plain("it is closed at that time"),
    Why.OUTSIDE_HOURS: lambda t: t.plain("it is not open at that time"),
    Why.HOLIDAY: lambda t: t.plain("it is not open on that holiday"),
    Why.NO_SUCH_HOUR: lambda t: t.plain("on that day the clock skips this hour"),
    Why.HOME_SHARE: lambda t: t.plain("this time is kept for its own unit, and opens to others later"),
    Why.QUOTA: lambda t: t.plain("your unit has had its hours of this month"),
    Why.OWN_UNIT: lambda t: t.plain("it is for its own unit alone"),
    Why.TOO_SMALL: lambda t: t.plain("it is too small for so many"),
    Why.PAST: lambda t: t.plain("that time has gone by"),
    Why.DECLINED: lambda t: t.plain("the owner could not agree"),
    Why.NO_ANSWER: lambda t: t.plain("nobody answered in time"),
    Why.NOT_CONFIRMED: lambda t: t.plain("nobody said that it was still needed"),
    Why.NOT_NEEDED: lambda t: t.plain("it was given back"),
    Why.ACTIVITY_CANCELLED: lambda t: t.plain("the activity is called off"),
    Why.RESOURCE_GONE: lambda t: t.plain("it is not lent any more"),
    Why.WITHDRAWN: lambda t: t.plain("you did not need it any more"),
}

_KINDS: Final[Mapping[Kind, _Says]] = {
    Kind.ROOM: lambda t: t.button("Room"),
    Kind.EQUIPMENT: lambda t: t.button("Equipment"),
    Kind.SPEAKER: lambda t: t.button("Speaker"),
}

_USES: Final[Mapping[Use, _Says]] = {
    Use.OWN: lambda t: t.button("Own unit alone"),
    Use.ASK: lambda t: t.button("Others ask first"),
    Use.FREE: lambda t: t.button("Free for all units"),
}

_HAS: Final[Mapping[Has, _Says]] = {
    Has.PROJECTOR: lambda t: t.plain("projector"),
    Has.SOUND: lambda t: t.plain("sound system"),
    Has.WHITEBOARD: lambda t: t.plain("whiteboard"),
    Has.VIDEO_CALL: lambda t: t.plain("video calls"),
    Has.STEP_FREE: lambda t: t.plain("step-free"),
    Has.TABLES: lambda t: t.plain("tables"),
    Has.TEA: lambda t: t.plain("hot water and tea"),
}


def why(reason: Why | None, other_title: str, t: Words) -> str:
    """Say why it cannot be had; "" for no reason. What another booking is for is said as its door says it."""
    if reason is Why.TAKEN:
        return t.plain("“{title}” has it at that time", title=other_title)
    return "" if reason is None else _WHY[reason](t)


def kind_label(kind: Kind, t: Words) -> str:
    return _KINDS[kind](t)


def use_label(use: Use, t: Words) -> str:
    return _USES[use](t)


def has(what: Has, t: Words) -> str:
    """List what a room has; "" for nothing that is known."""
    return t.plain(", ").join(says(t) for one, says in _HAS.items() if one in what)
