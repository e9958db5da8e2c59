"""Brings the grid into the demo's city: estimates that add up to 12,068 members, areas, a team, visits, promises."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bot.demo.life import Cast
from bot.demo.lots import shares
from bot.planning import grid as planning
from domain.grid.promises import Kind
from domain.grid.sources import Source
from domain.people.deeds import HOUSE, Deed
from storage.grid import areas, promises, sites, teams, visits
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.grid.sites import SiteRow
from storage.places import places
from storage.places.places import UnitRow
from storage.unit_of_work import UnitOfWork

MEMBERS: Final = 12_068
"""Members in the city's buildings, as the source has it."""

TEAM: Final = "静安楼宇志愿队"
_SEED: Final = 7
_DAY_S: Final = 86_400.0

_FOUND: Final = (
    ("日出贸易", "3", "来了两名党员，想办挂靠", 2),
    ("云帆科技", "8", "希望借会议室开党小组会", 4),
    ("德盛物流", "12", "新来的同志想参加志愿服务", 1),
    ("瑞华会计师事务所", "6", "想听一次党课", 5),
    ("蓝海基金", "15", "最近在搬家，下个月再联系", 3),
)


def begin(unit: UnitOfWork, cast: Cast, now: datetime) -> None:
    """Write it from the local time `now` on; the city and the cast are there. The caller commits."""
    _estimate(unit, now)
    district = next(one for one in places.children(unit, _city(unit).id) if one.code == cast.district)
    own = sites.of_units(unit, [places.path_of(unit, district.id)], now.timestamp())
    _hand_out(unit, cast, district, own, now)
    _look_back(unit, cast, own, now)


def _city(unit: UnitOfWork) -> UnitRow:
    return places.children(unit, None)[0]


def _estimate(unit: UnitOfWork, now: datetime) -> None:
    """Share the members out among all buildings, as a list would have it: a few large ones, many small."""
    chance = Random(_SEED)  # noqa: S311  a city is invented here, not a secret
    ids = [row.site.id for row in sites.of_units(unit, [places.path_of(unit, _city(unit).id)], now.timestamp())]
    counts = shares(MEMBERS - len(ids), [chance.lognormvariate(0, 0.7) for _ in ids])
    rows = [(building_id, count + 1) for building_id, count in zip(ids, counts, strict=True)]
    visits.put_estimates(unit, rows, Source.CENSUS, now.timestamp())


def _hand_out(unit: UnitOfWork, cast: Cast, district: UnitRow, own: Sequence[SiteRow], now: datetime) -> None:
    """Give some buildings to the organiser for half a year, and others to a team that the volunteer leads."""
    deed = Deed(HOUSE, now.timestamp())
    team = teams.make(unit, district.id, TEAM, now.timestamp())
    teams.join(unit, team.id, cast.volunteer, now.timestamp())
    ids = [row.site.id for row in own]
    for held, holder, days in (
        (ids[:9], Holder(chat_id=cast.organiser), 180),
        (ids[9:15], Holder(team_id=team.id), 20),
    ):
        if held:
            ends = (now + timedelta(days=days)).timestamp()
            row = areas.assign(unit, Charge(district.id, held, ends), holder, deed)
            planning.plan_assignment(unit, row, now)


def _look_back(unit: UnitOfWork, cast: Cast, own: Sequence[SiteRow], now: datetime) -> None:
    """Look back on what was found, one building after the other, and on two promises that are open."""
    for at, (row, (name, floor, found, count)) in enumerate(zip(own, _FOUND, strict=False)):
        day = now.timestamp() - (20 + 45 * at) * _DAY_S
        visit = visits.note(unit, row.site.id, cast.organiser, day)
        company = visits.company(unit, row.site.id, name, floor, day)
        visits.count_members(unit, company.id, count)
        visits.say(unit, visit.id, company.id, found, None)
        if at < 2:
            due = now.timestamp() + (3 + 4 * at) * _DAY_S
            new = New(Kind.PROMISE, row.site.id, cast.organiser, "把挂靠的表送过去", due, visit_id=visit.id)
            planning.plan_promise(unit, promises.make(unit, new, now.timestamp()), now)
