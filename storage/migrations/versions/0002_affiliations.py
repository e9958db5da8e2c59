"""Temporary affiliations: members, roles, invitations, rules, the stays themselves, notices and the audit."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    language = sa.Column("messenger_language", sa.String(16), server_default=sa.text("''"), nullable=False)
    op.add_column("people", language)
    _create_members()
    _create_grants()
    _create_invitations()
    _create_unit_settings()
    _create_affiliations()
    _create_affiliation_steps()
    _create_questions()
    _create_home_links()
    _create_company_branches()
    _create_notices()
    _create_audit()


def downgrade() -> None:
    for table in (
        "audit",
        "notices",
        "company_branches",
        "home_links",
        "questions",
        "affiliation_steps",
        "affiliations",
        "unit_settings",
        "invitations",
        "grants",
        "members",
    ):
        op.drop_table(table)  # and its indexes with it
    op.drop_column("people", "messenger_language")


def _create_members() -> None:
    op.create_table(
        "members",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.LargeBinary()),
        sa.Column("phone_hash", sa.String(64)),
        sa.Column("building_id", _ROW_ID),
        sa.Column("employer_hash", sa.String(64)),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.Column("privacy_version", sa.String(10)),
        sa.Column("agreed_at", sa.Double()),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.Column("last_contact", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name="fk_members_building_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_members_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", name="pk_members"),
    )
    for column in ("phone_hash", "building_id", "employer_hash", "last_contact"):
        op.create_index(f"ix_members_{column}", "members", [column])


def _create_grants() -> None:
    op.create_table(
        "grants",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("unit_id", _ROW_ID),
        sa.Column("granted_by", sa.BigInteger()),
        sa.Column("granted_at", sa.Double(), nullable=False),
        sa.Column("revoked_by", sa.BigInteger()),
        sa.Column("revoked_at", sa.Double()),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_grants_chat_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_grants_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
    )
    op.create_index("ix_grants_chat_id", "grants", ["chat_id"])
    op.create_index("ix_grants_unit_id", "grants", ["unit_id"])
    _create_partial("uq_grants_held", "grants", ["chat_id", "role", "unit_id"], "revoked_at IS NULL")
    everywhere = "revoked_at IS NULL AND unit_id IS NULL"
    _create_partial("uq_grants_held_everywhere", "grants", ["chat_id", "role"], everywhere)


def _create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("unit_id", _ROW_ID),
        sa.Column("issued_by", sa.BigInteger()),
        sa.Column("issued_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.Column("used_by", sa.BigInteger()),
        sa.Column("used_at", sa.Double()),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_invitations_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    )


def _create_unit_settings() -> None:
    op.create_table(
        "unit_settings",
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_unit_settings_unit_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", "name", name="pk_unit_settings"),
    )


def _create_affiliations() -> None:
    op.create_table(
        "affiliations",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("stay", sa.String(8), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("point_id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("levels", sa.SmallInteger(), nullable=False),
        sa.Column("arrives_on", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.String(10)),
        sa.Column("home", sa.String(12), nullable=False),
        sa.Column("home_said", sa.LargeBinary()),
        sa.Column("ending", sa.String(16)),
        sa.Column("continues_id", _ROW_ID),
        sa.Column("submitted_at", sa.Double()),
        sa.Column("state_since", sa.Double(), nullable=False),
        sa.Column("due_on", sa.String(10)),
        sa.Column("out_of_contact_since", sa.Double()),
        sa.ForeignKeyConstraint(["chat_id"], ["members.chat_id"], name="fk_affiliations_chat_id"),
        sa.ForeignKeyConstraint(["continues_id"], ["affiliations.id"], name="fk_affiliations_continues_id"),
        sa.ForeignKeyConstraint(["point_id"], ["points.id"], name="fk_affiliations_point_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_affiliations_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_affiliations"),
    )
    op.create_index("ix_affiliations_chat_id", "affiliations", ["chat_id"])
    op.create_index("ix_affiliations_unit_id", "affiliations", ["unit_id"])
    here = "state IN ('active', 'confirmation_due')"
    waiting = "state IN ('draft', 'submitted', 'host_accepted', 'returned')"
    _create_partial("uq_affiliations_here", "affiliations", ["chat_id", "stay"], here)
    _create_partial("uq_affiliations_waiting", "affiliations", ["chat_id", "stay"], waiting)


def _create_affiliation_steps() -> None:
    op.create_table(
        "affiliation_steps",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("affiliation_id", _ROW_ID, nullable=False),
        sa.Column("verb", sa.String(16), nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(8), nullable=False),
        sa.Column("by_chat", sa.BigInteger()),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliations.id"], name="fk_affiliation_steps_affiliation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_affiliation_steps"),
    )
    op.create_index("ix_affiliation_steps_affiliation_id", "affiliation_steps", ["affiliation_id"])


def _create_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("affiliation_id", _ROW_ID, nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("answered_at", sa.Double()),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliations.id"], name="fk_questions_affiliation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_affiliation_id", "questions", ["affiliation_id"])


def _create_home_links() -> None:
    op.create_table(
        "home_links",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("affiliation_id", _ROW_ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("issued_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.Column("opened_by", sa.BigInteger()),
        sa.Column("answered_at", sa.Double()),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliations.id"], name="fk_home_links_affiliation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_home_links"),
        sa.UniqueConstraint("token_hash", name="uq_home_links_token_hash"),
    )
    op.create_index("ix_home_links_affiliation_id", "home_links", ["affiliation_id"])


def _create_company_branches() -> None:
    op.create_table(
        "company_branches",
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("employer", sa.LargeBinary(), nullable=False),
        sa.Column("employer_hash", sa.String(64), nullable=False),
        sa.Column("founded_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_company_branches_unit_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_company_branches"),
        sa.UniqueConstraint("employer_hash", name="uq_company_branches_employer_hash"),
    )


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("not_after", sa.Double()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done_at", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("uq_notices_once", "notices", ["subject", "version", "kind"], unique=True)
    due = sa.text("state = 'due'")
    op.create_index("ix_notices_due", "notices", ["due_at"], sqlite_where=due, postgresql_where=due)


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("why", sa.LargeBinary()),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _create_partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)
