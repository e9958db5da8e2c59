"""A sentence understood with all that this person's bot knows: the frame, and the places and titles within it."""

from dataclasses import dataclass, replace
from typing import Final

from bot.flows.activities.finding import may_see
from bot.flows.desk import Desk
from bot.flows.finding import said_place
from bot.flows.sentences.own import mine
from bot.flows.sentences.steps import Asked, asked
from domain.activities import LATER_S
from domain.said import frames
from domain.said.frames import Reading
from domain.said.signs import plain
from storage.activities import activities


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence may ask for, the likeliest first; `is_clear`: that and nothing else, as far as it is understood.

    `rest` is what was not. `is_said`: a verb or a question says so. `has_name`: something in it is no word of ours, as
    names are. `share` is how much of it was understood, 1 being all.
    """

    asked: tuple[Asked, ...] = ()
    is_clear: bool = False
    is_said: bool = False
    share: float = 0.0
    rest: str = ""
    has_name: bool = False

    @property
    def is_sure(self) -> bool:
        return self.is_clear and not self.rest


NOTHING: Final = Understood()
_SHORTEST: Final = 2
"""So many signs at least of a title say which activity is meant."""


def understood(text: str, desk: Desk) -> Understood:
    """Take a sentence apart; what no word of ours explains may be a place, or the title of an activity."""
    reading = frames.read(text, desk.now)
    titled: tuple[int, ...] = ()
    if reading.may_be_titled:
        titled, reading = _titled(text, reading, desk)
    if not reading.wishes:
        return NOTHING
    found = tuple(replace(asked(wish, reading.no_day), activities=titled) for wish in reading.wishes)
    rest = "" if titled else reading.rest
    if rest:
        rest, found = _placed(reading, found, desk)
    share = reading.share if rest else 1.0
    return Understood(found, reading.is_clear, reading.is_said, share, rest, bool(reading.rest))


def _placed(reading: Reading, found: tuple[Asked, ...], desk: Desk) -> tuple[str, tuple[Asked, ...]]:
    """Look for the place of the sentence; what is left without it is read once more."""
    place, left = said_place.cut(reading.around, desk)
    if place is None:
        return reading.rest, found
    return frames.unread(left), tuple(
        replace(one, origin=place.origin, point_id=place.point_id, unit_id=place.unit_id) for one in found
    )


def _titled(text: str, reading: Reading, desk: Desk) -> tuple[tuple[int, ...], Reading]:
    """Return the activities whose title the sentence names, and how it reads without; else those that hold its rest."""
    said, part = plain(text), reading.rest.replace(" ", "")
    own = activities.found(desk.unit, [one.activity_id for one in mine(desk)]).values()
    rows = {row.id: row for row in (*own, *may_see(desk, desk.now.timestamp() + LATER_S))}.values()
    titles = {row.id: plain(row.title) for row in rows}
    longest = max(
        (title for title in titles.values() if len(title) >= _SHORTEST and title in said), key=len, default=""
    )
    if longest:
        named = tuple(row_id for row_id, title in titles.items() if title == longest)
        without = frames.read(text, desk.now, longest)
        return (named, without) if not without.rest else ((), reading)
    holding = tuple(row_id for row_id, title in titles.items() if part in title.replace(" ", ""))
    return (holding if len(part) >= _SHORTEST else (), reading)
