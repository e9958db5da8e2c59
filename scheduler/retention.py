"""What is kept for how long: details go so many months after the last affiliation ended, and the stays with them.

So many months after an activity, all that is kept of it about a member is that they were there; about others, nothing.
"""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from prometheus_client import Counter

from bot.planning.retention import forgotten_on, months_after
from domain.messages.delivery import UNREAD_S
from domain.rules import Rule
from storage.activities import ratings
from storage.announcements import threads
from storage.booking import own
from storage.desk import sessions
from storage.pages import files, lines, openings, unread
from storage.people import audit, calendar_feeds, members, page_proofs, road_codes, tries
from storage.places import unit_rules
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import own_activities, own_data, own_visits

log = structlog.get_logger()

UNREAD: Final = Counter("waystation_messages_unread", "Messages on pages that nobody came for in time.")

_SHORTEST: Final = 28 * 86_400.0  # seconds: no unit keeps anything for less than a month
_RATED_S: Final = 8 * 86_400.0  # an activity can be rated for a week
_PAGE_S: Final = 90 * 86_400.0  # what was said on a chat page, and the files there
_UNSEEN_S: Final = 400 * 86_400.0  # a page whose key no browser has any more
_ENDED_S: Final = 400 * 86_400.0  # a calendar's address that has ended: so long whoever asks hears that it has
_AT_ONCE: Final = 200


async def forget_in_time(store: Store, clock: Callable[[], float], zone: ZoneInfo) -> int:
    """Forget everybody whose time has come, in portions that hold up no turn; return how many that were.

    Who told a number before numbers were hashed is hashed on the way. Where the audit ends goes to the log, which is
    kept elsewhere: `waystation audit verify --expect` holds the chain against it.
    """
    forgotten = 0
    while some := await store.write(partial(_forget_some, now=clock(), zone=zone)):
        forgotten += some
    await store.write(partial(_fade, now=clock(), zone=zone))
    while await store.write(partial(_let_lapse, now=clock())):
        pass
    while await store.write(_hash_some):
        pass
    log.info("audit_end", end=str(await store.read(audit.end)))
    return forgotten


def _let_lapse(unit: UnitOfWork, now: float) -> int:
    looked_at, expired = unread.lapse(unit, now - UNREAD_S, now)
    unit.commit()
    UNREAD.inc(expired)
    return looked_at


def _hash_some(unit: UnitOfWork) -> int:
    hashed = members.hash_some(unit, _AT_ONCE)
    unit.commit()
    return hashed


def _fade(unit: UnitOfWork, now: float, zone: ZoneInfo) -> None:
    fade_due(unit, now, zone)
    unit.commit()


def fade_due(unit: UnitOfWork, now: float, zone: ZoneInfo) -> None:
    """Let details of attendance fade that are older than their unit keeps them; the caller commits.

    Whose a rating is goes as soon as it cannot be changed any more.
    """
    ratings.unlink(unit, now - _RATED_S)
    tries.drop_old(unit, now)
    sessions.drop_old(unit, now)
    road_codes.drop_old(unit, now)
    page_proofs.drop_old(unit, now)
    _fade_pages(unit, now)
    calendar_feeds.drop_old(unit, now - _ENDED_S)
    today = datetime.fromtimestamp(now, zone).date()
    for unit_id in threads.units_to_fade(unit, now - _SHORTEST):
        kept_from = months_after(today, -unit_rules.value(unit, Rule.RETENTION_MONTHS, unit_id))
        threads.fade(unit, unit_id, datetime.combine(kept_from, time(), zone).timestamp())
    for unit_id in own.units_to_fade(unit, now - _SHORTEST):
        kept_from = months_after(today, -unit_rules.value(unit, Rule.RETENTION_MONTHS, unit_id))
        own.fade(unit, unit_id, datetime.combine(kept_from, time(), zone).timestamp())
    for unit_id in own_activities.units_to_fade(unit, now - _SHORTEST):
        kept_from = months_after(today, -unit_rules.value(unit, Rule.RETENTION_MONTHS, unit_id))
        own_activities.fade(unit, unit_id, datetime.combine(kept_from, time(), zone).timestamp())
    for unit_id in own_visits.units_to_fade(unit, now - _SHORTEST):
        kept_from = months_after(today, -unit_rules.value(unit, Rule.RETENTION_MONTHS, unit_id))
        own_visits.fade(unit, unit_id, datetime.combine(kept_from, time(), zone).timestamp())


def _fade_pages(unit: UnitOfWork, now: float) -> None:
    lines.forget(unit, now - _PAGE_S)
    files.forget(unit, now - _PAGE_S)
    openings.forget_unseen(unit, now - _UNSEEN_S)


def _forget_some(unit: UnitOfWork, now: float, zone: ZoneInfo) -> int:
    forgotten = forget_due(unit, now, zone, _AT_ONCE)
    unit.commit()
    return forgotten


def forget_due(unit: UnitOfWork, now: float, zone: ZoneInfo, at_most: int) -> int:
    """Forget some of those whose time has come: their details, their stays and what failed. The caller commits."""
    today = datetime.fromtimestamp(now, zone).date()
    candidates = own_data.dormant(unit, before=now - _SHORTEST)
    due = [one for one in candidates if forgotten_on(unit, one, zone) <= today][:at_most]
    for one in due:
        audit.hold(unit)
        members.forget(unit, one.chat_id)
        own_data.clear_chat(unit, one.chat_id)
        own.forget(unit, one.chat_id, now)
        own_visits.forget(unit, one.chat_id, now)
        own_data.drop_stays(unit, one.chat_id)
        audit.write(unit, audit.Entry(None, "clock", "person.forget", f"person:{one.chat_id}"), now)
    return len(due)
