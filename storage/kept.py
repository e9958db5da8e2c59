"""What one transaction has read: it stands until a statement changes a table behind it, or waits for a lock.

Nobody has to say that something has changed: the statements are seen as they go to the database.
"""

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Any, Final

_WRITTEN: Final = re.compile(r"\b(?:INSERT INTO|(?<!FOR )(?<!DO )UPDATE)\s+(\w+)")
_READ: Final = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)")
_ANYTHING: Final = re.compile(r"\bDELETE FROM\b|\bpg_\w*advisory|\A\s*ROLLBACK")
"""A deletion takes rows of other tables with it; who waited for a lock may find anything changed by who had it."""

_NOTHING: Final[frozenset[str]] = frozenset()


class Kept:
    """Values under keys, each with the names of the tables behind it."""

    def __init__(self) -> None:
        self._held: dict[Hashable, Any] = {}
        self._behind: dict[str, list[Hashable]] = {}

    def get(self, key: Hashable, otherwise: object) -> Any:  # noqa: ANN401  what is kept is of many kinds
        return self._held.get(key, otherwise)

    def put(self, key: Hashable, value: object, behind: frozenset[str]) -> None:
        self._held[key] = value
        for table in behind:
            self._behind.setdefault(table, []).append(key)

    def forget(self) -> None:
        self._held.clear()
        self._behind.clear()

    def see(self, statement: str) -> None:
        """Forget what this statement, which is about to be executed, may change."""
        if not self._held:
            return
        changed = _changed_by(statement)
        if changed is None:
            self.forget()
            return
        for table in changed & self._behind.keys():
            for key in self._behind.pop(table):
                self._held.pop(key, None)


@lru_cache(maxsize=2048)
def _changed_by(statement: str) -> frozenset[str] | None:
    """Return the tables whose rows this statement changes, or finds changed once it has them locked; None: any."""
    if _ANYTHING.search(statement):
        return None
    if " FOR UPDATE" in statement:
        return frozenset(_READ.findall(statement))
    if statement.startswith("SELECT"):
        return _NOTHING
    return frozenset(_WRITTEN.findall(statement))
