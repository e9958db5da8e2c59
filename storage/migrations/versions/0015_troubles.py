"""The house's heartbeat, and which troubles the admins were told of."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0015"
down_revision: Final = "0014"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_table(
        "troubles",
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("since", sa.Double),
        sa.Column("told_at", sa.Double),
    )


def downgrade() -> None:
    op.drop_table("troubles")
    op.drop_table("heartbeat")
