"""Indexes for the desk: what was held, in the order of time and without its rows, and who takes part at a point."""

from typing import Final

from alembic import op

revision: Final = "0031"
down_revision: Final = "0030"
branch_labels: Final = None
depends_on: Final = None

_WHEN: Final = "ix_activities_when"
_HERE: Final = "ix_affiliations_at_point"


def upgrade() -> None:
    op.drop_index(_WHEN, "activities")
    op.create_index(_WHEN, "activities", ["stage", "starts_at", "ends_at", "unit_id", "seats", "id"])
    op.create_index(_HERE, "affiliations", ["point_id", "state"])


def downgrade() -> None:
    op.drop_index(_HERE, "affiliations")
    op.drop_index(_WHEN, "activities")
    op.create_index(_WHEN, "activities", ["stage", "starts_at"])
