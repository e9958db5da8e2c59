"""The tables of affiliations: their steps, questions and links, and the branches that companies have founded."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Table, text

from storage.tables.schema import Moment, RowId, metadata

affiliations = Table(
    "affiliations",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, ForeignKey("members.chat_id"), nullable=False),
    Column("stay", String(8), nullable=False),  # domain.affiliations.affiliations.Stay
    Column("state", String(20), nullable=False),  # domain.affiliations.affiliations.State
    Column("version", Integer, nullable=False),  # raised by every step: a notice of an older version does nothing
    Column("point_id", RowId, ForeignKey("points.id"), nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False),  # the host: the point's unit
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
    Column("accepted_by", BigInteger),  # while the level above decides: who did on the first, and so does not there
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

Index("ix_affiliations_of_person", affiliations.c.chat_id, affiliations.c.state, affiliations.c.unit_id)

# Whose time runs out: few among all who are here.
Index(
    "ix_affiliations_due",
    affiliations.c.due_on,
    affiliations.c.ends_on,
    sqlite_where=text("state IN ('active', 'confirmation_due')"),
)

# Who takes part in a unit, and who asked to: counted without the rows.
Index(
    "ix_affiliations_of_unit",
    *(affiliations.c[name] for name in ("unit_id", "state", "chat_id", "point_id")),
)
Index("ix_affiliations_at_point", affiliations.c.point_id, affiliations.c.state)
Index("ix_affiliations_sent", affiliations.c.unit_id, affiliations.c.submitted_at)

affiliation_steps = Table(
    "affiliation_steps",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("affiliation_id", RowId, ForeignKey("affiliations.id"), nullable=False),
    Column("verb", String(16), nullable=False),
    Column("before", String(20), nullable=False),
    Column("after", String(20), nullable=False),
    Column("actor", String(8), nullable=False),
    Column("by_chat", BigInteger),
    Column("reason", LargeBinary),  # sealed
    Column("at", Moment, nullable=False),
)

Index(
    "ix_affiliation_steps_of_stay",
    *(affiliation_steps.c[name] for name in ("affiliation_id", "id", "at", "after", "verb")),
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

# Who has not answered: few among all that was ever asked.
Index(
    "ix_questions_open",
    questions.c.asked_at,
    questions.c.affiliation_id,
    sqlite_where=text("answered_at IS NULL"),
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
