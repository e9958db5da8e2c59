"""Chinese working days, with their shifted ones (调休), by the calendar in force."""

from datetime import date, timedelta

from bot.facts.calendar import calendar


def is_working_day(day: date) -> bool:
    """Tell whether offices work on this day: as it was published for its year, else by the law alone."""
    return calendar().is_working_day(day)


def working_days_after(day: date, number: int) -> date:
    """Return the last of the `number` working days that follow this day; the day itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
