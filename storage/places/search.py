"""Finding places by what people type: Hanzi, pinyin, initials, streets, addresses, with or without a typo."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, final

from domain.geo import Position
from storage.places.places import revision
from storage.places.search_index import PlaceIndex, Rank
from storage.places.search_match import Match, matches
from storage.unit_of_work import UnitOfWork


class HitKind(StrEnum):
    POINT = "point"
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
class Found:
    """Hits, best first. `sure`: the first is what was typed, not merely something like it."""

    hits: tuple[Hit, ...]
    sure: bool


_KINDS: Final = {
    Rank.UNIT: HitKind.UNIT,
    Rank.BUILDING: HitKind.BUILDING,
    Rank.CENTRE: HitKind.POINT,
    Rank.STREET: HitKind.STREET,
    Rank.POINT: HitKind.POINT,
    Rank.MICRO_STATION: HitKind.POINT,
}


@final
class PlaceSearch:
    """Names in memory, read again when places have changed. Lives as long as the process, in one thread."""

    def __init__(self) -> None:
        self._revision = -1
        self._index = PlaceIndex(())

    def find(self, unit: UnitOfWork, text: str, count: int = 6) -> Found:
        """Return at most `count` places for what somebody typed; nonsense finds nothing and raises nothing."""
        self._refresh(unit)
        best: dict[int, Match] = {}
        for match in matches(self._index, text):
            best.setdefault(match.number, match)
            if len(best) >= count:
                break
        found = tuple(best.values())
        return Found(tuple(map(self._hit, found)), bool(found) and found[0].sure)

    def _refresh(self, unit: UnitOfWork) -> None:
        now = revision(unit)
        if now != self._revision:
            self._revision, self._index = -1, PlaceIndex(())  # two in memory would be one too many
            self._index = PlaceIndex.read(unit)
            self._revision = now

    def _hit(self, match: Match) -> Hit:
        index, number = self._index, match.number
        kind = _KINDS[Rank(index.ranks[number])]
        where, position = index.where[number], index.position(number)
        return Hit(kind, index.row_ids[number], index.shown[number], where, match.score, position)
