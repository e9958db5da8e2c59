"""Announcements that a dialogue finds ready: drafted, on their way, corrected; all through the storage.

陈敏:  (announcement 310106011 周四见)     a draft of the speaker's, in the name of this unit, to all who belong to it
陈敏:  (announcement 310106011 周四见 | See you on Thursday)     in both languages
陈敏:  (announced 310106011 周四见)        the same, needing no approval, and due: it leaves at once
陈敏:  (announced-at 12-03T19:00 310106011 周四见)     ... it leaves then
陈敏:  (announcement-topic study)         the newest announcement, a draft, is about this
陈敏:  (announcement-held)                the newest announcement is paused
陈敏:  (announcement-goes-on)             ... and resumed
陈敏:  (announcement-corrected 周五见)      the newest announcement says something else
陈敏:  (announcement-recalled)            ... and is taken back
王芳:  (refuses notices)                  the speaker wants nothing of this topic any more
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from domain.announcements.announcements import Content, Verb
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.people.deeds import By, Deed
from storage.announcements import announcements, topics
from storage.places import places
from storage.tables.announcements import announcements as table
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

SECOND: Final = By(9999, "organiser")
"""Whoever approves what a dialogue finds approved; the sandbox does not know them."""

_ZONE: Final = ZoneInfo("Asia/Shanghai")


def _announcement(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    _draft(unit, person, rest, now)


def _announced(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    _schedule(unit, person, _draft(unit, person, rest, now), now)


def _announced_at(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    moment, *words = rest
    year = datetime.fromtimestamp(now, _ZONE).year
    starts_at = datetime.fromisoformat(f"{year}-{moment}").replace(tzinfo=_ZONE).timestamp()
    number = _draft(unit, person, words, now)
    announcements.change(unit, number, person, starts_at=starts_at)
    _schedule(unit, person, number, now)


def _draft(unit: UnitOfWork, person: int, rest: list[str], now: float) -> int:
    code, *words = rest
    unit_id = unit.connection.scalars(select(units.c.id).where(units.c.code == code)).one()
    audience = Audience(places.path_of(unit, unit_id))
    row = announcements.draft(unit, unit_id, audience, Deed(By(person), now))
    return announcements.change(unit, row.id, person, content=_said(words)).id


def _said(words: list[str]) -> Content:
    chinese, _, english = " ".join(words).partition(" | ")
    return Content({"zh_Hans": chinese, "en": english} if english else {"zh_Hans": chinese})


def _schedule(unit: UnitOfWork, person: int, number: int, now: float) -> None:
    announcements.do(unit, number, Verb.SCHEDULE, Deed(By(person, "organiser"), now))


def _topic(unit: UnitOfWork, person: int, rest: list[str], _now: float) -> None:
    announcements.change(unit, _newest(unit), person, topic=Topic(rest[0]))


def _held(unit: UnitOfWork, person: int, _rest: list[str], now: float) -> None:
    announcements.do(unit, _newest(unit), Verb.PAUSE, Deed(By(person, "organiser"), now))


def _goes_on(unit: UnitOfWork, person: int, _rest: list[str], now: float) -> None:
    announcements.do(unit, _newest(unit), Verb.RESUME, Deed(By(person, "organiser"), now))


def _corrected(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    announcements.correct(unit, _newest(unit), _said(rest), Deed(By(person, "organiser"), now))


def _recalled(unit: UnitOfWork, person: int, _rest: list[str], now: float) -> None:
    announcements.do(unit, _newest(unit), Verb.RECALL, Deed(By(person, "organiser"), now))


def _refuses(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    topics.refuse(unit, person, Topic(rest[0]), now)


def _newest(unit: UnitOfWork) -> int:
    number: int | None = unit.connection.scalar(select(func.max(table.c.id)))
    if number is None:
        raise ValueError("nothing was announced")
    return number


ANNOUNCEMENT_DEEDS: Final[Mapping[str, Callable[[UnitOfWork, int, list[str], float], None]]] = {
    "announcement": _announcement,
    "announced": _announced,
    "announced-at": _announced_at,
    "announcement-topic": _topic,
    "announcement-held": _held,
    "announcement-goes-on": _goes_on,
    "announcement-corrected": _corrected,
    "announcement-recalled": _recalled,
    "refuses": _refuses,
}
