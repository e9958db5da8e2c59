"""How far one has to look: learned from earlier searches nearby, kept as long as the database connection."""

from typing import Final, Self, TypeAlias, final

from storage.places.nearest_box import Surroundings

_SIZES: Final = (2048, 512, 64, 8)  # cells to the Earth's radius: 3, 12, 100 and 800 km wide, the finest asked first
_MOST: Final = 5_000
_FIRST: Final = 1e-4

Cell: TypeAlias = tuple[int, int, int, int, int]


@final
class Guesses:
    """A guess is the chord within which one point is found; the number of points grows with its square."""

    def __init__(self) -> None:
        self._by_cell: dict[Cell, float] = {}
        self._latest = _FIRST

    @classmethod
    def of(cls, around: Surroundings) -> Self:
        guesses: Self = around.unit.connection.info.setdefault(cls, cls())
        return guesses

    def near(self, around: Surroundings) -> float:
        """Return what was learned in the smallest cell that is known, else what was learned last."""
        for size in _SIZES:
            known = self._by_cell.get(_cell(around, size))
            if known is not None:
                return known
        return self._latest

    def learn(self, around: Surroundings, chord: float) -> None:
        if len(self._by_cell) >= _MOST:
            self._by_cell.clear()
        self._latest = max(chord, 1e-7)
        for size in _SIZES:
            self._by_cell[_cell(around, size)] = self._latest


def _cell(around: Surroundings, size: int) -> Cell:
    x, y, z = around.vector
    return size, int(x * size), int(y * size), int(z * size), around.services
