"""The tables of messages: where each conversation stands, what came in, what goes out, and what is due by itself."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from storage.tables.schema import Moment, RowId, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("turn", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),  # sealed JSON: what a person is typing is theirs
    Column("numbers", LargeBinary),  # sealed JSON: what the numbers press that stand in the place of buttons
    Column("changed_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(40), primary_key=True),  # and which bot of it: "telegram:77"
    Column("key", String(100), primary_key=True),  # what the channel calls this arrival, and none besides
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
    Column("reported_at", Moment),  # when the admins were told
    Column("channel", String(16), nullable=False, server_default="telegram"),
)

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
    Column("first_tried_at", Moment),
    Column("holds_until", Moment),  # until then one that was taken in hand holds back what follows in its chat and lane
    Column("part", SmallInteger, nullable=False, server_default="0"),  # so many parts of it have gone out
    Column("in_words", String(16)),  # a pin, picture or file came to this, and its words go in its place
    Column("claimed_by", String(40)),
    Column("message_id", BigInteger),
    Column("reason", Text),
    Column("about", String(40)),  # "duty:12": what a written answer to this message is about
    Column("letter_id", RowId),  # of a mailing: this row is a recipient's; an own reply goes before the letter
    Column("target", BigInteger),  # the own message that the call rewrites or deletes
    Column("others", Text),  # the further messages of an album: "13,14"
    Column("written_at", Moment, nullable=False),
    Column("done_at", Moment),
    CheckConstraint(
        "state IN ('todo', 'sending', 'sent', 'failed', 'expired', 'unreachable', 'unknown', 'opted_out', 'stopped')",
        name="known_state",
    ),
)

# Here and below: that an index is partial on PostgreSQL too, its migration alone says. To say it here would load all
# that SQLAlchemy knows of PostgreSQL, three megabytes, on SQLite as well.

# The sender's question, "what is due next", answered without looking at what has gone out, nor at what mailings hold.
Index(
    "ix_outbox_due",
    outbox.c.lane,
    outbox.c.not_before,
    outbox.c.id,
    sqlite_where=text("state = 'todo' AND letter_id IS NULL"),
)

# And "who stands before this one in the chat's line".
Index(
    "ix_outbox_line",
    outbox.c.lane,
    outbox.c.chat_id,
    outbox.c.id,
    sqlite_where=text("state = 'todo'"),
)

Index(
    "ix_outbox_sending",
    outbox.c.claimed_by,
    outbox.c.lane,
    outbox.c.chat_id,
    sqlite_where=text("state = 'sending'"),
)

# What has been kept for long enough, and how fast a mailing leaves.
Index(
    "ix_outbox_done_at",
    outbox.c.letter_id,
    outbox.c.done_at,
    sqlite_where=text("done_at IS NOT NULL"),
)

# What has not arrived: few among all that has gone out.
Index(
    "ix_outbox_lost",
    outbox.c.letter_id,
    outbox.c.done_at,
    outbox.c.chat_id,
    sqlite_where=text("state IN ('failed', 'unknown')"),
)

# "What was that message about, and what has this chat been asked."
Index(
    "ix_outbox_about",
    outbox.c.chat_id,
    sqlite_where=text("about IS NOT NULL"),
)

# The ledger: where the recipients of a mailing stand, and who of them is next.
Index(
    "ix_outbox_ledger",
    outbox.c.letter_id,
    outbox.c.state,
    outbox.c.id,
    sqlite_where=text("letter_id IS NOT NULL"),
)

# What is to happen by itself: one row, due once; its audience is found when it is due.
notices = Table(
    "notices",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("subject", String(40), nullable=False),  # "affiliation:12"
    Column("version", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("not_after", Moment),
    Column("state", String(10), nullable=False),  # due | done | stale | expired
    Column("done_at", Moment),
)

Index("uq_notices_once", notices.c.subject, notices.c.version, notices.c.kind, unique=True)

Index("ix_notices_due", notices.c.due_at, sqlite_where=text("state = 'due'"))
