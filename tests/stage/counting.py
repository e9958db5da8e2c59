"""What reaches the database: the statements of a block, in order."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.unit_of_work import Store


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", see)
    yield seen
    event.remove(store.engine, "before_cursor_execute", see)
