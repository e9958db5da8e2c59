"""Names of places in a sentence, found for sure: whole names, a house number in a street; pinyin and English too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from storage.places.search_names import Address, Hit, HitKind, Names
from storage.places.search_street import romanised_street
from storage.places.search_text import HOUSE_NUMBER, Street, fold

_LONGEST_NAME: Final = 16
_LONGEST_STREET: Final = 10
_SHORTEST_PINYIN: Final = 5
_SHORTEST_WORD: Final = 3
_MOST_WORDS: Final = 6
_WORD: Final = re.compile(r"[A-Za-z0-9'’.]+")
_KNOWN_BETTER: Final = (HitKind.LANDMARK, HitKind.BUILDING, HitKind.POINT, HitKind.STREET, HitKind.UNIT)
"""Of things with one name, what people mean first."""


@dataclass(frozen=True, slots=True)
class Named:
    """What is named, from where to where of the text. `needs_near`: a word that short may mean something else."""

    start: int
    end: int
    what: Hit | Address
    needs_near: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """A name in the text, and all that bears it."""

    start: int
    end: int
    hits: tuple[Hit, ...] = ()
    street: Street | None = None
    is_short: bool = False

    @property
    def is_unit(self) -> bool:
        return all(hit.kind is HitKind.UNIT for hit in self.hits) and self.street is None


def named_in(text: str, names: Names) -> Named | None:
    """Return the one thing that a text names for sure; None where it names none, or several that are not one."""
    spots = _apart(sorted((*_in_hanzi(text, names), *_in_letters(text, names)), key=lambda spot: spot.start))
    units = [spot for spot in spots if spot.is_unit]
    others = [spot for spot in spots if not spot.is_unit]
    within = [hit.name for spot in units for hit in spot.hits]
    if len(others) > 1 or len({spot.hits for spot in units}) > 2:
        return None
    meant = _meant(others[0], within, names) if others else _narrowest(units)
    return _with_units_before(meant, units, text) if meant else None


def _apart(spots: Sequence[_Spot]) -> list[_Spot]:
    """Leave out what lies within something longer, and what is said twice."""
    kept: list[_Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.start - spot.end, spot.start)):
        if all(spot.end <= other.start or spot.start >= other.end for other in kept):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def _meant(spot: _Spot, within: Sequence[str], names: Names) -> Named | None:
    if spot.street is not None:
        address = names.address(spot.street, next(iter(within), ""))
        return Named(spot.start, spot.end, address) if address else None
    kind = min((hit.kind for hit in spot.hits), key=_KNOWN_BETTER.index)
    alike = [hit for hit in spot.hits if hit.kind is kind]
    there = [hit for hit in alike if any(name in hit.where for name in within)] or alike
    return Named(spot.start, spot.end, there[0], needs_near=spot.is_short) if len(there) == 1 else None


def _narrowest(units: Sequence[_Spot]) -> Named | None:
    """Return the subdistrict where it is named with its district; of one name, the district is meant."""
    hits = {hit.id: (spot, hit) for spot in units for hit in _highest(spot.hits)}
    above = [hit.name for _, hit in hits.values() if not hit.where]
    below = [(spot, hit) for spot, hit in hits.values() if hit.where]
    within = [(spot, hit) for spot, hit in below if hit.where in above]
    chosen = within or below or list(hits.values())
    if len(chosen) != 1:
        return None
    spot, hit = chosen[0]
    return Named(spot.start, spot.end, hit, needs_near=spot.is_short)


def _highest(hits: Sequence[Hit]) -> Sequence[Hit]:
    return [hit for hit in hits if not hit.where] or hits


def _with_units_before(named: Named, units: Sequence[_Spot], text: str) -> Named:
    """Take in the districts that stand right before a name: the district, the street and the number are one place."""
    start = named.start
    for spot in reversed(units):
        if spot.end <= start and not text[spot.end : start].strip():
            start = spot.start
    return replace(named, start=start)


def _in_hanzi(text: str, names: Names) -> Iterator[_Spot]:
    """Try the runs of characters from every one on, the longest first; blanks within a name do not count."""
    folded, places = _folded(text)
    at = 0
    while at < len(folded):
        spot = _address_at(folded, at, names) or _name_at(folded, at, names)
        if spot is not None:
            yield _Spot(places[spot.start], places[spot.end - 1] + 1, spot.hits, spot.street, spot.is_short)
        at = spot.end if spot else at + 1


def _folded(text: str) -> tuple[str, list[int]]:
    """Fold a text sign by sign, and say where each sign stood; what no name goes on beyond is a line break."""
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = fold(sign) or ("" if sign.isspace() else "\n")
        folded += plain
        places += [place] * len(plain)
    return "".join(folded), places


def _address_at(folded: str, at: int, names: Names) -> _Spot | None:
    for size in range(_LONGEST_STREET, 1, -1):
        found = HOUSE_NUMBER.match(folded, at + size)
        name = folded[at : at + size]
        if found and any(hit.kind in {HitKind.STREET, HitKind.LANDMARK} for hit in names.called(name)):
            return _Spot(at, found.end(), street=Street(name, int(found[1])))
    return None


def _name_at(folded: str, at: int, names: Names) -> _Spot | None:
    for size in range(min(_LONGEST_NAME, len(folded) - at), 1, -1):
        name = folded[at : at + size]
        hits = () if name.isascii() else names.called(name)
        if hits:
            return _Spot(at, at + size, hits, is_short=_is_short(name, hits))
    return None


def _is_short(name: str, hits: Sequence[Hit]) -> bool:
    """Tell whether a subdistrict is called without its rung: such a word may mean anything else."""
    return all(hit.kind is HitKind.UNIT and hit.where and fold(hit.name) != name for hit in hits)


def _in_letters(text: str, names: Names) -> Iterator[_Spot]:
    """Try the words from every one on, the most first."""
    words = [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text)]
    for at in range(len(words)):
        for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            some = words[at : at + count]
            spot = _named_by([word for *_, word in some], names)
            if spot is not None:
                yield _Spot(some[0][0], some[-1][1], spot.hits, spot.street, spot.is_short)
                break


def _named_by(words: Sequence[str], names: Names) -> _Spot | None:
    """Take words for a name in English or pinyin, or for a street with or without a number."""
    letters = "".join(words)
    if len(letters) < _SHORTEST_WORD or letters.isdigit():
        return None
    hits = names.called(letters) or (names.heard(letters) if len(letters) >= _SHORTEST_PINYIN else ())
    if hits:
        return _Spot(0, 0, hits, is_short=all(hit.kind is HitKind.UNIT and hit.where for hit in hits))
    street = romanised_street(words)
    name = names.street_heard(street.name) if street else ""
    if street is None or not name:
        return None
    return _Spot(0, 0, names.called(name)) if not street.number else _Spot(0, 0, street=Street(name, street.number))


def buildings_in(text: str, names: Names) -> list[tuple[int, int, Hit]]:
    """Return the buildings that a text names for sure, from where to where, in the order in which they stand there."""
    spots = _apart([*_in_hanzi(text, names), *_in_letters(text, names)])
    found: list[tuple[int, int, Hit]] = []
    for spot in spots:
        named = [hit for hit in spot.hits if hit.kind is HitKind.BUILDING]
        if len(named) == 1:
            found.append((spot.start, spot.end, named[0]))
    return found
