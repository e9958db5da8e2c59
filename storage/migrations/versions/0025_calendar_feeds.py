"""Calendars that people subscribe to, what each showed last; and lines of a page that nobody came for."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0025"
down_revision: Final = "0024"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double(), nullable=True),
        sa.Column("asked_at", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_calendar_feeds"),
    )
    op.create_index("ix_calendar_feeds_subject", "calendar_feeds", ["subject"])
    op.create_index("ix_calendar_feeds_ended_at", "calendar_feeds", ["ended_at"])
    runs = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_calendar_feeds_subject",
        "calendar_feeds",
        ["subject"],
        unique=True,
        sqlite_where=runs,
        postgresql_where=runs,
    )
    op.create_table(
        "calendar_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.Column("gone_at", sa.Double(), nullable=True),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_entries"),
    )
    op.create_index("uq_calendar_entries_key", "calendar_entries", ["subject", "key"], unique=True)
    op.add_column("page_lines", sa.Column("lapsed_at", sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("page_lines") as changed:
        changed.drop_column("lapsed_at")
    for table in ("calendar_entries", "calendar_feeds"):
        op.drop_table(table)
