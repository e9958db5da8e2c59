"""The tables of announcements: what is said, the mailings that carry it, wishes, the centre's mail, and groups."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
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

announcements = Table(
    "announcements",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),  # in whose name
    Column("stage", String(10), nullable=False),  # domain.announcements.announcements.Stage
    Column("version", Integer, nullable=False),  # raised by every change: an approval is for one version
    Column("topic", String(16), nullable=False),  # domain.announcements.topics.Topic
    Column("obligatory", Boolean, nullable=False),  # comes to those too who want nothing of the topic
    Column("urgent", Boolean, nullable=False),  # before others, and not held by quiet hours
    Column("paid", Boolean, nullable=False),  # at the pace that Telegram sells
    Column("to_groups", Boolean, nullable=False),  # also to the groups of the unit and those below it
    # JSON of domain.announcements.audiences.Audience: row ids and keyed hashes
    Column("audience", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # sealed JSON of domain.announcements.announcements.Content
    Column("content_hash", String(64), nullable=False, index=True),  # keyed: "was this said lately?"
    Column("starts_at", Moment),  # empty: at once
    Column("not_after", Moment),
    Column("created_by", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("approved_by", BigInteger),
    Column("approved_at", Moment),
    Column("returned_because", LargeBinary),  # sealed
    Column("began_at", Moment, index=True),
    Column("ended_at", Moment),
    Column("progress_shown", Integer, nullable=False, server_default=text("0")),  # how often, in this turn
    Column("turn", Integer, nullable=False, server_default=text("1")),  # one more each time it is sent again
    # asked for, and no mailing carries it yet: domain.announcements.announcements.Purpose
    Column("errand", String(10)),
    Column("look_at", Moment, index=True),  # when the clock has something to see to here; empty: nothing
    Column("proposed", LargeBinary),  # sealed as content: other words that wait for approval; empty: none
    Column("proposed_by", BigInteger),
    CheckConstraint(
        "stage IN ('draft', 'awaiting', 'scheduled', 'sending', 'paused', 'done', 'stopped', 'recalled', 'discarded')",
        name="known_stage",
    ),
)

# One call to each of a frozen list of chats; the rows of the outbox with its wordings are the list and the ledger.
mailings = Table(
    "mailings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("announcement_id", RowId, ForeignKey("announcements.id"), nullable=False, index=True),
    Column("purpose", String(8), nullable=False),  # domain.announcements.announcements.Purpose
    Column("state", String(10), nullable=False, index=True),  # domain.announcements.announcements.MailingState
    Column("frozen_to", BigInteger, nullable=False),  # people, or rows, up to this one have been gone over
    Column("again", String(64)),  # who so stands behind that is still to have another turn; empty: nobody
    Column("size", Integer, nullable=False, server_default=text("0")),  # recipients on the list
    Column("urgent", Boolean, nullable=False),
    Column("paid", Boolean, nullable=False),
    Column("not_after", Moment),
    Column("began_at", Moment, nullable=False),
    Column("frozen_at", Moment),
    Column("ended_at", Moment),
    CheckConstraint("purpose IN ('send', 'correct', 'recall')", name="known_purpose"),
    CheckConstraint("state IN ('freezing', 'running', 'paused', 'done', 'stopped')", name="known_state"),
)

# What a mailing says in one language; written once, however many read it.
wordings = Table(
    "letters",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("mailing_id", RowId, ForeignKey("mailings.id"), nullable=False),
    Column("language", String(8), nullable=False),
    Column("reply", LargeBinary, nullable=False),  # sealed JSON, as in the outbox
    Column("revision", Integer, nullable=False),  # raised by a correction
)
Index("uq_letters_language", wordings.c.mailing_id, wordings.c.language, unique=True)

topic_refusals = Table(
    "topic_refusals",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("topic", String(16), primary_key=True),  # domain.announcements.topics.Topic
    Column("at", Moment, nullable=False),
)

interests = Table(
    "interests",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), primary_key=True),
    # domain.activities.activities.Kind, one of domain.announcements.topics.INTERESTS
    Column("kind", String(20), primary_key=True),
)

# A weekly announcement that is different for everybody: the activities that somebody may come to.
digests = Table(
    "digests",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, unique=True),
    Column("audience", Text, nullable=False),  # as in announcements
    Column("weekday", SmallInteger, nullable=False),  # 0: Monday
    Column("minute", SmallInteger, nullable=False),  # of the day, in local time
    Column("created_by", BigInteger, nullable=False),
    Column("next_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment),
)

# What a member writes to a unit, and what its organisers answer: one thread until it is closed.
threads = Table(
    "threads",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("about", String(40), nullable=False, server_default=text("''")),  # "announcement:12"
    Column("state", String(8), nullable=False),  # open | taken | closed
    Column("taken_by", BigInteger),
    Column("opened_at", Moment, nullable=False),
    Column("unanswered_since", Moment, index=True),
    Column("closed_at", Moment),
    CheckConstraint("state IN ('open', 'taken', 'closed')", name="known_state"),
)

thread_messages = Table(
    "thread_messages",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("thread_id", RowId, ForeignKey("threads.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("from_member", Boolean, nullable=False),
    Column("by_chat", BigInteger, nullable=False),
    Column("said", LargeBinary, nullable=False),  # sealed
    Column("file_kind", String(10)),
    Column("file_id", Text),
    Column("at", Moment, nullable=False),
)

# A group of the messenger that belongs to a unit; two sides confirm.
groups = Table(
    "groups",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("asked_by", BigInteger, nullable=False),  # the organiser
    Column("asked_at", Moment, nullable=False),
    Column("state", String(10), nullable=False),  # asked | joined | agreed | bound | left
    Column("chat_id", BigInteger, index=True),  # empty until the bot was let in
    Column("topic_id", BigInteger),  # of a group with topics: where it was bound, and where posts go
    Column("moved_from", BigInteger),  # the number that it had before it became a supergroup
    Column("title", LargeBinary),  # sealed
    Column("let_in_by", BigInteger),  # who answers there; empty: an administrator who stays unknown
    Column("bound_at", Moment),
    Column("left_at", Moment),
    CheckConstraint("state IN ('asked', 'joined', 'agreed', 'bound', 'left')", name="known_state"),
)
Index("uq_groups_bound", groups.c.chat_id, unique=True, sqlite_where=text("state = 'bound'"))
