"""When something that happens once a week happens next."""

from datetime import datetime, timedelta


def next_weekly(after: datetime, weekday: int, minute: int) -> datetime:
    """Return the first such moment later than `after`: weekday 0 is Monday, `minute` counts from local midnight."""
    day = after.date() + timedelta(days=(weekday - after.weekday()) % 7)
    moment = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=after.tzinfo)
    return moment if moment > after else moment + timedelta(days=7)
