"""What all tables share: the metadata that they join, and columns that are alike on both databases."""

from sqlalchemy import BigInteger, Column, Double, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives row ids by itself only to a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")

# Times are seconds since 1970-01-01 UTC: alike on both databases, and cheap to compare.
Moment = Double

# Compared byte by byte on both databases, whatever the locale: a range of paths is a subtree, and lists sort alike.
ByteText = Text().with_variant(Text(collation="C"), "postgresql")


def located() -> tuple[Column[float], ...]:
    """Degrees for people, and the unit vector for the index: a box in 3-D knows no poles and no date line."""
    return tuple(Column(name, Double, nullable=False) for name in ("latitude", "longitude", "x", "y", "z"))
