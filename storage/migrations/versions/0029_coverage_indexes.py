"""Indexes that answer by themselves what coverage and the list of today ask, in place of those that begin them."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0029"
down_revision: Final = "0028"
branch_labels: Final = None
depends_on: Final = None

_NEW: Final = (
    ("ix_activities_of_unit", "activities", ("unit_id", "stage", "starts_at", "ends_at", "seats")),
    ("ix_activities_start", "activities", ("starts_at",)),
    ("ix_activities_over", "activities", ("unit_id", "stage", "ends_at", "id")),
    ("ix_activities_at_point", "activities", ("point_id", "stage", "starts_at", "ends_at")),
    ("ix_activities_in_building", "activities", ("building_id", "stage", "starts_at", "ends_at")),
    ("ix_signups_who", "signups", ("activity_id", "state", "chat_id")),
    ("ix_affiliations_of_person", "affiliations", ("chat_id", "state", "unit_id")),
    ("ix_affiliations_of_unit", "affiliations", ("unit_id", "state", "chat_id", "point_id")),
    ("ix_affiliations_sent", "affiliations", ("unit_id", "submitted_at")),
    ("ix_affiliation_steps_of_stay", "affiliation_steps", ("affiliation_id", "id", "at", "after", "verb")),
    ("ix_members_of_building", "members", ("building_id", "chat_id", "may_be_named")),
    ("ix_members_of_employer", "members", ("employer_hash", "chat_id", "may_be_named")),
    ("ix_visits_of_building", "visits", ("building_id", "day")),
)
_PARTIAL: Final = (
    ("ix_affiliations_due", "affiliations", ("due_on", "ends_on"), "state IN ('active', 'confirmation_due')"),
    ("ix_questions_open", "questions", ("asked_at", "affiliation_id"), "answered_at IS NULL"),
    ("ix_outbox_lost", "outbox", ("letter_id", "done_at", "chat_id"), "state IN ('failed', 'unknown')"),
)
_OLD: Final = (
    *(("activities", column) for column in ("unit_id", "point_id", "building_id")),
    *(("affiliations", column) for column in ("chat_id", "unit_id")),
    ("affiliation_steps", "affiliation_id"),
    *(("members", column) for column in ("building_id", "employer_hash")),
    ("visits", "building_id"),
)


def upgrade() -> None:
    for name, table, columns in _NEW:
        op.create_index(name, table, [*columns])
    for name, table, columns, condition in _PARTIAL:
        where = sa.text(condition)
        op.create_index(name, table, [*columns], sqlite_where=where, postgresql_where=where)
    for table, column in _OLD:
        op.drop_index(f"ix_{table}_{column}", table)


def downgrade() -> None:
    for table, column in _OLD:
        op.create_index(f"ix_{table}_{column}", table, [column])
    for name, table, *_ in (*_NEW, *_PARTIAL):
        op.drop_index(name, table)
