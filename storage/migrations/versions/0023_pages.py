"""The chat page: who is there by which key, what stands on each page, and its files."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0023"
down_revision: Final = "0022"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING: Final = sa.text("delivered_at IS NULL AND NOT is_own")


def upgrade() -> None:
    op.create_table(
        "pages",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("opened_at", sa.Double(), nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_pages"),
        sa.UniqueConstraint("name", name="uq_pages_name"),
    )
    op.create_index("ix_pages_seen_at", "pages", ["seen_at"])
    _create_keys()
    _create_lines()
    _create_files()


def _create_keys() -> None:
    op.create_table(
        "page_keys",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["pages.number"], name="fk_page_keys_number", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key_hash", name="pk_page_keys"),
    )
    op.create_index("ix_page_keys_number", "page_keys", ["number"])


def _create_lines() -> None:
    op.create_table(
        "page_lines",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("delivered_at", sa.Double(), nullable=True),
        sa.Column("read_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["number"], ["pages.number"], name="fk_page_lines_number", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_page_lines"),
    )
    op.create_index("uq_page_lines_line", "page_lines", ["number", "line"], unique=True)
    op.create_index("uq_page_lines_source", "page_lines", ["number", "source"], unique=True)
    op.create_index("uq_page_lines_event", "page_lines", ["number", "event"], unique=True)
    op.create_index("ix_page_lines_at", "page_lines", ["at"])
    op.create_index("ix_page_lines_waiting", "page_lines", ["number"], sqlite_where=_WAITING, postgresql_where=_WAITING)


def _create_files() -> None:
    op.create_table(
        "page_files",
        sa.Column("handle", sa.String(32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["pages.number"], name="fk_page_files_number", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("handle", name="pk_page_files"),
    )
    op.create_index("ix_page_files_number", "page_files", ["number"])
    op.create_index("ix_page_files_at", "page_files", ["at"])


def downgrade() -> None:
    for table in ("page_files", "page_lines", "page_keys", "pages"):
        op.drop_table(table)
