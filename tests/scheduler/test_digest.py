"""The weekly digest: who reads what, in portions, once, and not at night; on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot import codec
from bot.chat import Text
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.announcements.topics import Topic
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from scheduler.digest import PORTION, Digester
from storage.activities import activities, signups
from storage.announcements import digests, topics
from storage.announcements.digests import Hour
from storage.messages import outbox
from storage.people import people, roles
from storage.tables.messages import outbox as table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, house
from tests.storage import stays
from tests.storage.stays import CHEN, LI, WANG

STREET = "310106011"
BY = By(CHEN, "organiser")
DUE = NOON.timestamp()
LIVED_IN = house("en")


@pytest.fixture
def city(store: Store) -> Store:
    stays.settle(store)
    return store


def held(unit: UnitOfWork, days: float, kind: Kind = Kind.LECTURE, code: str = "JA-1", **more: float) -> int:
    """Publish an activity so many days after noon, at this point and by its unit."""
    starts = (NOON + timedelta(days=days)).timestamp()
    host = {"JA-1": STREET, "JA-2": STREET, "PD-1": "310115005"}[code]
    spot = Spot(point_id=stays.point_id(unit, code))
    plan = Plan(kind, f"{kind} {days:g}", starts, starts + 3_600, spot, Audience.ANYONE, **more)  # type: ignore[arg-type]  # times only
    row = activities.draft(unit, plan, stays.unit_id(unit, host), Deed(By(CHEN), DUE))
    return activities.publish(unit, row.id, Deed(BY, DUE)).id


def arrange(unit: UnitOfWork, due: datetime = NOON) -> int:
    hour = Hour(due.weekday(), due.hour * 60 + due.minute, due.timestamp())
    return digests.arrange(unit, stays.unit_id(unit, STREET), hour, Deed(BY, DUE)).id


def written(unit: UnitOfWork) -> dict[int, str]:
    """Return what waits, by chat."""
    rows = unit.connection.execute(select(table.c.chat_id, table.c.reply).order_by(table.c.id))
    found = {row.chat_id: codec.decode(unit.seal.open(row.reply, outbox.REPLY)) for row in rows}
    return {chat_id: said.html for chat_id, said in found.items() if isinstance(said, Text)}


def titles(unit: UnitOfWork) -> dict[int, list[str]]:
    return {
        chat: [line[3:-4] for line in said.split("\n") if line[:3] == "<b>"] for chat, said in written(unit).items()
    }


def test_nothing_due_writes_nothing(city: Store) -> None:
    with city.unit_of_work() as unit:
        held(unit, 1)
        arrange(unit, NOON + timedelta(seconds=1))
        assert Digester().write_some(unit, LIVED_IN, DUE) == 0


def test_each_reads_what_is_theirs_in_the_coming_week(city: Store) -> None:
    with city.unit_of_work() as unit:
        for chat_id in (WANG, LI):
            stays.active(unit, chat_id)
        topics.like(unit, LI, Kind.VOLUNTEERING)
        held(unit, 3)
        held(unit, 2, Kind.VOLUNTEERING, "JA-2")
        held(unit, 1, Kind.THEME_DAY, "PD-1")  # far away, and of another unit
        held(unit, 8)
        arrange(unit)
        assert Digester().write_some(unit, LIVED_IN, DUE) == 2
        volunteering, lecture = "1. volunteering 2", "2. lecture 3"
        assert titles(unit) == {WANG: [volunteering, lecture], LI: [volunteering]}


def test_who_would_read_nothing_gets_nothing(city: Store) -> None:
    with city.unit_of_work() as unit:
        stays.active(unit, WANG)
        mine = held(unit, 1)
        signups.sign_up(unit, mine, WANG, Standing.OF_THE_UNIT, DUE)
        held(unit, 2, closes_at=DUE - 1)
        arrange(unit)
        assert Digester().write_some(unit, LIVED_IN, DUE) == 0
        assert written(unit) == {}


def test_who_refuses_activities_or_is_away_gets_nothing(city: Store) -> None:
    with city.unit_of_work() as unit:
        for chat_id in (WANG, LI):
            stays.active(unit, chat_id)
        topics.refuse(unit, WANG, Topic.ACTIVITIES, DUE)
        people.mark_unreachable(unit, LI, DUE)
        held(unit, 1)
        arrange(unit)
        assert Digester().write_some(unit, LIVED_IN, DUE) == 0


def test_who_has_no_point_reads_what_the_own_unit_and_those_above_hold(city: Store) -> None:
    with city.unit_of_work() as unit:
        roles.give(unit, WANG, Role.MEMBER, stays.unit_id(unit, STREET), Deed(HOUSE, DUE))
        held(unit, 1)
        arrange(unit)
        Digester().write_some(unit, LIVED_IN, DUE)
        assert titles(unit) == {WANG: ["1. lecture 1"]}


def test_it_moves_on_by_a_week_and_is_written_once(city: Store) -> None:
    with city.unit_of_work() as unit:
        stays.active(unit, WANG)
        held(unit, 1)
        arrange(unit)
        digester = Digester()
        assert [digester.write_some(unit, LIVED_IN, DUE + late) for late in (0, 1)] == [1, 0]
        found = digests.of_unit(unit, stays.unit_id(unit, STREET))
        assert found is not None
        assert found.next_at == (NOON + timedelta(days=7)).timestamp()


def test_portions_reach_everybody_once_even_if_the_process_dies_between(city: Store) -> None:
    with city.unit_of_work() as unit:
        crowd = range(7001, 7001 + PORTION + 20)
        people.welcome(unit, crowd, DUE)
        for chat_id in crowd:
            roles.give(unit, chat_id, Role.MEMBER, stays.unit_id(unit, STREET), Deed(HOUSE, DUE))
        held(unit, 1)
        arrange(unit)
        first, after_restart = Digester(), Digester()
        counts = [one.write_some(unit, LIVED_IN, DUE) for one in (first, after_restart, after_restart, after_restart)]
        assert counts == [PORTION, 0, 20, 0]
        assert sorted(written(unit)) == list(crowd)


def test_at_night_it_waits_for_the_morning_and_dies_with_its_last_activity(city: Store) -> None:
    with city.unit_of_work() as unit:
        stays.active(unit, WANG)
        held(unit, 1)
        held(unit, 2)
        arrange(unit)
        late = NOON.replace(hour=23)
        Digester().write_some(unit, LIVED_IN, late.timestamp())
        row = unit.connection.execute(select(table)).one()
        morning = NOON.replace(hour=7, minute=30) + timedelta(days=1)
        last = (NOON + timedelta(days=2)).timestamp()
        assert (row.not_before, row.not_after, row.about.split(":")[0]) == (morning.timestamp(), last, "digest")


def test_five_at_most_stand_in_one(city: Store) -> None:
    with city.unit_of_work() as unit:
        stays.active(unit, WANG)
        for hour in range(1, 8):
            held(unit, hour / 24)
        arrange(unit)
        Digester().write_some(unit, LIVED_IN, DUE)
        assert [len(lines) for lines in titles(unit).values()] == [5]
