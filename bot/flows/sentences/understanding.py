"""A sentence understood with all that this person's bot knows: the frame, and the places and titles within it."""

from dataclasses import dataclass, replace
from typing import Final

from bot.flows.activities.finding import may_see
from bot.flows.desk import Desk
from bot.flows.finding import said_place
from bot.flows.sentences.own import mine
from bot.flows.sentences.steps import Asked, asked
from domain.activities.activities import LATER_S
from domain.said.sentences import frames, newcomer
from domain.said.sentences.frames import Frame, Reading
from domain.said.sentences.slips import mended
from domain.said.writing.signs import plain
from storage.activities import activities
from storage.places.pinyin import readings


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence may ask for, the likeliest first; `is_clear`: that and nothing else, as far as it is understood.

    `rest` is what was not. `is_said`: a verb or a question says so. `has_name`: something in it is no word of ours, as
    names are. `share` is how much of it was understood, 1 being all. `is_strong`: so many things were that what is left
    of it can hardly change them, `is_like`: that it may be asked about. `is_mended`: it was understood without its
    slips of typing. `denied` is what somebody says not to want.
    """

    asked: tuple[Asked, ...] = ()
    is_clear: bool = False
    is_said: bool = False
    share: float = 0.0
    rest: str = ""
    has_name: bool = False
    is_strong: bool = False
    is_like: bool = False
    is_mended: bool = False
    denied: Frame | None = None

    @property
    def is_sure(self) -> bool:
        return self.is_clear and not self.rest

    @property
    def is_settled(self) -> bool:
        """Tell whether all of it was understood: what is wanted, or what is not."""
        return self.is_sure or (self.denied is not None and not self.rest)

    @property
    def is_likely(self) -> bool:
        """Tell whether it asks for one thing, and what nobody understood is little."""
        return self.is_clear and self.is_strong and self.is_little

    @property
    def is_little(self) -> bool:
        """Tell whether what nobody understood is little."""
        return _size(self.rest) <= _LITTLE

    @property
    def names_elsewhere(self) -> bool:
        """Tell whether what nobody understood may be a place that is not known."""
        return not self.asked[0].has_place and _size(self.rest) >= _SHORTEST


def _size(rest: str) -> int:
    """Measure a rest: a Hanzi counts one, an English word two."""
    return sum(2 if word.isascii() else len(word) for word in rest.split())


NOTHING: Final = Understood()
_NEW_HERE: Final = Understood((Asked(Frame.AFFILIATE),), is_clear=True, is_said=True, share=1.0)
_LITTLE: Final = 8
_STRONG: Final = 3
_LIKE: Final = 2
_SHORTEST: Final = 2
"""So many signs at least of a title say which activity is meant."""


def understood(text: str, desk: Desk) -> Understood:
    """Take a sentence apart; if that leaves a rest, once more without slips of typing, if they then leave none.

    Who only says how it is with them, as members do who are new here, is shown where affiliating begins.
    """
    found = _understood(text, desk)
    if found.is_settled:
        return found
    said = plain(text)
    again = (_understood(meant, desk) for meant in (mended(said, readings) if len(said) <= _LONGEST else ()))
    without_slips = next((replace(one, is_mended=True) for one in again if one.is_settled), None)
    if without_slips is not None:
        return without_slips
    is_around = found.is_likely and found.asked[0].has_place
    return _NEW_HERE if newcomer.is_said(said) and not is_around else found


_LONGEST: Final = 60
"""Signs: whoever writes more makes no slips that are mended."""


def _understood(text: str, desk: Desk) -> Understood:
    """Take a sentence apart; what no word of ours explains may be a place, or the title of an activity."""
    reading = frames.read(text, desk.now)
    titled: tuple[int, ...] = ()
    if reading.may_be_titled:
        titled, reading = _titled(text, reading, desk)
    if not reading.wishes:
        return replace(NOTHING, rest=reading.rest, denied=reading.denied)
    found = tuple(replace(asked(wish, reading.no_day), activities=titled) for wish in reading.wishes)
    rest = reading.rest
    if rest and not titled:
        rest, found = _placed(reading, found, desk)
    share = reading.share if rest else 1.0
    strength = reading.strength + found[0].has_place + (2 if titled else 0) + reading.is_ours
    return Understood(
        found,
        reading.is_clear,
        reading.is_said,
        share,
        rest,
        has_name=bool(reading.rest),
        is_strong=strength >= _STRONG,
        is_like=reading.is_asked or (reading.is_ours and strength >= _LIKE),
        denied=reading.denied,
    )


def _placed(reading: Reading, found: tuple[Asked, ...], desk: Desk) -> tuple[str, tuple[Asked, ...]]:
    """Look for the place of the sentence; what is left without it is read once more."""
    place, left = said_place.cut(reading.around, desk)
    if place is None:
        return reading.rest, found
    return frames.unread(left), tuple(
        replace(one, origin=place.origin, point_id=place.point_id, unit_id=place.unit_id) for one in found
    )


def is_short_for(part: str, title: str) -> bool:
    """Tell whether a title holds these words, or their signs one after the other: 读书会 for 读书分享会."""
    signs = iter(title)
    return part in title or (
        len(part) > _SHORTEST and title.startswith(part[:2]) and all(sign in signs for sign in part)
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
        is_named = not without.rest or (_size(without.rest) <= _LITTLE and bool(frames.unread(longest)))
        return (named, without) if is_named else ((), reading)
    holding = tuple(row_id for row_id, title in titles.items() if is_short_for(part, title.replace(" ", "")))
    return (holding, replace(reading, rest="")) if holding and len(part) >= _SHORTEST else ((), reading)
