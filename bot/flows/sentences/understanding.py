"""A sentence understood with all that this person's bot knows: the frame, and the places and titles within it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.flows.activities.finding import may_see
from bot.flows.desk import Desk
from bot.flows.finding import said_place
from bot.flows.sentences.own import mine
from bot.flows.sentences.steps import Asked, asked
from domain.activities import LATER_S
from domain.said import frames
from domain.said.frames import Frame, Reading
from domain.said.signs import plain
from storage.activities import activities
from storage.activities.activities import ActivityRow


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence may ask for, the likeliest first; `is_sure`: that and nothing else.

    `is_said`: a verb or a question says so. `share` is how much of it was understood, 1 being all.
    """

    asked: tuple[Asked, ...]
    is_sure: bool
    is_said: bool
    share: float


NOTHING: Final = Understood((), is_sure=False, is_said=False, share=0.0)
_OF_ACTIVITIES: Final = frozenset(
    {Frame.SIGN_UP, Frame.LEAVE, Frame.CANCEL, Frame.IS_ON, Frame.HELD, Frame.QUEUE, Frame.CHECK_IN}
)
_SHORTEST: Final = 2
"""So many signs at least of a title say which activity is meant."""


def understood(text: str, desk: Desk) -> Understood:
    """Take a sentence apart; what no word of ours explains may be a place, or the title of an activity."""
    reading = frames.read(text, desk.now)
    if not reading.wishes:
        return NOTHING
    found = tuple(asked(wish, reading.no_day) for wish in reading.wishes)
    rest = reading.rest
    if rest and any(one.frame in _OF_ACTIVITIES for one in found):
        titled = _titled(text, rest, desk)
        if titled:
            rest, found = "", tuple(replace(one, activities=titled) for one in found)
    if rest:
        rest, found = _placed(reading, found, desk)
    return Understood(found, reading.is_clear and not rest, reading.is_said, 1.0 if not rest else reading.share)


def _placed(reading: Reading, found: tuple[Asked, ...], desk: Desk) -> tuple[str, tuple[Asked, ...]]:
    """Look for the place of the sentence; what is left without it is read once more."""
    place, left = said_place.cut(reading.around, desk)
    if place is None:
        return reading.rest, found
    return frames.unread(left), tuple(
        replace(one, origin=place.origin, point_id=place.point_id, unit_id=place.unit_id) for one in found
    )


def _titled(text: str, rest: str, desk: Desk) -> tuple[int, ...]:
    """Return the activities whose title the sentence names, or a part of it that nothing else explains."""
    said, part = plain(text), rest.replace(" ", "")
    own = activities.found(desk.unit, [one.activity_id for one in mine(desk)]).values()
    rows = {row.id: row for row in (*own, *may_see(desk, desk.now.timestamp() + LATER_S))}.values()
    return _named(rows, said) or (_holding(rows, part) if len(part) >= _SHORTEST else ())


def _named(rows: Iterable[ActivityRow], said: str) -> tuple[int, ...]:
    named = ((row.id, plain(row.title)) for row in rows)
    return tuple(row_id for row_id, title in named if len(title) >= _SHORTEST and title in said)


def _holding(rows: Iterable[ActivityRow], part: str) -> tuple[int, ...]:
    return tuple(row.id for row in rows if part in plain(row.title).replace(" ", ""))
