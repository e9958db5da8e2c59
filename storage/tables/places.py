"""The tables of places: the tree of units with its settings, buildings and merged ones, points, and landmarks."""

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.schema import ByteText, Moment, RowId, located, metadata

units = Table(
    "units",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("name", ByteText, nullable=False),
    Column("site_kind", String(20)),
    Column("parent_id", RowId, ForeignKey("units.id"), index=True),
    Column("path", ByteText, nullable=False, index=True),  # "/1/7/31/": the ids from the city down to this unit
)

buildings = Table(
    "buildings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("slug", String(60), nullable=False, unique=True),  # the code as deep links carry it
    Column("name", ByteText, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("address", Text, nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("branch_id", RowId, ForeignKey("units.id"), index=True),  # the branch of this building, where there is one
    *located(),
    Column("pinyin", ByteText, nullable=False),  # "jia xing da sha": syllables of the name, for search
)

# What was a building in the list until it was found to be another one. It is no row of `buildings`, so that nothing
# that lists or counts these can meet it; whoever has its number, its code or its name is led to the other one.
merged_buildings = Table(
    "merged_buildings",
    metadata,
    Column(
        "id", RowId, primary_key=True, autoincrement=False
    ),  # its number among the buildings, which nobody has again
    Column("code", String(80), nullable=False, unique=True),
    Column("slug", String(60), nullable=False),
    Column("name", ByteText, nullable=False),
    Column("address", Text, nullable=False),
    Column("pinyin", ByteText, nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("into_id", RowId, ForeignKey("buildings.id"), nullable=False, index=True),
    Column("merged_at", Moment, nullable=False),
    Index("ix_merged_buildings_slug", "slug"),
)

points = Table(
    "points",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("slug", String(60), nullable=False, unique=True),
    Column("name", ByteText, nullable=False),
    Column("layer", String(16), nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("building_id", RowId, ForeignKey("buildings.id"), index=True),
    Column("address", Text, nullable=False),
    *located(),
    Column("services", Integer, nullable=False),  # domain.places.places.Services as a number
    Column("hours", Text, nullable=False),  # OpenStreetMap's opening_hours syntax, or empty: not known
    Column("phone", Text, nullable=False),
    Column("step_free", Boolean),
    Column("pinyin", ByteText, nullable=False),
)

# What everybody knows and names when asked where he is: stations, squares, temples. Nothing else refers to them.
landmarks = Table(
    "landmarks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("name", ByteText, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("other_names", Text, nullable=False),  # one a line
    Column("lines", Text, nullable=False),  # of a station, one a line
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
)

# A counter that every import raises: whoever holds places in memory looks here whether they are still right.
revisions = Table(
    "revisions",
    metadata,
    Column("subject", String(20), primary_key=True),
    Column("revision", Integer, nullable=False),
)

unit_settings = Table(
    "unit_settings",
    metadata,
    Column("unit_id", RowId, ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), primary_key=True),  # domain.rules.Rule
    Column("value", Integer, nullable=False),
)
