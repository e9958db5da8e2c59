"""Which commands a chat was shown, and which failures the admins were told of."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.add_column("people", sa.Column("commands_shown", sa.String(16)))
    op.add_column("failed_updates", sa.Column("reported_at", sa.Double()))


def downgrade() -> None:
    op.drop_column("failed_updates", "reported_at")
    op.drop_column("people", "commands_shown")
