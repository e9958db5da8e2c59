"""One person on several ways in: codes that link them and bring people back, and pages that may act for a role."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0024"
down_revision: Final = "0023"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "road_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_road_codes"),
    )
    op.create_index("ix_road_codes_person", "road_codes", ["person"])
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_person", "recovery_codes", ["person"])
    op.create_table(
        "page_proofs",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.Double(), nullable=True),
        sa.Column("used_at", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_page_proofs"),
    )
    op.create_index("ix_page_proofs_person", "page_proofs", ["person"])
    op.add_column("pages", sa.Column("browser", sa.String(24), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("pages", "browser")
    for table in ("page_proofs", "recovery_codes", "road_codes"):
        op.drop_table(table)
