"""How we stand in a PostgreSQL server: by name, and so that nobody waits long for one of us who hangs or is cut off.

A worker that stops in mid-transaction holds locks that others wait for, and its line may be cut without a word. So its
sessions end by the server's own clock: a transaction in which nothing is asked for some seconds, and a line on which
nothing is acknowledged. The worker finds its transaction gone when it wakes, and plays it again.
"""

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final, final

from sqlalchemy import URL, Dialect, Engine, make_url

from storage.common_time import CommonTime

IDLE_S: Final = 5
"""A transaction in which a worker asks nothing for so long is over, with its locks."""

LOCK_S: Final = 10
"""Who waits for a lock for longer is told so, and plays the transaction again: it is never held for so long rightly."""

SILENT_S: Final = 10
"""What is sent must be acknowledged within so many seconds, on either side, or the line is taken for cut."""

_LINE: Final = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": SILENT_S * 1000,
}
"""The client's side: libpq's own names."""

_SET: Final = """
    SELECT extract(epoch FROM clock_timestamp())::float8,
        set_config('idle_in_transaction_session_timeout', %s, false),
        set_config('lock_timeout', %s, false),
        set_config('tcp_user_timeout', %s, false),
        set_config('tcp_keepalives_idle', '5', false),
        set_config('tcp_keepalives_interval', '2', false),
        set_config('tcp_keepalives_count', '3', false)
"""  # the server's side, for the session of a worker; on a local socket it takes no notice of the last four
_TIMES: Final = (f"{IDLE_S}s", f"{LOCK_S}s", f"{SILENT_S}s")

_SEVERAL: Final = re.compile(r"^(postgresql[^/]*://(?:[^@/]*@)?)([^/?]*,[^/?]*)((?:/[^?]*)?)\??(.*)$")


def address_of(url: str) -> URL:
    """Read a database's address. Raises `ArgumentError`.

    Several hosts as libpq writes them ("//h1:5432,h2:5432/name") are taken too: that one is asked which can be written.
    """
    several = _SEVERAL.match(url)
    if several is None:
        address = make_url(url)
    else:
        begin, hosts, name, asked = several.groups()
        address = make_url(f"{begin}{name}?{asked}")
        address = address.update_query_pairs([("host", host) for host in hosts.split(",")], append=True)
    names_several = isinstance(address.query.get("host"), tuple)
    return (
        address.update_query_dict({"target_session_attrs": "read-write"} | address.query) if names_several else address
    )


def line_to(address: URL, worker: str) -> dict[str, Any]:
    """Say how a line to this server is kept; what the address says itself stands."""
    name = {"application_name": f"waystation {worker}"[:63]} if worker else {"application_name": "waystation"}
    return {key: value for key, value in (_LINE | name).items() if key not in address.query}


def settling(common_time: CommonTime) -> Callable[[Any, object], None]:
    """Return what sets, on a new connection, what ends the session of a worker that hangs; and compares the clocks."""

    def settle(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's connection has no shared type
        with common_time.asking() as answered:
            answered(connection.execute(_SET, _TIMES).fetchone()[0])
        connection.commit()  # what is set in a transaction that is undone would be undone with it

    return settle


_TIMELINE: Final = "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int"
"""A standby that is promoted begins a timeline of its own, with a higher number than whoever it takes over from."""


@final
class Newest:
    """Leads to that of several servers which takes writes, and to none that another has taken over from.

    What was first may come back as it was, and take writes again; libpq would take whichever is named first.
    """

    def __init__(self) -> None:
        self._timeline = 0
        self._host = ("", "")

    def connect(self, dialect: Dialect, _record: object, _arguments: object, asked: dict[str, Any]) -> Any:  # noqa: ANN401  the driver's connection has no shared type
        """Connect to where it led last, if that may be; else ask every host. Raises the driver's `OperationalError`."""
        opened: list[tuple[int, tuple[str, str], Any]] = []
        trouble: Exception | None = None
        hosts = zip(asked["host"].split(","), asked["port"].split(","), strict=True)
        for host in sorted(hosts, key=lambda one: one != self._host):
            try:
                session = dialect.connect(**{**asked, "host": host[0], "port": host[1] or None})
                opened.append((_timeline_of(session), host, session))
            except dialect.loaded_dbapi.OperationalError as error:
                trouble = error
                continue
            if opened[-1][0] == self._timeline:
                break
        newest = max(opened, key=itemgetter(0), default=(0, self._host, None))
        is_led = newest[0] >= self._timeline and newest[2] is not None
        for one in opened:
            if one is not newest or not is_led:
                one[2].close()
        if not is_led:
            raise trouble or dialect.loaded_dbapi.OperationalError("the server that has taken over does not answer")
        self._timeline, self._host, found = newest
        return found


def _timeline_of(session: Any) -> int:  # noqa: ANN401  as above
    (timeline,) = session.execute(_TIMELINE).fetchone()
    session.rollback()
    return int(timeline)


POOLED: Final = (
    "the database's address leads to a pooler in transaction mode, such as PgBouncer, where nothing lasts that a "
    "session holds: name the server itself, or a pool in session mode"
)


def is_pooled(engine: Engine) -> bool:
    """Tell whether sessions are not our own: two that are open at once share a server's process, or one changes it."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as one, one.engine.connect() as other:
        asked = [each.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() for each in (one, other, one, other)]
    return asked[0] == asked[1] or asked[:2] != asked[2:]
