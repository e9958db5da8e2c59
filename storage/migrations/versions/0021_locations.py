"""Shared locations, for a quarter of an hour: on PostgreSQL in a table that neither its log nor a standby has."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0021"
down_revision: Final = "0020"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "locations",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place", sa.LargeBinary, nullable=False),
        sa.Column("shared_at", sa.Double, nullable=False),
        prefixes=["UNLOGGED"] if on_postgresql else [],
    )


def downgrade() -> None:
    op.drop_table("locations")
