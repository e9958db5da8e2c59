"""Groups: the topic that posts go to, and the number that one had before it became a supergroup."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0009"
down_revision: Final = "0008"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.add_column("groups", sa.Column("topic_id", sa.BigInteger(), nullable=True))
    op.add_column("groups", sa.Column("moved_from", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("groups", "moved_from")
    op.drop_column("groups", "topic_id")
