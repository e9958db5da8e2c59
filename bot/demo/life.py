"""Brings organisational life into the demo's city, in the transaction at hand: what is on, who comes, what has been.

Everything goes through the verbs that the bot itself uses. Those who fill the seats are invented people with high
numbers, who never write; the people to play have nothing before them but what they see in lists and records.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.demo import programme
from bot.demo.geography import subdistricts
from bot.demo.programme import Occasion, Topic
from bot.flows.duties import tells as duty_tells
from bot.flows.duties.text import Matter
from bot.planning import activities as activity_clock
from bot.planning import duties as duty_clock
from bot.texts import Words, words
from bot.turn import draft_of
from domain.activities.activities import Plan, Spot, Standing
from domain.activities.duties import Task
from domain.activities.seats import Way
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details
from storage.activities import activities, agenda, attendance, duties, ratings, series, signups
from storage.activities.activities import ActivityRow
from storage.messages import outbox
from storage.people import members, people
from storage.places import places
from storage.places.places import PointRow
from storage.unit_of_work import UnitOfWork

CROWD: Final = 7_000_001
"""The chat of the first of the invented people."""

NAMES: Final = (
    *("赵敏", "钱立", "孙丽", "李娜", "周涛", "吴静", "郑凯", "王磊", "冯雪", "陈晨", "褚明", "卫东", "蒋芸", "沈洁"),
    *("韩冰", "杨帆"),
)
_MONTHLY: Final = "FREQ=MONTHLY;BYDAY=1TH"
_VERDICTS: Final = (
    (5, "讲得清楚，时间也合适。"),
    (4, ""),
    (5, "希望多办几次。"),
    (4, "会议室有点热。"),
)
_BEFORE: Final = timedelta(days=3)
_CHINESE: Final = "zh_Hans"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people to play who have a part in it, by their chats, and the code of the organiser's district."""

    member: int
    volunteer: int
    organiser: int
    district: str

    @property
    def by(self) -> By:
        return By(self.organiser, "organiser")


def begin(unit: UnitOfWork, cast: Cast, now: datetime) -> None:
    """Write the programme from the local time `now` on; the city and the cast are there. The caller commits."""
    crowd = _gather(unit, now)
    _hold(unit, cast, crowd, now)
    for occasion in programme.everywhere(now):
        _announce(unit, occasion, cast, now)
    _draw_a_crowd(unit, cast, crowd, now)
    _call_volunteers(unit, cast, now)
    _repeat(unit, cast, now)


def _gather(unit: UnitOfWork, now: datetime) -> Sequence[int]:
    """Invent those who fill the seats, with a name each, as an organiser calls them out."""
    crowd = range(CROWD, CROWD + len(NAMES))
    people.welcome(unit, crowd, now.timestamp())
    for chat_id, name in zip(crowd, NAMES, strict=True):
        members.keep(unit, chat_id, Details(name), now=now.timestamp())
    return crowd


def _hold(unit: UnitOfWork, cast: Cast, crowd: Sequence[int], now: datetime) -> None:
    """Look back on what was held: most came, some did not; the member was at all but the second."""
    for number, (topic, days) in enumerate(programme.HELD):
        occasion = _own(cast, topic, number, now - timedelta(days=days))
        comes = crowd if number == 1 else [cast.member, *crowd]
        _took_place(unit, occasion, cast, comes[: 9 + number])


def _took_place(unit: UnitOfWork, occasion: Occasion, cast: Cast, guests: Sequence[int]) -> None:
    row, began = _published(unit, occasion, cast, occasion.begins - 2 * _BEFORE), occasion.starts_at
    for chat_id in guests:
        signups.sign_up(unit, row.id, chat_id, Standing.PASSING_BY, began - _BEFORE.total_seconds())
    for chat_id in guests[:-2]:
        attendance.check_in(unit, row.id, chat_id, Way.ROLL, Deed(cast.by, began))
    signups.end(unit, row.id, occasion.ends_at)
    for chat_id, (stars, said) in zip(guests[1:-2], _VERDICTS, strict=False):
        ratings.give(unit, row.id, chat_id, stars)
        if said:
            ratings.say(unit, row.id, chat_id, said)


