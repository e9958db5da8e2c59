"""Finding places by what people type: Hanzi, pinyin, initials, streets, addresses, with or without a typo."""

from dataclasses import dataclass
from enum import StrEnum
from typing import final

from domain.geo import Position
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


@final
class PlaceSearch:
    """Names in memory, read again when places have changed. Lives as long as the process, in one thread."""

    def find(self, unit: UnitOfWork, text: str, count: int = 6) -> Found:
        """Return at most `count` places for what somebody typed; nonsense finds nothing and raises nothing."""
        raise NotImplementedError
