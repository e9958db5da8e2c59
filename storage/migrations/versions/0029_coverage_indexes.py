"""Indexes that answer the figures of coverage by themselves, each in place of the one that is its beginning."""

from typing import Final

from alembic import op

revision: Final = "0029"
down_revision: Final = "0028"
branch_labels: Final = None
depends_on: Final = None

_NEW: Final = (
    ("ix_activities_of_unit", "activities", ("unit_id", "stage", "starts_at", "ends_at", "seats")),
    ("ix_activities_at_point", "activities", ("point_id", "stage", "starts_at", "ends_at")),
    ("ix_activities_in_building", "activities", ("building_id", "stage", "starts_at", "ends_at")),
    ("ix_signups_who", "signups", ("activity_id", "state", "chat_id")),
    ("ix_affiliations_of_person", "affiliations", ("chat_id", "state")),
    ("ix_affiliations_of_unit", "affiliations", ("unit_id", "state", "chat_id", "point_id")),
    ("ix_affiliations_sent", "affiliations", ("unit_id", "submitted_at")),
    ("ix_affiliation_steps_of_stay", "affiliation_steps", ("affiliation_id", "id", "at", "after", "verb")),
    ("ix_members_of_building", "members", ("building_id", "chat_id")),
    ("ix_visits_of_building", "visits", ("building_id", "day")),
)
_OLD: Final = (
    *(("activities", column) for column in ("unit_id", "point_id", "building_id")),
    *(("affiliations", column) for column in ("chat_id", "unit_id")),
    ("affiliation_steps", "affiliation_id"),
    ("members", "building_id"),
    ("visits", "building_id"),
)


def upgrade() -> None:
    for name, table, columns in _NEW:
        op.create_index(name, table, [*columns])
    for table, column in _OLD:
        op.drop_index(f"ix_{table}_{column}", table)


def downgrade() -> None:
    for table, column in _OLD:
        op.create_index(f"ix_{table}_{column}", table, [column])
    for name, table, _columns in _NEW:
        op.drop_index(name, table)
