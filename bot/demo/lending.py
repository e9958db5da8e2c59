"""What the demo's centres share: halls in two parts, meeting rooms, equipment and speakers, alike every time.

Of what a centre has, 85 in 100 serve others too, as the organisation counts it; the rest is for its own unit. All names
are invented.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from domain.booking.resources import Has, Kind, Resource, Terms, Use
from domain.places.places import Layer, Point

SHARED: Final = 0.85
SPEAKERS: Final = 160
_SEED: Final = 11
_HOURS: Final = "Mo-Su 08:30-21:00"
_WHOLE, _HALF = (60, 80, 100, 120), 2
_THINGS: Final = (
    ("便携音响", ("音箱", "扩音")),
    ("投影仪", ("投影机", "投影")),
    ("展板（10 块）", ("展架",)),
    ("折叠桌椅（20 套）", ("桌椅",)),
    ("急救训练假人", ("急救",)),
)
_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_SUBJECTS: Final = (
    ("律师", ("律师", "劳动法", "社保", "合同")),
    ("医生", ("医生", "急救", "健康")),
    ("党校老师", ("党课", "党章", "党史")),
    ("规划师", ("城市规划", "社区更新")),
    ("老匠人", ("手工艺", "石库门")),
    ("心理咨询师", ("心理", "减压")),
    ("财务顾问", ("个税", "财务")),
    ("消防员", ("消防", "安全")),
)


def lending(points: Sequence[Point]) -> list[Resource]:
    """Invent what these service points lend: a centre four rooms and a thing, and every tenth a speaker and more."""
    chance = Random(_SEED)  # noqa: S311  a city is invented here, not a secret
    centres = [point for point in points if point.layer is Layer.CENTRE]
    rooms = [one for point in centres for one in _of_centre(point, chance)]
    speakers = [_speaker(number, chance.choice(centres), chance) for number in range(SPEAKERS if centres else 0)]
    return [*rooms, *speakers]


def _of_centre(point: Point, chance: Random) -> Iterator[Resource]:
    code, capacity = point.code, chance.choice(_WHOLE)
    terms = _terms(chance, 15)
    hall = Resource(
        *(f"{code}-H", Kind.ROOM, "多功能厅", point.unit_code, code, "1 楼", _HOURS, capacity),
        has=Has.PROJECTOR | Has.SOUND | Has.STEP_FREE,
        terms=terms,
    )
    yield hall
    for part in "AB":
        yield Resource(
            *(f"{code}-H{part}", Kind.ROOM, f"多功能厅 {part}", point.unit_code, code, "1 楼", _HOURS),
            capacity=capacity // _HALF,
            has=Has.PROJECTOR | Has.STEP_FREE,
            terms=terms,
            part_of=(hall.code,),
        )
    kit = chance.choice((Has.WHITEBOARD, Has.WHITEBOARD | Has.VIDEO_CALL, Has.TEA, Has.PROJECTOR | Has.TABLES))
    small = chance.choice((12, 20, 30))
    yield Resource(
        *(f"{code}-M", Kind.ROOM, "会议室", point.unit_code, code, "2 楼", _HOURS, small),
        has=kit,
        terms=_terms(chance, 0),
    )
    name, topics = chance.choice(_THINGS)
    yield Resource(
        *(f"{code}-E", Kind.EQUIPMENT, name, point.unit_code, code, "库房", _HOURS),
        topics=topics,
        terms=_terms(chance, 0),
    )


def _terms(chance: Random, around_min: int) -> Terms:
    if chance.random() >= SHARED:
        return Terms(Use.OWN, around_min, around_min)
    use = chance.choice((Use.FREE, Use.ASK, Use.ASK))
    if chance.random() < SHARED:
        return Terms(use, around_min, around_min, quota_hours=chance.choice((None, 8, 16)))
    return Terms(use, around_min, around_min, "Th 18:00-21:00", 7)


def _speaker(number: int, point: Point, chance: Random) -> Resource:
    calling, topics = _SUBJECTS[number % len(_SUBJECTS)]
    languages = ("zh", "en") if chance.random() < 1 - SHARED else ("zh",)
    name = f"{chance.choice(_SURNAMES)}{calling}"
    return Resource(f"SP-{number + 1:03}", Kind.SPEAKER, name, point.unit_code, topics=topics, languages=languages)
