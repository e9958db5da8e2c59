"""The demo's city has the true scale, is the same every time, could be where it says it is, and something is on."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours
from sqlalchemy import func, select

from bot.demo import life, programme, stage
from bot.demo.geography import districts, subdistricts
from bot.demo.lending import lending
from bot.demo.lots import shares
from bot.demo.seed import seed
from bot.demo.shanghai import City, invent
from domain.booking.resources import Kind, Use
from domain.places.geo import Position
from domain.places.places import Building, Layer, Point, Services, SiteKind, UnitKind
from storage.activities import agenda, duties, figures, signup_reading
from storage.activities.activities import ActivityRow
from storage.people import audit
from storage.places import places
from storage.sealed import new_key
from storage.tables import messages as message_tables
from storage.tables import places as place_tables
from storage.unit_of_work import Store, UnitOfWork

DISTRICTS = districts()
NOW = datetime(2026, 11, 23, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
WEEKS = timedelta(days=22)
MEMBER, VOLUNTEER = stage.CAST.member, stage.CAST.volunteer


@pytest.fixture(scope="module")
def city() -> City:
    return invent()


def test_units_have_the_true_numbers(city: City) -> None:
    assert Counter(unit.kind for unit in city.units) == {
        UnitKind.CITY: 1,
        UnitKind.DISTRICT: 16,
        UnitKind.SUBDISTRICT: 234,
        UnitKind.CENTRE: 240,
        UnitKind.BRANCH: 694,
    }


def test_buildings_have_the_true_number(city: City) -> None:
    assert len(city.buildings) == 797
    assert {building.kind for building in city.buildings} == set(SiteKind)


def test_points_have_the_true_numbers(city: City) -> None:
    assert Counter(point.layer for point in city.points) == {
        Layer.CENTRE: 240,
        Layer.POINT: 3_900,
        Layer.MICRO_STATION: 7_860,
    }


def test_city_is_the_same_twice(city: City) -> None:
    assert _digest(invent()) == _digest(city)


def test_city_of_another_seed_differs(city: City) -> None:
    assert _digest(invent(1)) != _digest(city)


def test_codes_are_unique(city: City) -> None:
    for things in (city.units, city.buildings, city.points):
        assert [code for code, times in Counter(thing.code for thing in things).items() if times > 1] == []


def test_parents_come_before_children(city: City) -> None:
    known: set[str | None] = {None}
    for unit in city.units:
        assert unit.parent_code in known
        known.add(unit.code)


def test_every_branch_belongs_to_one_building(city: City) -> None:
    branches = {unit.code: unit for unit in city.units if unit.kind is UnitKind.BRANCH}
    kinds = {building.code: building.kind for building in city.buildings}

    assert sorted(city.branches.values()) == sorted(branches)
    assert {code: branches[branch].site_kind for code, branch in city.branches.items()} == {
        code: kinds[code] for code in city.branches
    }


def test_every_place_is_inside_its_district_alone(city: City) -> None:
    homes = [(place.unit_code[:6], place.position) for place in _located(city)]

    assert [(code, position) for code, position in homes if _around(position) != [code]] == []


def test_every_subdistrict_is_inside_its_district_alone() -> None:
    assert [place for place in subdistricts() if _around(place.middle) != [place.district.code]] == []


def test_every_point_of_a_building_is_at_the_building(city: City) -> None:
    positions = {building.code: building.position for building in city.buildings}
    housed = [point for point in city.points if point.building_code is not None]

    assert [point for point in housed if point.position != positions[point.building_code or ""]] == []
    assert {point.building_code for point in housed} == set(positions)


def test_every_place_has_a_name_and_an_address(city: City) -> None:
    assert [unit for unit in city.units if not unit.name] == []
    assert [place for place in _located(city) if not (place.name and place.address)] == []


def test_names_of_buildings_are_unique(city: City) -> None:
    assert len({building.name for building in city.buildings}) == 797


def test_name_and_address_tell_points_apart(city: City) -> None:
    assert len({(point.name, point.address) for point in city.points}) == 12_000


def test_all_hours_can_be_read(city: City) -> None:
    unreadable = [hours for hours in {point.hours for point in city.points} if not _can_be_read(hours)]

    assert unreadable == []


def test_every_centre_accepts_affiliations(city: City) -> None:
    centres = [point for point in city.points if point.layer is Layer.CENTRE]

    assert [point for point in centres if Services.ACCEPTS_AFFILIATIONS not in point.services] == []


def test_about_a_third_of_the_points_accepts_affiliations(city: City) -> None:
    accepts = [Services.ACCEPTS_AFFILIATIONS in point.services for point in city.points if point.layer is Layer.POINT]

    assert sum(accepts) / len(accepts) == pytest.approx(1 / 3, abs=0.03)


def test_every_point_offers_something(city: City) -> None:
    assert [point for point in city.points if not point.services] == []


def test_seed_fills_an_empty_store(new_store: Callable[[], Store], city: City) -> None:
    _seeded(new_store())

    with new_store().unit_of_work() as unit:
        counts = [
            unit.connection.scalar(select(func.count()).select_from(table))
            for table in (place_tables.units, place_tables.buildings, place_tables.points)
        ]
        branches = unit.connection.scalar(select(func.count(place_tables.buildings.c.branch_id)))
        (top,) = places.units_below(unit, None, UnitKind.CITY)

    assert counts == [1_185, 797, 12_000]
    assert branches == 694
    assert (top.name, top.points) == ("上海市", 12_000)
    assert len(city.points) == top.points


def test_seed_leaves_the_commit_to_the_caller(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        seed(unit)
        assert places.revision(unit) > 0

    with sqlite_store.unit_of_work() as unit:
        assert unit.connection.scalar(select(func.count()).select_from(place_tables.points)) == 0
        assert places.revision(unit) == 0


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[UnitOfWork]:
    """Enliven a city, only to be looked at."""
    file = shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("lively") / "waystation.db")
    with closing(Store(f"sqlite:///{file}", new_key())) as store, store.unit_of_work() as unit:
        seed(unit)
        _enliven(unit)
        yield unit


def test_about_sixty_activities_are_coming_in_every_district(lively: UnitOfWork) -> None:
    coming = _coming(lively)
    held_by = {places.ancestors(lively, row.unit_id)[1].code for row in coming}

    assert len(coming) == 59
    assert held_by == {district.code for district in DISTRICTS}


def test_few_seats_are_left_of_some_and_none_of_one(lively: UnitOfWork) -> None:
    wanted = [row for row in _coming(lively) if row.title in {topic.title for topic, _, _ in programme.POPULAR}]
    counts = signup_reading.counts(lively, [row.id for row in wanted])

    assert [(counts[row.id].free(row.seats), counts[row.id].waiting) for row in wanted] == [(2, 0), (2, 0), (0, 4)]


def test_something_is_held_every_month(lively: UnitOfWork) -> None:
    (series_id,) = {row.series_id for row in _coming(lively)} - {None}
    days = [row.of_series.day for row in agenda.of_series(lively, series_id or 0) if row.of_series]

    assert [day.isoformat() for day in days] == ["2026-12-03", "2027-01-07", "2027-02-04"]


def test_member_has_a_record(lively: UnitOfWork) -> None:
    titles = [one.title for one in figures.took_part(lively, MEMBER, NOW.timestamp())]

    assert titles == ["读书会：家书里的初心", "志愿服务：旧衣回收", "主题党日：走进社区食堂"]


def test_volunteer_is_asked_one_thing(lively: UnitOfWork) -> None:
    ((duty, answer),) = duties.of_person(lively, VOLUNTEER, NOW.timestamp())

    assert (duty.task.name, duty.task.needed, answer.state) == ("引导", 2, "asked")
    (letter,) = lively.connection.execute(select(message_tables.outbox.c.chat_id, message_tables.outbox.c.about))
    assert tuple(letter) == (VOLUNTEER, f"duty_answer:{answer.id}")


def test_nobody_to_play_comes_to_anything_yet(lively: UnitOfWork) -> None:
    cast = [persona.id for persona in stage.PERSONAS]

    assert not any(signup_reading.of_person(lively, one, NOW.timestamp(), (NOW + WEEKS).timestamp()) for one in cast)


def test_the_audit_of_a_lively_city_holds_together(lively: UnitOfWork) -> None:
    assert audit.verify(lively).broken_at is None


def test_what_is_on_is_the_same_twice() -> None:
    assert list(programme.everywhere(NOW)) == list(programme.everywhere(NOW))


def test_shares_add_up() -> None:
    assert shares(10, [1.0, 1.0, 1.0]) == [4, 3, 3]
    assert shares(7, [0.0, 2.5, 1.0]) == [0, 5, 2]


def _can_be_read(hours: str) -> bool:
    """Nobody having told the hours is fine as well."""
    try:
        OpeningHours(hours or "24/7")
    except SyntaxError:
        return False
    return True


def _seeded(store: Store) -> None:
    with store.unit_of_work() as unit:
        seed(unit)
        unit.commit()


def _enliven(unit: UnitOfWork) -> None:
    stage.appoint(unit, NOW.timestamp())
    life.begin(unit, stage.CAST, NOW)


def _coming(unit: UnitOfWork) -> tuple[ActivityRow, ...]:
    return agenda.coming(unit, agenda.Wanted(NOW.timestamp(), (NOW + WEEKS).timestamp()), count=100)


def _located(city: City) -> list[Building | Point]:
    return [*city.buildings, *city.points]


def _around(position: Position) -> list[str]:
    return [district.code for district in DISTRICTS if district.contains(position)]


def _digest(city: City) -> str:
    return sha256(repr(city).encode()).hexdigest()


def test_four_of_five_things_and_more_are_shared() -> None:
    lent = [one for one in lending(invent().points) if one.kind is not Kind.SPEAKER]

    shared = sum(one.terms.use is not Use.OWN for one in lent)
    assert 0.82 < shared / len(lent) < 0.88
    assert len(lent) == 240 * 5
    assert {whole for one in lent for whole in one.part_of} <= {one.code for one in lent}
