"""Every table, in one place: what is remembered, and the promises that the database itself keeps."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives row ids by itself only to a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")

# Times are seconds since 1970-01-01 UTC: alike on both databases, and cheap to compare.
Moment = Double

# Compared byte by byte on both databases, whatever the locale: a range of paths is a subtree, and lists sort alike.
ByteText = Text().with_variant(Text(collation="C"), "postgresql")

# ---------------------------------------------------------------- the tree of units, buildings, service points

units = Table(
    "units",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("name", ByteText, nullable=False),
    Column("site_kind", String(20)),
    Column("parent_id", RowId, ForeignKey("units.id"), index=True),
    Column("path", ByteText, nullable=False, index=True),  # "/1/7/31/": the ids from the city down to this unit
)


def _located() -> tuple[Column[float], ...]:
    """Degrees for people, and the unit vector for the index: a box in 3-D knows no poles and no date line."""
    return tuple(Column(name, Double, nullable=False) for name in ("latitude", "longitude", "x", "y", "z"))


buildings = Table(
    "buildings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("slug", String(60), nullable=False, unique=True),  # the code as deep links carry it
    Column("name", ByteText, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("address", Text, nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("branch_id", RowId, ForeignKey("units.id"), index=True),  # the branch of this building, where there is one
    *_located(),
    Column("pinyin", ByteText, nullable=False),  # "jia xing da sha": syllables of the name, for search
)

points = Table(
    "points",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("slug", String(60), nullable=False, unique=True),
    Column("name", ByteText, nullable=False),
    Column("layer", String(16), nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("building_id", RowId, ForeignKey("buildings.id"), index=True),
    Column("address", Text, nullable=False),
    *_located(),
    Column("services", Integer, nullable=False),  # domain.places.Services as a number
    Column("hours", Text, nullable=False),  # OpenStreetMap's opening_hours syntax, or empty: not known
    Column("phone", Text, nullable=False),
    Column("step_free", Boolean),
    Column("pinyin", ByteText, nullable=False),
)

# A counter that every import raises: whoever holds places in memory looks here whether they are still right.
revisions = Table(
    "revisions",
    metadata,
    Column("subject", String(20), primary_key=True),
    Column("revision", Integer, nullable=False),
)

# ---------------------------------------------------------------- people and where they are in the conversation

people = Table(
    "people",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8)),  # chosen by /language; empty: what the messenger says
    Column("my_point_id", RowId, ForeignKey("points.id", ondelete="SET NULL"), index=True),
    Column("unreachable_since", Moment),
    Column("first_seen", Moment, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("turn", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),  # sealed JSON: what a person is typing is theirs
    Column("changed_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("taken_at", Moment, nullable=False, index=True),
)

failed_updates = Table(
    "failed_updates",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("reference", String(12), nullable=False, unique=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("arrival", LargeBinary, nullable=False),  # sealed JSON, without coordinates
    Column("traceback", LargeBinary, nullable=False),  # sealed too: an exception may quote what somebody typed
    Column("failed_at", Moment, nullable=False),
    Column("retried_at", Moment),
)

# ---------------------------------------------------------------- the outbox: one row is one Bot API call

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("dedupe", String(80), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("reply", LargeBinary),  # sealed JSON; emptied when it has gone out
    Column("not_before", Moment, nullable=False),
    Column("not_after", Moment),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("repeats", SmallInteger, nullable=False, server_default="0"),  # sent again though perhaps accepted before
    Column("first_tried_at", Moment),  # a row that was tried holds back what follows in its chat and lane
    Column("claimed_by", String(40)),
    Column("message_id", BigInteger),
    Column("reason", Text),
    Column("written_at", Moment, nullable=False),
    Column("done_at", Moment),
    CheckConstraint(
        "state IN ('todo', 'sending', 'sent', 'failed', 'expired', 'unreachable', 'unknown')", name="known_state"
    ),
)

# The sender's question, "what is due next", answered without looking at what has gone out.
Index(
    "ix_outbox_due",
    outbox.c.lane,
    outbox.c.not_before,
    outbox.c.id,
    sqlite_where=text("state = 'todo'"),
    postgresql_where=text("state = 'todo'"),
)
# And "who stands before this one in the chat's line".
Index(
    "ix_outbox_line",
    outbox.c.lane,
    outbox.c.chat_id,
    outbox.c.id,
    sqlite_where=text("state = 'todo'"),
    postgresql_where=text("state = 'todo'"),
)
Index(
    "ix_outbox_sending",
    outbox.c.claimed_by,
    outbox.c.lane,
    outbox.c.chat_id,
    sqlite_where=text("state = 'sending'"),
    postgresql_where=text("state = 'sending'"),
)
Index(
    "ix_outbox_done_at",
    outbox.c.done_at,
    sqlite_where=text("done_at IS NOT NULL"),
    postgresql_where=text("done_at IS NOT NULL"),
)
