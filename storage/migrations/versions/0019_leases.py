"""Several workers: who is alive, who leads and until when, and what has left of late over all of them."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0019"
down_revision: Final = "0018"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("seen_at", sa.Double, nullable=False),
    )
    op.create_table(
        "leadership",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("term", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("holder", sa.String(40)),
        sa.Column("until", sa.Double, nullable=False, server_default="0"),
        sa.Column("halted_until", sa.Double, nullable=False, server_default="0"),
    )
    op.create_table(
        "pace_slots",
        sa.Column("slot", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("used_at", sa.Double, nullable=False, server_default="0"),
    )
    op.create_table(
        "chat_pace",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("full_at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    for name in ("chat_pace", "pace_slots", "leadership", "leases"):
        op.drop_table(name)
