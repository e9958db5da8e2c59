"""Until when a message holds back what follows it, and whether its words go in the place of what was not taken."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0014"
down_revision: Final = "0013"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("holds_until", sa.Double(), nullable=True))
    op.add_column("outbox", sa.Column("in_words", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "in_words")
    op.drop_column("outbox", "holds_until")
