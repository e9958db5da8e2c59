"""Names said for sure: asked for each run of characters in a sentence, so each answer is a look into a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, final

from domain.places.geo import Position
from storage.places.search_index import PlaceIndex, Rank
from storage.places.search_lines import plain
from storage.places.search_text import Street, street


class HitKind(StrEnum):
    POINT = "point"
    LANDMARK = "landmark"
    BUILDING = "building"
    STREET = "street"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `id` is the row's, 0 for a street; `where` names the units above; `score` runs to 100."""

    kind: HitKind
    id: int
    name: str
    where: str
    score: float
    position: Position | None


@dataclass(frozen=True, slots=True)
class Address:
    """A number in a street: the nearest one that is known there (0: none is, and the street itself says where)."""

    street: str
    asked: int
    known: int
    position: Position

    @property
    def is_exact(self) -> bool:
        return self.asked in {0, self.known}


KINDS: Final = {
    Rank.UNIT: HitKind.UNIT,
    Rank.LANDMARK: HitKind.LANDMARK,
    Rank.BUILDING: HitKind.BUILDING,
    Rank.CENTRE: HitKind.POINT,
    Rank.STREET: HitKind.STREET,
    Rank.POINT: HitKind.POINT,
    Rank.MICRO_STATION: HitKind.POINT,
}

SURE: Final = 100.0


def hit(index: PlaceIndex, number: int, score: float = SURE) -> Hit:
    """Tell about one entry of the index."""
    kind = KINDS[Rank(index.ranks[number])]
    return Hit(kind, index.row_ids[number], index.shown[number], index.where[number], score, index.position(number))


@final
class Names:
    """The index as it is in this turn, asked for whole names only."""

    def __init__(self, index: PlaceIndex) -> None:
        self._index = index

    def called(self, folded: str) -> tuple[Hit, ...]:
        """Return what has exactly this name, each thing once; nothing for a name that says only what a place is."""
        numbers = self._index.exactly_called(folded)
        if not numbers or self._index.is_kind_of_place(folded):
            return ()
        return self._hits(numbers)

    def heard(self, letters: str) -> tuple[Hit, ...]:
        """Return what sounds exactly so, written in pinyin without blanks."""
        return self._hits(self._index.exactly_heard(plain(letters)))

    def street_heard(self, letters: str) -> str:
        """Return the name of the street that is written so in pinyin; empty: there is none."""
        numbers = self._index.exactly_heard(plain(letters))
        return next((self._index.names[number] for number in numbers if self._is_along(number)), "")

    def address(self, asked: Street, district: str = "") -> Address | None:
        """Find a number in a street, or the nearest known; `district` says which of two alike is meant."""
        index = self._index
        known: list[tuple[int, int, int]] = []
        for number in index.addresses.holding(asked.name):
            there = street(index.addresses[number])
            if there and there.number and there.name == asked.name and district in index.where[number]:
                known.append((abs(there.number - asked.number), there.number, number))
        if known and asked.number:
            _, nearest, number = min(known)
            return self._address(asked, nearest, number)
        itself = [number for number in index.exactly_called(asked.name) if self._is_along(number, district)]
        return self._address(asked, 0, itself[0]) if itself else None

    def example(self) -> Street | None:
        """Return an address that is known here, for whoever asks how to write one; None: there is none."""
        return self._index.example

    def _is_along(self, number: int, district: str = "") -> bool:
        """Tell whether an entry is a street, or a landmark of that name, which is as good."""
        index = self._index
        rank = index.ranks[number]
        return rank == Rank.LANDMARK or (rank == Rank.STREET and district in index.where[number])

    def _address(self, asked: Street, known: int, number: int) -> Address | None:
        position = self._index.position(number)
        return None if position is None else Address(asked.name, asked.number, known, position)

    def _hits(self, numbers: Iterable[int]) -> tuple[Hit, ...]:
        """Tell about each thing once, though it may be known by several names."""
        return tuple({thing(self._index, number): hit(self._index, number) for number in numbers}.values())


def thing(index: PlaceIndex, number: int) -> tuple[int, int]:
    """Return what tells one thing from another: a landmark has several entries, streets have no rows."""
    return index.ranks[number], index.row_ids[number] or -number
