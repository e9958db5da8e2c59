"""The tables of several workers on one PostgreSQL: who is alive, who leads, and what has left of late."""

from sqlalchemy import BigInteger, Column, Integer, SmallInteger, String, Table

from storage.tables.schema import Moment, metadata

# A row for each worker that serves, renewed every second; all moments in these tables are the database's own.
leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("seen_at", Moment, nullable=False),
)

# One row: who sends what is paced for all, until when unless it is renewed, and the number of that reign.
leadership = Table(
    "leadership",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("term", BigInteger, nullable=False, server_default="0"),
    Column("holder", String(40)),
    Column("until", Moment, nullable=False, server_default="0"),
    Column("halted_until", Moment, nullable=False, server_default="0"),  # the messenger has asked all to wait
)

# As many rows as messages may leave in a second: each may be used once in that time, by whichever worker.
pace_slots = Table(
    "pace_slots",
    metadata,
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("used_at", Moment, nullable=False, server_default="0"),
)

# When the bucket of a chat that was written to a moment ago is full again.
chat_pace = Table(
    "chat_pace",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("full_at", Moment, nullable=False),
)
