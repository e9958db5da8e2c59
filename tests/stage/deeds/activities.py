"""Activities that a dialogue finds ready: held by somebody, published, with people signed up; all through the storage.

陈敏:  (activity 党课 新时代党课 JA-1 12-03T19:00 20 affiliated,anyone 90)
陈敏:  (activity 主题党日 "重温 誓词" JA-1 12-03T19:00 - anyone)     as many as come, an hour and a half
陈敏:  (draft 党课 ...)                                            the same, not published
陈敏:  (clocks)                what falls due around the newest activity is planned: reminders and all that
陈敏:  (cancels 停电)           the newest activity is called off; nobody is told
王芳:  (joins)                 the speaker signs up for the newest activity, or joins its waiting list
王芳:  (joins 2)               ... for activity 2
王芳:  (confirms) (excused) (leaves) (comes)
陈敏:  (duty 引导 2)            the newest activity needs two for this, as long as it lasts
陈敏:  (signed 20)             twenty strangers (5001, 5002, ...) sign up for the newest activity, or wait
陈敏:  (confirmed 12)          the first twelve of them confirm
    陈敏:  (seen 10)               the first ten of them are checked in
王芳:  (rates 5 很有收获)       the speaker rates the newest activity, with words or without
陈敏:  (rated 3 4)             the first three of them give it four stars
陈敏:  (seen 10)               the first ten of them are checked in
陈敏:  (secret)                the newest activity's check-in secret is one that everybody knows, so that words repeat
陈敏:  (word 春天)              the newest activity's code word
王芳:  (goes-by 王芳)           the speaker has told this name
陈敏:  (strangers 王芳 李娜)     strangers of these names (5001, 5002, ...) sign up for the newest activity
"""

import shlex
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.planning import activities as activity_clock
from bot.planning.activities import plan_for
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.activities.duties import Task
from domain.activities.seats import Way
from domain.people.deeds import By, Deed
from domain.people.members import Details
from storage.activities import activities, admission, attendance, check_in_keys, duties, ratings, signups
from storage.activities.seats import FullError
from storage.people import members, people
from storage.places import places
from storage.tables.activities import activities as activity_table
from storage.unit_of_work import UnitOfWork

STRANGERS: Final = 5001
"""The chat of the first of those who come in numbers; the sandbox does not know them, so they hear nothing."""

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_KINDS: Final[Mapping[str, Kind]] = {
    "支部党员大会": Kind.BRANCH_MEETING,
    "支委会": Kind.COMMITTEE_MEETING,
    "党小组会": Kind.GROUP_MEETING,
    "党课": Kind.LECTURE,
    "主题党日": Kind.THEME_DAY,
    "组织生活会": Kind.LIFE_MEETING,
    "志愿服务": Kind.VOLUNTEERING,
    "其他": Kind.OTHER,
}


