"""What units share: resources, bookings, the quarters of an hour that they hold, closures."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0026"
down_revision: Final = "0025"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTE_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_OFFERED: Final = sa.text("retired_at IS NULL")
_WAITING: Final = sa.text("state = 'waiting'")


def upgrade() -> None:
    _create_resources()
    _create_covers()
    _create_series()
    _create_bookings()
    _create_held_slots()
    _create_closures()


def _create_resources() -> None:
    op.create_table(
        "resources",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", _BYTE_TEXT, nullable=False),
        sa.Column("called", sa.LargeBinary()),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("point_id", _ROW_ID),
        sa.Column("whereabouts", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("has", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("languages", sa.String(80), nullable=False),
        sa.Column("use", sa.String(8), nullable=False),
        sa.Column("before_min", sa.SmallInteger(), nullable=False),
        sa.Column("after_min", sa.SmallInteger(), nullable=False),
        sa.Column("home_hours", sa.Text(), nullable=False),
        sa.Column("home_days", sa.SmallInteger(), nullable=False),
        sa.Column("quota_hours", sa.SmallInteger()),
        sa.Column("retired_at", sa.Double()),
        sa.CheckConstraint("kind IN ('room', 'equipment', 'speaker')", name=op.f("ck_resources_known_kind")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_resources_unit_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_resources_chat_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["point_id"], ["points.id"], name="fk_resources_point_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_resources"),
        sa.UniqueConstraint("code", name="uq_resources_code"),
        sa.UniqueConstraint("token", name="uq_resources_token"),
    )
    for column in ("unit_id", "chat_id", "point_id"):
        op.create_index(f"ix_resources_{column}", "resources", [column])
    op.create_index("ix_resources_offered", "resources", ["kind"], sqlite_where=_OFFERED, postgresql_where=_OFFERED)


def _create_covers() -> None:
    for table, whole, part in (
        ("resource_covers", "resource_id", "covered_id"),
        ("resource_parts", "whole_id", "part_id"),
    ):
        op.create_table(
            table,
            sa.Column(whole, _ROW_ID, nullable=False),
            sa.Column(part, _ROW_ID, nullable=False),
            sa.ForeignKeyConstraint([whole], ["resources.id"], name=f"fk_{table}_{whole}", ondelete="CASCADE"),
            sa.ForeignKeyConstraint([part], ["resources.id"], name=f"fk_{table}_{part}", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint(whole, part, name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_{part}", table, [part])


def _create_series() -> None:
    op.create_table(
        "booking_series",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("resource_id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double()),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_booking_series_resource_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_booking_series_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_booking_series"),
    )
    for column in ("resource_id", "unit_id"):
        op.create_index(f"ix_booking_series_{column}", "booking_series", [column])


def _create_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("resource_id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("activity_id", _ROW_ID),
        sa.Column("series_id", _ROW_ID),
        sa.Column("series_date", sa.String(10)),
        sa.Column("by_chat", sa.BigInteger()),
        sa.Column("title", _BYTE_TEXT, nullable=False),
        sa.Column("people", sa.Integer()),
        sa.Column("starts_at", sa.Double(), nullable=False),
        sa.Column("ends_at", sa.Double(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state_since", sa.Double(), nullable=False),
        sa.Column("turn_until", sa.Double()),
        sa.Column("level", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("place", sa.Double(), nullable=False),
        sa.Column("why", sa.String(20)),
        sa.Column("other_id", _ROW_ID),
        sa.Column("other_title", _BYTE_TEXT, nullable=False, server_default=sa.text("''")),
        sa.Column("said", sa.LargeBinary()),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("checked_in_at", sa.Double()),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_bookings_ends_after_it_begins")),
        sa.CheckConstraint(
            "state IN ('requested', 'granted', 'asked', 'confirmed', 'waiting', 'offered', 'refused', 'released',"
            " 'cancelled')",
            name=op.f("ck_bookings_known_state"),
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_bookings_resource_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_bookings_unit_id"),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name="fk_bookings_activity_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["series_id"], ["booking_series.id"], name="fk_bookings_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
    )
    for column in ("activity_id", "series_id", "by_chat"):
        op.create_index(f"ix_bookings_{column}", "bookings", [column])
    op.create_index("ix_bookings_of_resource", "bookings", ["resource_id", "starts_at"])
    op.create_index("ix_bookings_of_unit", "bookings", ["unit_id", "starts_at"])
    op.create_index("uq_bookings_date_of_series", "bookings", ["series_id", "series_date"], unique=True)
    op.create_index(
        "ix_bookings_waiting", "bookings", ["resource_id", "place"], sqlite_where=_WAITING, postgresql_where=_WAITING
    )


def _create_held_slots() -> None:
    op.create_table(
        "held_slots",
        sa.Column("resource_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("slot_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("booking_id", _ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_held_slots_resource_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_held_slots_booking_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("resource_id", "slot_start", name="pk_held_slots"),
    )
    op.create_index("ix_held_slots_booking_id", "held_slots", ["booking_id"])
    op.create_index("ix_held_slots_slot_start", "held_slots", ["slot_start"])


def _create_closures() -> None:
    op.create_table(
        "closures",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("resource_id", _ROW_ID, nullable=False),
        sa.Column("starts_at", sa.Double(), nullable=False),
        sa.Column("ends_at", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger()),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("lifted_at", sa.Double()),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_closures_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_closures_resource_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_closures"),
    )
    op.create_index("ix_closures_resource_id", "closures", ["resource_id"])


def downgrade() -> None:
    for table in (
        "closures",
        "held_slots",
        "bookings",
        "booking_series",
        "resource_parts",
        "resource_covers",
        "resources",
    ):
        op.drop_table(table)
