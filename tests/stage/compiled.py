"""What SQLAlchemy has compiled for one test is not compiled again for the next: a fifth of its time would go there.

Every store has an engine of its own, and every engine compiles each statement once. That pays in a bot; here each of
thousands of stores would do it for the few statements of one test. A process of tests keeps the compiled statements of
all its engines in one place, for each kind of database, and in the words of the first engine of that kind.
"""

from typing import Any, Final

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.util import LRUCache

_SIZE: Final = 5_000
"""Statements; where that is not enough, the oldest are compiled again."""

_dialects: dict[tuple[str, object], Dialect] = {}
_compiled: Final[LRUCache[Any, Any]] = LRUCache(_SIZE)


def share() -> None:
    """Let every engine from now on find what another one has compiled."""
    event.listen(Engine, "engine_connect", _shared)


def _shared(connection: Connection) -> None:
    """Give a connection the dialect by which what is compiled is kept; it has met a server, and knows its version."""
    own = connection.dialect
    connection.dialect = _dialects.setdefault((own.name, own._on_connect_isolation_level), own)
    connection.execution_options(compiled_cache=_compiled)