def _activity(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    activity_id = _draft(unit, person, rest, now)
    row = activities.publish(unit, activity_id, Deed(By(person, "organiser"), now))
    activity_clock.plan_for(unit, row, datetime.fromtimestamp(now, _ZONE))


def _draft(unit: UnitOfWork, person: int, rest: list[str], now: float) -> int:
    kind, title, point_code, starts, seats, audience, *minutes = shlex.split(" ".join(rest))
    point = places.point_by_code(unit, point_code)
    if point is None:
        raise ValueError(point_code)
    begins = _moment(starts, now)
    ends = begins + timedelta(minutes=int(minutes[0]) if minutes else 90)
    evening = datetime.combine(begins.date() - timedelta(days=1), time(18), _ZONE)
    plan = Plan(
        _KINDS[kind],
        title,
        begins.timestamp(),
        ends.timestamp(),
        Spot(point_id=point.id),
        _audience(audience),
        None if seats == "-" else int(seats),
        confirm_by=evening.timestamp() if evening.timestamp() > now else None,
    )
    return activities.draft(unit, plan, point.unit_id, Deed(By(person), now)).id


def _moment(written: str, now: float) -> datetime:
    """Read 12-03T19:00, the next such day from now on."""
    this_year = datetime.fromtimestamp(now, _ZONE).year
    moments = (datetime.fromisoformat(f"{this_year + later}-{written}").replace(tzinfo=_ZONE) for later in (0, 1))
    return next(moment for moment in moments if moment.timestamp() > now - 86_400)


def _audience(written: str) -> Audience:
    audience = Audience(0)
    for name in written.split(","):
        audience |= Audience[name.upper()]
    return audience


def _clocks(unit: UnitOfWork, _person: int, rest: list[str], now: float) -> None:
    """Plan what falls due around an activity: reminders, the last call, the end."""
    row = activities.find(unit, _which(unit, rest))
    if row is None:
        raise ValueError(rest)
    plan_for(unit, row, datetime.fromtimestamp(now, _ZONE))


def _cancels(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    activities.cancel(unit, _which(unit, []), Deed(By(person, "organiser"), now, " ".join(rest)))


def _joins(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    row = activities.find(unit, _which(unit, rest))
    if row is None:
        raise ValueError(rest)
    standing = admission.may_come(unit, row, person)
    if standing is None:
        raise ValueError(f"{person} may not come")
    try:
        signups.sign_up(unit, row.id, person, standing, now)
    except FullError:
        signups.wait(unit, row.id, person, standing, now)


def _confirms(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    signups.confirm(unit, _which(unit, rest), person, now)


def _excused(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    signups.leave(unit, _which(unit, rest), person, now, reason="")


def _leaves(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    signups.leave(unit, _which(unit, rest), person, now)


def _comes(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    attendance.check_in(unit, _which(unit, rest), person, Way.ROLL, Deed(By(STRANGERS, "organiser"), now))


def _duty(unit: UnitOfWork, _person: int, rest: list[str], _now: float) -> None:
    name, needed, *activity = rest
    row = activities.find(unit, _which(unit, activity))
    if row is None:
        raise ValueError(rest)
    duties.add(unit, row.id, Task(name, row.starts_at, row.ends_at, int(needed)))


def _rates(unit: UnitOfWork, person: int, rest: list[str], _now: float) -> None:
    activity_id = _which(unit, [])
    ratings.give(unit, activity_id, person, int(rest[0]))
    if rest[1:]:
        ratings.say(unit, activity_id, person, " ".join(rest[1:]))


def _which(unit: UnitOfWork, rest: list[str]) -> int:
    """Read which activity is meant: the newest, where nothing is said."""
    if rest:
        return int(rest[0])
    return int(unit.connection.scalars(select(func.max(activity_table.c.id))).one())


def _each(one: Callable[[UnitOfWork, int, list[str], float], None]) -> Callable[..., None]:
    """Do it for the first so many strangers, the second word being the activity."""

    def do(unit: UnitOfWork, _person: int, rest: list[str], now: float) -> None:
        chats = range(STRANGERS, STRANGERS + int(rest[0]))
        people.welcome(unit, [chat for chat in chats if chat not in people.known(unit, {chat})], now)
        for chat in chats:
            one(unit, chat, rest[1:], now)

    return do


def _secret(unit: UnitOfWork, _person: int, rest: list[str], _now: float) -> None:
    known = unit.seal.close(bytes(32), check_in_keys.SECRET)
    this = update(activity_table).where(activity_table.c.id == _which(unit, rest))
    unit.connection.execute(this.values(check_in_secret=known))


def _word(unit: UnitOfWork, _person: int, rest: list[str], _now: float) -> None:
    check_in_keys.put_word(unit, _which(unit, rest[1:]), rest[0])


def _name(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    members.keep(unit, person, Details(" ".join(rest)), now=now)


def _strangers(unit: UnitOfWork, _person: int, rest: list[str], now: float) -> None:
    for chat, name in enumerate(rest, STRANGERS):
        people.welcome(unit, [chat], now)
        members.keep(unit, chat, Details(name), now=now)
        _joins(unit, chat, [], now)


ACTIVITY_DEEDS: Final[Mapping[str, Callable[[UnitOfWork, int, list[str], float], object]]] = {
    "activity": _activity,
    "draft": _draft,
    "clocks": _clocks,
    "secret": _secret,
    "word": _word,
    "goes-by": _name,
    "strangers": _strangers,
    "cancels": _cancels,
    "joins": _joins,
    "confirms": _confirms,
    "excused": _excused,
    "leaves": _leaves,
    "comes": _comes,
    "duty": _duty,
    "signed": _each(_joins),
    "confirmed": _each(_confirms),
    "seen": _each(_comes),
    "rates": _rates,
    "rated": _each(_rates),
}
