"""How long details about a person are kept: a rule of the unit that they were with last, counted in months."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.rules import DEFAULTS, Rule
from storage.affiliations import affiliations
from storage.places import unit_rules
from storage.unit_of_work import UnitOfWork
from storage.upkeep import own_data
from storage.upkeep.own_data import Dormant


def kept_until(unit: UnitOfWork, chat_id: int, zone: ZoneInfo) -> date | None:
    """Return the day on which the person's details are forgotten; None while an affiliation is open."""
    found = own_data.dormant_since(unit, chat_id)
    return None if found is None else forgotten_on(unit, found, zone)


def months_kept(unit: UnitOfWork, chat_id: int) -> int:
    """Return how long what the person has told is kept after the last stay: as its host's rules say."""
    stays = affiliations.history(unit, chat_id)
    rule = Rule.RETENTION_MONTHS
    return unit_rules.value(unit, rule, stays[0].unit_id) if stays else DEFAULTS[rule]


def forgotten_on(unit: UnitOfWork, one: Dormant, zone: ZoneInfo) -> date:
    """Return the day on which the details of somebody without an open affiliation are to go."""
    rule = Rule.RETENTION_MONTHS
    months = DEFAULTS[rule] if one.unit_id is None else unit_rules.value(unit, rule, one.unit_id)
    ended = datetime.fromtimestamp(one.since, UTC).astimezone(zone).date()
    return months_after(ended, months) + timedelta(days=1)


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
