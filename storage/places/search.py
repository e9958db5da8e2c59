"""Finding places by what people type: Hanzi, pinyin, initials, streets, addresses, with or without a typo."""

from dataclasses import dataclass
from typing import final

from storage.places.places import revision
from storage.places.search_index import PlaceIndex
from storage.places.search_match import Match, matches
from storage.places.search_names import Hit, HitKind, Names, hit, thing
from storage.unit_of_work import UnitOfWork

__all__ = ["Found", "Hit", "HitKind", "PlaceSearch"]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first. `sure`: the first is what was typed, not merely something like it."""

    hits: tuple[Hit, ...]
    sure: bool


@final
class PlaceSearch:
    """Names in memory, read again when places have changed. Lives as long as the process, in one thread."""

    def __init__(self) -> None:
        self._read: tuple[int, PlaceIndex] | None = None
        """What was read last, and at which revision of the places."""

    def find(self, unit: UnitOfWork, text: str, count: int = 6) -> Found:
        """Return at most `count` places for what somebody typed; nonsense finds nothing and raises nothing."""
        index = self._refreshed(unit)
        best: dict[tuple[int, int], Match] = {}
        for match in matches(index, text):
            best.setdefault(thing(index, match.number), match)
            if len(best) >= count:
                break
        found = tuple(best.values())
        hits = tuple(hit(index, match.number, match.score) for match in found)
        return Found(hits, bool(found) and found[0].sure)

    def names(self, unit: UnitOfWork) -> Names:
        """Return the names as they are in this turn, for whoever asks for many whole ones."""
        return Names(self._refreshed(unit))

    def _refreshed(self, unit: UnitOfWork) -> PlaceIndex:
        now = revision(unit)
        if self._read is None or self._read[0] != now:
            self._read = None  # two in memory would be one too many
            self._read = now, PlaceIndex.read(unit)
        return self._read[1]
