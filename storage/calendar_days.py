"""The published calendar: what was imported of it."""

from datetime import date

from sqlalchemy import delete, insert, select

from domain.times.holidays import Holiday, Published
from storage.tables.calendar import calendar_days
from storage.unit_of_work import UnitOfWork


def published(unit_of_work: UnitOfWork) -> Published:
    """Return all that was imported."""
    rows = unit_of_work.connection.execute(select(calendar_days.c.day, calendar_days.c.holiday)).all()
    off = {date.fromisoformat(day): Holiday(holiday) for day, holiday in rows if holiday}
    return Published(off, frozenset(date.fromisoformat(day) for day, holiday in rows if not holiday))


def keep_published(unit_of_work: UnitOfWork, given: Published) -> None:
    """Keep whole years: what was known of them before is forgotten."""
    for year in given.years:
        of_year = calendar_days.c.day.startswith(f"{year}-")
        unit_of_work.connection.execute(delete(calendar_days).where(of_year))
    rows: list[dict[str, str | None]] = [{"day": f"{day}", "holiday": of} for day, of in given.off.items()]
    rows += [{"day": f"{day}", "holiday": None} for day in given.worked]
    unit_of_work.connection.execute(insert(calendar_days), rows)
