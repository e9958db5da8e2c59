"""What goes on in the demo's city over three weeks: invented activities, the same every time but for the day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Final

from bot.demo.geography import Subdistrict, subdistricts
from domain.activities.activities import Audience, Kind
from domain.activities.notices import default_confirm_by

DAYS: Final = 21
EACH: Final = 3
"""How many activities every district has."""
MORE: Final = 6
"""How many more the organiser's own district has, besides what many want."""

_SEED: Final = 5
_OF_THE_UNIT: Final = Audience.MEMBERS | Audience.AFFILIATED
_ROOMS: Final = ("1 楼多功能厅", "2 楼活动室", "3 楼会议室", "")
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that may be held anywhere; `begins` on a working day, on others at half past nine."""

    kind: Kind
    title: str
    begins: time
    minutes: int
    seats: int | None = None
    audience: Audience = Audience.ANYONE
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A topic, where it is held (the code of a service point), and when, in local time."""

    topic: Topic
    point_code: str
    room: str
    begins: datetime

    @property
    def starts_at(self) -> float:
        return self.begins.timestamp()

    @property
    def ends_at(self) -> float:
        return self.starts_at + self.topic.minutes * 60.0

    def confirm_by(self, now: datetime) -> float | None:
        """Return until when seats are to be confirmed: where they are counted, and there is time to ask."""
        return None if self.topic.seats is None else default_confirm_by(self.starts_at, now)


_EVENING: Final = time(19, 0)
_AFTERNOON: Final = time(14, 0)

TOPICS: Final = (
    Topic(Kind.LECTURE, "党课：学习党章", _EVENING, 90, 40),
    Topic(Kind.LECTURE, "党课：身边的榜样", _EVENING, 90, 60),
    Topic(Kind.LECTURE, "党课：在外工作怎样过组织生活", time(18, 30), 60, 30),
    Topic(Kind.THEME_DAY, "主题党日：走读苏州河", _AFTERNOON, 120, 25, notes="请穿便于走路的鞋。"),
    Topic(Kind.THEME_DAY, "主题党日：参观城市规划展", _AFTERNOON, 120, 30, notes="请带身份证入馆。"),
    Topic(Kind.THEME_DAY, "主题党日：重温入党誓词", _EVENING, 60, 50),
    Topic(Kind.GROUP_MEETING, "党小组会", _EVENING, 60, None, _OF_THE_UNIT),
    Topic(Kind.LIFE_MEETING, "组织生活会", _EVENING, 120, None, _OF_THE_UNIT),
    Topic(Kind.VOLUNTEERING, "志愿服务：陪老人学用手机", _AFTERNOON, 120, 15, Audience.ANYONE | Audience.SUPPORTERS),
    Topic(Kind.VOLUNTEERING, "志愿服务：清洁家园", _AFTERNOON, 120, None, Audience.ANYONE | Audience.SUPPORTERS),
    Topic(Kind.OTHER, "读书会：城市与人", _EVENING, 90, 20, Audience.ANYONE | Audience.SUPPORTERS),
    Topic(Kind.OTHER, "新到党员见面会", time(18, 30), 60, 30, notes="第一次来的同志可以在这里认识大家。"),
)

POPULAR: Final = (
    (Topic(Kind.LECTURE, "党课：流动党员的权利和义务", _EVENING, 90, 12), 10, 0),
    (Topic(Kind.THEME_DAY, "主题党日：寻访石库门", _AFTERNOON, 120, 16, notes="请穿便于走路的鞋。"), 14, 0),
    (Topic(Kind.OTHER, "急救知识课堂", _EVENING, 90, 10, notes="红十字会老师授课，可以动手练习。"), 10, 4),
)
"""What many want: the topic, how many seats are taken, and how many wait."""

HELD: Final = (
    (Topic(Kind.THEME_DAY, "主题党日：走进社区食堂", _AFTERNOON, 120, 20), 33),
    (Topic(Kind.LECTURE, "党课：怎样当好志愿者", _EVENING, 90, 20), 19),
    (Topic(Kind.VOLUNTEERING, "志愿服务：旧衣回收", _AFTERNOON, 150, 20), 12),
    (Topic(Kind.OTHER, "读书会：家书里的初心", _EVENING, 90, 20), 5),
)
"""What has been held already: the topic, and how many days ago."""

FAIR: Final = Topic(Kind.VOLUNTEERING, "志愿服务：社区义诊", _AFTERNOON, 180, None, notes="请提前 30 分钟到场。")
"""The activity that needs volunteers."""

MONTHLY: Final = Topic(Kind.THEME_DAY, "每月主题党日", _EVENING, 90, 30)


def everywhere(now: datetime) -> Iterator[Occasion]:
    """Spread three activities over each district and the three weeks to come."""
    chance = Random(_SEED)  # noqa: S311  a programme is invented here, not a secret
    for places in _by_district():
        for number in range(EACH):
            day = now.date() + timedelta(days=chance.randint(number * DAYS // EACH + 1, (number + 1) * DAYS // EACH))
            place = chance.choice(places)
            yield on(chance.choice(TOPICS), f"{place.code}-C1", chance.choice(_ROOMS), day, now.tzinfo)


def on(topic: Topic, point_code: str, room: str, day: date, zone: tzinfo | None) -> Occasion:
    """Hold a topic on a day, at its usual hour."""
    hour = topic.begins if day.weekday() < _SATURDAY else time(9, 30)
    return Occasion(topic, point_code, room, datetime.combine(day, hour, zone))


def _by_district() -> Sequence[Sequence[Subdistrict]]:
    found: dict[str, list[Subdistrict]] = {}
    for place in subdistricts():
        found.setdefault(place.district.code, []).append(place)
    return list(found.values())
