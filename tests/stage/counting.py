"""What reaches the database: the statements of a block, in order; and how many a turn may take."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import event

from storage.unit_of_work import Store


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", see)
    yield seen
    event.remove(store.engine, "before_cursor_execute", see)


A_TURN: Final = 12
"""At most so many statements for any turn, except those between the screens of `tests/statements.tsv`."""

_LIST: Final = Path(__file__).parents[1] / "statements.tsv"


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn, by the screens that it led from and to ("" in a group), and how often it asked the database."""

    before: str
    after: str
    statements: int

    @property
    def is_heavy(self) -> bool:
        return self.statements > _most().get((self.before, self.after), A_TURN)


@cache
def _most() -> Mapping[tuple[str, str], int]:
    """Read how many a turn between two screens may take: their names, the number and the reason in each line."""
    rows = (line.split("\t") for line in _LIST.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {(before, after): int(most) for before, after, most, _ in rows}
