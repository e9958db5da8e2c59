"""The workers that serve one store, and when something last left each lane, whichever of them sent it."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0020"
down_revision: Final = "0019"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "workers",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("settled", sa.String(64), nullable=False),
        sa.Column("leads", sa.Boolean, nullable=False),
        sa.Column("began", sa.Double, nullable=False),
    )
    op.create_table(
        "lanes_left",
        sa.Column("lane", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("lanes_left")
    op.drop_table("workers")