def _draw_a_crowd(unit: UnitOfWork, cast: Cast, crowd: Sequence[int], now: datetime) -> None:
    """Hold more in the organiser's own district, and let many come to what is popular: few seats are left, or none."""
    for number, topic in enumerate(programme.TOPICS[: programme.MORE]):
        row = _announce(unit, _own(cast, topic, 3 + number, now + timedelta(days=2 + 3 * number)), cast, now)
        _sign_up(unit, row, crowd[number : 3 * number + 2], now)
    for number, (topic, seated, waiting) in enumerate(programme.POPULAR):
        row = _announce(unit, _own(cast, topic, number, now + timedelta(days=4 + 3 * number)), cast, now)
        _sign_up(unit, row, crowd[:seated], now)
        for chat_id in crowd[seated : seated + waiting]:
            signups.wait(unit, row.id, chat_id, Standing.PASSING_BY, now.timestamp())


def _sign_up(unit: UnitOfWork, row: ActivityRow, guests: Sequence[int], now: datetime) -> None:
    for chat_id in guests:
        signups.sign_up(unit, row.id, chat_id, Standing.PASSING_BY, now.timestamp())


def _call_volunteers(unit: UnitOfWork, cast: Cast, now: datetime) -> None:
    """Hold something that needs volunteers, and ask the one there is: the answer is awaited."""
    row = _announce(unit, _own(cast, programme.FAIR, 0, now + timedelta(days=6)), cast, now)
    duty = duties.add(unit, row.id, Task("引导", row.starts_at, row.ends_at, 2))
    asked = duties.ask(unit, duty.id, [cast.volunteer], now.timestamp())
    matter = Matter(unit, duty, row, now)
    duty_clock.plan_for(unit, duty.id, matter.plan, now)
    tells = duty_tells.calls(matter, asked, _chinese)
    drafts = [draft_of(f"demo:{tell.chat_id}", replace(tell, not_before=None), now.timestamp()) for tell in tells]
    outbox.write(unit, drafts, now.timestamp())


def _chinese(_chat_id: int) -> Words:
    return words(_CHINESE)


def _repeat(unit: UnitOfWork, cast: Cast, now: datetime) -> None:
    """Begin what is held every month, from the next first Thursday on."""
    occasion = _own(cast, programme.MONTHLY, 1, now + timedelta(days=1))
    begun = series.begin(
        unit, _point(unit, occasion).unit_id, _MONTHLY, _plan(unit, occasion, now), cast.organiser, now
    )
    (first,) = agenda.of_series(unit, begun.id)
    row = activities.publish(unit, first.id, Deed(cast.by, now.timestamp()))
    activity_clock.plan_for(unit, row, now)
    activity_clock.prolong(unit, begun.id, now)


def _announce(unit: UnitOfWork, occasion: Occasion, cast: Cast, now: datetime) -> ActivityRow:
    row = _published(unit, occasion, cast, now)
    activity_clock.plan_for(unit, row, now)
    return row


def _published(unit: UnitOfWork, occasion: Occasion, cast: Cast, now: datetime) -> ActivityRow:
    """Publish it for the service point's unit; the organiser has made what is held in the own district."""
    by = cast.by if occasion.point_code.startswith(cast.district) else HOUSE
    unit_id = _point(unit, occasion).unit_id
    row = activities.draft(unit, _plan(unit, occasion, now), unit_id, Deed(By(by.chat_id), now.timestamp()))
    return activities.publish(unit, row.id, Deed(by, now.timestamp()))


def _plan(unit: UnitOfWork, occasion: Occasion, now: datetime) -> Plan:
    topic = occasion.topic
    return Plan(
        topic.kind,
        topic.title,
        occasion.starts_at,
        occasion.ends_at,
        Spot(point_id=_point(unit, occasion).id, room=occasion.room),
        topic.audience,
        topic.seats,
        confirm_by=occasion.confirm_by(now),
        notes=topic.notes,
    )


def _point(unit: UnitOfWork, occasion: Occasion) -> PointRow:
    """Find where it is held. Raises `ValueError` in another city than the demo's."""
    point = places.point_by_code(unit, occasion.point_code)
    if point is None:
        raise ValueError(occasion.point_code)
    return point


def _own(cast: Cast, topic: Topic, number: int, day: datetime) -> Occasion:
    """Hold it at one of the centres of the organiser's district."""
    centres = [f"{place.code}-C1" for place in subdistricts() if place.district.code == cast.district]
    return programme.on(topic, centres[number % len(centres)], "", day.date(), day.tzinfo)
