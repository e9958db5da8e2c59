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
    Column("messenger_language", String(16), nullable=False, server_default=text("''")),  # as it said last
    Column("my_point_id", RowId, ForeignKey("points.id", ondelete="SET NULL"), index=True),
    Column("unreachable_since", Moment),
    Column("first_seen", Moment, nullable=False),
    Column("commands_shown", String(16)),  # the fingerprint of the chat's own commands; empty: it shows everybody's
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
    Column("reported_at", Moment),  # when the admins were told
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

# ---------------------------------------------------------------- members, roles, affiliations

# What a member has told, once, for every form that follows. Every text of it is sealed; the hash finds a number again.
members = Table(
    "members",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("details", LargeBinary),  # sealed JSON of domain.members.Details; empty: forgotten, the stays remain
    Column("phone_hash", String(64), index=True),  # not written any more: nobody is looked for by number
    Column("building_id", RowId, ForeignKey("buildings.id", ondelete="SET NULL"), index=True),
    Column("employer_hash", String(64), index=True),  # colleagues are counted, not named
    Column("may_be_named", Boolean, nullable=False),  # to organisers, when a branch is being founded
    Column("privacy_version", String(10)),  # of the text that was agreed to
    Column("agreed_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("last_contact", Moment, nullable=False, index=True),
)

grants = Table(
    "grants",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id"), nullable=False, index=True),
    Column("role", String(12), nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), index=True),  # empty: everywhere
    Column("granted_by", BigInteger),  # empty: from the command line
    Column("granted_at", Moment, nullable=False),
    Column("revoked_by", BigInteger),
    Column("revoked_at", Moment),
)
Index(
    "uq_grants_held",
    grants.c.chat_id,
    grants.c.role,
    grants.c.unit_id,
    unique=True,
    sqlite_where=text("revoked_at IS NULL"),
)
# An empty unit equals no other empty one, so what is held everywhere needs a promise of its own.
Index(
    "uq_grants_held_everywhere",
    grants.c.chat_id,
    grants.c.role,
    unique=True,
    sqlite_where=text("revoked_at IS NULL AND unit_id IS NULL"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id")),
    Column("issued_by", BigInteger),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", Moment),
)

unit_settings = Table(
    "unit_settings",
    metadata,
    Column("unit_id", RowId, ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), primary_key=True),  # domain.rules.Rule
    Column("value", Integer, nullable=False),
)

affiliations = Table(
    "affiliations",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, ForeignKey("members.chat_id"), nullable=False, index=True),
    Column("stay", String(8), nullable=False),  # domain.affiliations.Stay
    Column("state", String(20), nullable=False),  # domain.affiliations.State
    Column("version", Integer, nullable=False),  # raised by every step: a notice of an older version does nothing
    Column("point_id", RowId, ForeignKey("points.id"), nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),  # the host: the point's unit
    Column("levels", SmallInteger, nullable=False),  # of review, as the host's rules were when it was submitted
    Column("arrives_on", String(10), nullable=False),  # ISO dates
    Column("ends_on", String(10)),
    Column("home", String(12), nullable=False),  # unconfirmed | confirmed | objected
    Column("home_said", LargeBinary),  # sealed: why the home branch objects
    Column("ending", String(16)),
    Column("continues_id", RowId, ForeignKey("affiliations.id")),  # the stay at another point that this one goes on
    Column("submitted_at", Moment),
    Column("state_since", Moment, nullable=False),
    Column("due_on", String(10)),  # until when whoever's turn it is has time
    Column("out_of_contact_since", Moment),
)
Index(
    "uq_affiliations_here",
    affiliations.c.chat_id,
    affiliations.c.stay,
    unique=True,
    sqlite_where=text("state IN ('active', 'confirmation_due')"),
)
Index(
    "uq_affiliations_waiting",
    affiliations.c.chat_id,
    affiliations.c.stay,
    unique=True,
    sqlite_where=text("state IN ('draft', 'submitted', 'host_accepted', 'returned')"),
)

affiliation_steps = Table(
    "affiliation_steps",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("affiliation_id", RowId, ForeignKey("affiliations.id"), nullable=False, index=True),
    Column("verb", String(16), nullable=False),
    Column("before", String(20), nullable=False),
    Column("after", String(20), nullable=False),
    Column("actor", String(8), nullable=False),
    Column("by_chat", BigInteger),
    Column("reason", LargeBinary),  # sealed
    Column("at", Moment, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("affiliation_id", RowId, ForeignKey("affiliations.id"), nullable=False, index=True),
    Column("asked_by", BigInteger, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("question", LargeBinary, nullable=False),  # sealed
    Column("answer", LargeBinary),  # sealed
    Column("answered_at", Moment),
)

home_links = Table(
    "home_links",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("affiliation_id", RowId, ForeignKey("affiliations.id"), nullable=False, index=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("opened_by", BigInteger),  # the first who opens it; nobody else can answer with it
    Column("answered_at", Moment),
)

# The branch that a company has founded; a building's stands in the building's own row.
company_branches = Table(
    "company_branches",
    metadata,
    Column("unit_id", RowId, ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("employer", LargeBinary, nullable=False),  # sealed
    Column("employer_hash", String(64), nullable=False, unique=True),
    Column("founded_at", Moment, nullable=False),
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

# Every change of an affiliation, a role or a personal field that was looked at; chained by hash.
audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("chat_id", BigInteger),  # who; empty: the house itself or the command line
    Column("role", String(12), nullable=False),
    Column("what", String(40), nullable=False),  # "affiliation.confirm", "role.grant", "member.reveal"
    Column("subject", String(40), nullable=False, index=True),  # "affiliation:12", "person:1001"
    Column("why", LargeBinary),  # sealed, with salt: the chain covers it, and tells nothing of it
    Column("hash", String(64), nullable=False),
)
