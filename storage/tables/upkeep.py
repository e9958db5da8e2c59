"""The tables of the house itself: its heartbeat, its last backup, and the troubles that the admins were told of."""

from sqlalchemy import Column, SmallInteger, String, Table

from storage.tables.schema import Moment, metadata

# One row, written every few seconds: proof that the store can be written, and where the clock stood.
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

# One row: when the last backup was done.
last_backup = Table(
    "last_backup",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

# A row for each kind of trouble: since when it lasts (nothing: it does not), and when the admins were last told.
troubles = Table(
    "troubles",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("since", Moment),
    Column("told_at", Moment),
)
