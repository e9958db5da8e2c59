"""The house in which sentences are played: a small city, what is on there, and who has signed up for what."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from enum import IntFlag
from typing import Any, Final

from bot.flows.activities.steps import ActivityCard, ActivityList, GivingReason
from bot.flows.points import NearestList, PointCard, SayingWhere
from bot.flows.sentences.steps import DidYouMean, ShortAnswer
from bot.flows.step import Step
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.people.deeds import HOUSE, Deed
from domain.places.places import Services
from storage.activities import activities, signups
from storage.people import people
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, ZONE, furnish

PEOPLE: Final = {"王芳": 1001, "李强": 1003, "陈敏": 1004, "Anna": 1005, "新人": 1009}
"""王芳 has her own point and three sign-ups, 李强 waits, Anna speaks English, 新人 has nothing."""

_HELD: Final = (
    # kind, title, point, begins, ends, seats
    (Kind.LECTURE, "新时代党课", "JA-1", "2026-12-05T19:00", "2026-12-05T20:30", 20),
    (Kind.VOLUNTEERING, "社区义诊", "JA-1", "2026-12-06T09:30", "2026-12-06T11:30", 20),
    (Kind.THEME_DAY, "主题党日", "PD-2", "2026-12-03T19:00", "2026-12-03T20:30", 20),
    (Kind.LECTURE, "青年党课", "PD-1", "2026-12-12T14:00", "2026-12-12T16:00", 20),
    (Kind.OTHER, "读书分享会", "JA-5", "2026-12-09T14:00", "2026-12-09T16:00", 1),
)
_SIGNED_UP: Final = ((1, "王芳"), (2, "王芳"), (3, "王芳"), (5, "Anna"), (5, "李强"), (2, "陈敏"))
"""Who comes to which, in this order: the seat of the fifth is taken when 李强 asks for it."""


def furnished(store: Store) -> None:
    """Build the house in an empty store."""
    furnish(store)
    at = NOON.timestamp()
    with store.unit_of_work() as unit:
        people.welcome(unit, list(PEOPLE.values()), at)
        own = places.point_by_code(unit, "JA-1")
        assert own is not None
        people.choose_point(unit, PEOPLE["王芳"], own.id)
        rows = [_held(unit, one) for one in _HELD]
        for number, name in _SIGNED_UP:
            signups.wait(unit, rows[number - 1], PEOPLE[name], Standing.PASSING_BY, at)
        unit.commit()


def _held(unit: UnitOfWork, one: tuple[Kind, str, str, str, str, int]) -> int:
    kind, title, code, begins, ends, seats = one
    point = places.point_by_code(unit, code)
    assert point is not None
    starts, over = (datetime.fromisoformat(moment).replace(tzinfo=ZONE).timestamp() for moment in (begins, ends))
    plan = Plan(kind, title, starts, over, Spot(point_id=point.id), Audience.ANYONE, seats=seats)
    deed = Deed(HOUSE, NOON.timestamp())
    return activities.publish(unit, activities.draft(unit, plan, point.unit_id, deed).id, deed).id


def slots(step: Step, unit: UnitOfWork) -> str:
    """Say in one line what fills a screen that a sentence can open; "" for any other."""
    match step:
        case ActivityList() | NearestList() | SayingWhere():
            return _line(step, unit)
        case PointCard(point_id):
            return f"point={_code(unit, point_id)}"
        case ActivityCard(activity_id) | GivingReason(ActivityCard(activity_id)):
            row = activities.find(unit, activity_id)
            return f"title={row.title if row else ''}"
        case DidYouMean(asked=asked):
            return f"frames={','.join(one.frame for one in asked)}"
        case ShortAnswer(frame):
            return f"frame={frame}"
        case _:
            return ""


def _line(step: Step, unit: UnitOfWork) -> str:
    said: dict[str, Callable[[Any], str]] = {
        "around": lambda spot: spot.title or "here",
        "origin": lambda origin: origin.title or "here",
        "point_id": lambda point_id: _code(unit, point_id),
        "services": _services,
    }
    told = []
    for field in fields(step):
        value = getattr(step, field.name)
        if value and field.name not in {"page", "open_only"}:
            told.append(f"{field.name.removesuffix('_id')}={said.get(field.name, str)(value)}")
    return " ".join(told)


def _code(unit: UnitOfWork, point_id: int) -> str:
    point = places.point(unit, point_id)
    return point.code if point else ""


def _services(services: int) -> str:
    flags: IntFlag = Services(services)
    return "+".join(str(one.name).lower() for one in Services if one in flags)
