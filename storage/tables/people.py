"""The tables of people: who is known, what members have told, who holds which role, and the audit."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.schema import Moment, RowId, metadata

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

# The ways to a person that are not Telegram's: a number of ours for what the channel calls somebody. Conversations and
# messages are of an address, all else is of the person whom it belongs to; an address of Telegram is its own person.
addresses = Table(
    "addresses",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", String(16), nullable=False),
    Column("name_hash", String(64), nullable=False),
    Column("name", LargeBinary, nullable=False),  # sealed: the channel, and what it calls them
    Column("person", BigInteger, nullable=False, index=True),
    Column("is_chosen", Boolean, nullable=False, server_default=false()),  # by the person, for what comes unasked
    Column("used_at", Moment, nullable=False),
    Column("unreachable_since", Moment),
    UniqueConstraint("channel", "name_hash"),
)

# What a member has told, once, for every form that follows. Every text of it is sealed; a hash tells who told the same.
members = Table(
    "members",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("details", LargeBinary),  # sealed JSON of domain.people.members.Details; empty: forgotten, the stays remain
    Column("phone_hash", String(64), index=True),  # "": no number; empty: not hashed yet
    Column("building_id", RowId, ForeignKey("buildings.id", ondelete="SET NULL")),
    Column("paper_hash", String(64), index=True),  # of the document's number, as above
    Column("name_hash", String(64), index=True),  # of the name as `domain.people.names.key` has it, as above
    Column("employer_hash", String(64)),  # colleagues are counted, not named
    Column("may_be_named", Boolean, nullable=False),  # to organisers, when a branch is being founded
    Column("privacy_version", String(10)),  # of the text that was agreed to
    Column("agreed_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("last_contact", Moment, nullable=False, index=True),
)

# Who works in a building, and who for a company, and may be named where a branch is to be founded: without the rows.
Index("ix_members_of_building", members.c.building_id, members.c.chat_id, members.c.may_be_named)
Index("ix_members_of_employer", members.c.employer_hash, members.c.chat_id, members.c.may_be_named)

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
    Column("label", LargeBinary),  # sealed: for whom it is, as a list of organisers says; that is then their name
    Column("withdrawn_at", Moment),
)

# What somebody with a role is called among colleagues; dropped with the last role.
colleagues = Table(
    "colleagues",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("name", LargeBinary, nullable=False),  # sealed
)

# How often somebody has missed at what can be guessed. No reference to people: some are known from a group alone.
tries = Table(
    "tries",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),  # 0: all together
    Column("thing", String(12), primary_key=True),  # domain.people.tries.Thing
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # of the activity; 0: one for all
    Column("count", SmallInteger, nullable=False),
    Column("since", Moment, nullable=False),
    Column("closed_until", Moment, nullable=False),
    Column("told", Boolean, nullable=False),
)

# The last shared location of a chat, for a quarter of an hour; in no backup, on PostgreSQL in no log.
locations = Table(
    "locations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", LargeBinary, nullable=False),  # sealed
    Column("shared_at", Moment, nullable=False),
)

# Every change of an affiliation, a role or a personal field that was looked at; chained by a keyed hash.
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

# The one key of the audit's chain, and from which row on it holds; sealed, so that the file alone forges no row.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
