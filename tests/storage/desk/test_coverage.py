"""Every figure of coverage is the sum of its rows, in random small towns, and says what the town was made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.activities.activities import Stage
from domain.activities.seats import HERE as CAME
from domain.activities.seats import State as Seat
from domain.affiliations.affiliations import HERE, State, Verb
from domain.places.places import Layer
from domain.small_groups import LEAST, is_told
from storage.desk import coverage, coverage_map
from storage.desk.coverage_lines import FIGURES, QUIET_DAYS, Ground, Of, Scope
from storage.desk.coverage_map import Raster
from storage.places.saving import raise_revision
from storage.tables.activities import activities, signups
from storage.tables.affiliations import affiliation_steps, affiliations
from storage.tables.grid import building_estimates, companies, visits
from storage.tables.people import members, people
from storage.tables.places import buildings, points, units
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.chance import examples

_DAY_S = 86_400.0
NOW = 1_796_097_600.0
TOP, HALF, OTHER, WITHIN = "/1/", "/1/2/", "/1/3/", "/1/2/4/"
PATHS = {1: TOP, 2: HALF, 3: OTHER, 4: WITHIN}
PEOPLE = (101, 162, 223, -101, -162, -223, 102, 163, -102, 103, -103, 104)
"""Numbers of which several have the same remainder, whatever PostgreSQL tells people apart by."""


@dataclass
class Town:
    """What a town is made of: the rows as they were written, by table."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, table: str, path: str, unit: str = "unit_id") -> list[dict[str, Any]]:
        return [row for row in self.rows.get(table, []) if PATHS[row[unit]].startswith(path)]


def build(unit: UnitOfWork, chance: Random) -> Town:
    """Write a town: four units, some buildings and points, people, stays, activities, visits."""
    town = Town()

    def write(table: Any, rows: list[dict[str, Any]]) -> None:
        town.rows[table.name] = rows
        if rows:
            unit.connection.execute(table.insert(), rows)

    def moment(days: float = 200) -> float:
        return NOW - chance.randrange(int(days * 24)) * 3_600.0

    write(
        units,
        [
            {"id": one, "code": f"u{one}", "kind": "centre", "name": f"U{one}", "parent_id": None, "path": path}
            for one, path in PATHS.items()
        ],
    )
    place = {"address": "", "x": 0.0, "y": 0.0, "z": 1.0, "pinyin": "", "latitude": 31.2, "longitude": 121.4}
    houses = range(1, chance.randrange(2, 9))
    write(
        buildings,
        [
            {
                **place,
                "id": one,
                "code": f"b{one}",
                "slug": f"b{one}",
                "name": f"B{one}",
                "kind": "building",
                "unit_id": chance.choice([2, 3, 4]),
                "branch_id": chance.choice([None, 4]),
            }
            for one in houses
        ],
    )
    spots = range(1, chance.randrange(2, 9))
    write(
        points,
        [
            {
                **place,
                "id": one,
                "code": f"p{one}",
                "slug": f"p{one}",
                "name": f"P{one}",
                "layer": chance.choice([*Layer]),
                "unit_id": chance.choice([2, 3, 4]),
                "building_id": chance.choice([None, *houses]),
                "services": 1,
                "hours": "",
                "phone": "",
            }
            for one in spots
        ],
    )
    write(
        building_estimates,
        [
            {"building_id": one, "members": chance.randrange(12), "source": "census", "stated_at": NOW}
            for one in houses
            if chance.random() < 0.6
        ],
    )
    write(
        companies,
        [
            {"building_id": chance.choice(houses), "name": b"", "floor": "", "members": one, "known_since": NOW}
            for one in (chance.choice([None, 1, 2, 7]) for _ in range(chance.randrange(4)))
        ],
    )
    write(people, [{"chat_id": one, "first_seen": NOW} for one in PEOPLE])
    write(
        members,
        [
            {
                "chat_id": one,
                "may_be_named": False,
                "changed_at": NOW,
                "last_contact": NOW,
                "building_id": chance.choice([None, *houses]),
            }
            for one in PEOPLE
        ],
    )
    stays = []
    for number, one in enumerate(PEOPLE, 1):
        point = chance.choice(town.rows["points"])
        state = chance.choice([State.ACTIVE, State.ACTIVE, State.SUBMITTED, State.ENDED, State.DRAFT])
        stays.append(
            {
                "id": number,
                "chat_id": one,
                "stay": "mobile",
                "state": state,
                "version": 1,
                "levels": 1,
                "point_id": point["id"],
                "unit_id": point["unit_id"],
                "arrives_on": "2026-01-01",
                "home": "unconfirmed",
                "state_since": NOW,
                "submitted_at": None if state is State.DRAFT else moment(60),
            }
        )
    write(affiliations, stays)
    write(affiliation_steps, [step for stay in stays for step in _steps(stay, chance)])
    held = range(1, chance.randrange(2, 8))
    write(
        activities,
        [
            {
                "id": one,
                "unit_id": chance.choice([2, 3, 4]),
                "kind": "other",
                "title": f"A{one}",
                "notes": "",
                "starts_at": (starts := moment(60)),
                "ends_at": starts + 7_200.0,
                "spot_title": "",
                "room": "",
                "seats": chance.choice([None, 5, 20]),
                "audience": 0,
                "stage": chance.choice([*Stage]),
                "version": 0,
                "created_at": NOW,
                "point_id": chance.choice([None, *spots]),
                "building_id": chance.choice([None, *houses]),
            }
            for one in held
        ],
    )
    write(
        signups,
        [
            {
                "activity_id": one,
                "chat_id": who,
                "standing": 0,
                "place": 0,
                "since": NOW,
                "state": chance.choice([Seat.CHECKED_IN, Seat.WALKED_IN, Seat.ABSENT, Seat.LEFT]),
            }
            for one in held
            for who in chance.sample(PEOPLE, chance.randrange(8))
        ],
    )
    write(visits, [{"building_id": chance.choice(houses), "day": moment()} for _ in range(chance.randrange(8))])
    raise_revision(unit)
    return town


def _steps(stay: dict[str, Any], chance: Random) -> list[dict[str, Any]]:
    """Bring a stay to its state by steps, each some hours after the other."""
    if stay["submitted_at"] is None:
        return []
    way = {
        State.SUBMITTED: [(Verb.SUBMIT, State.SUBMITTED)],
        State.ACTIVE: [(Verb.SUBMIT, State.SUBMITTED), (Verb.CONFIRM, State.ACTIVE)],
        State.ENDED: [(Verb.SUBMIT, State.SUBMITTED), (Verb.CONFIRM, State.ACTIVE), (Verb.END, State.ENDED)],
    }[stay["state"]]
    at, before, steps = stay["submitted_at"], State.DRAFT, []
    for verb, after in way:
        told = {"affiliation_id": stay["id"], "verb": verb, "before": before, "after": after, "actor": "host", "at": at}
        steps.append(told)
        at, before = min(NOW, at + chance.randrange(1, 200) * 3_600.0), after
    return steps


def scopes(chance: Random) -> list[Scope]:
    """Return the town, a part of it, and a day of the past."""
    days = chance.choice([1, 30])
    until = NOW - chance.randrange(5, 50) * _DAY_S
    past = Scope(TOP, until - days * _DAY_S, until, until, past=True)
    return [Scope(path, NOW - days * _DAY_S, NOW + 3_600, NOW) for path in (TOP, HALF, WITHIN)] + [past]


def expected(town: Town, scope: Scope) -> dict[str, int]:
    """Count a town by hand."""
    houses, spots = town.of("buildings", scope.path), town.of("points", scope.path)
    inside = {row["id"]: row["building_id"] for row in town.rows["points"]}
    over = [row for row in town.rows["activities"] if row["stage"] is Stage.PUBLISHED and row["ends_at"] <= scope.now]
    last = {row["id"]: 0.0 for row in town.rows["buildings"]}
    for row in town.rows["visits"]:
        if row["day"] < scope.until:
            last[row["building_id"]] = max(last[row["building_id"]], row["day"])
    for row in over:
        for there in {row["building_id"], inside.get(row["point_id"])} - {None}:
            last[there] = max(last[there], row["starts_at"])
    been = sum(last[row["id"]] >= scope.until - QUIET_DAYS * _DAY_S for row in houses)
    held = [
        row
        for row in over
        if PATHS[row["unit_id"]].startswith(scope.path) and scope.since <= row["starts_at"] < scope.until
    ]
    came = [row["activity_id"] for row in town.rows["signups"] if row["state"] in CAME]
    sent = [
        row
        for row in town.of("affiliations", scope.path)
        if row["submitted_at"] is not None and scope.since <= row["submitted_at"] < scope.until
    ]
    return {
        "buildings": len(houses),
        "branches": sum(row["branch_id"] is not None for row in houses),
        "been": been,
        "quiet": len(houses) - been,
        "affiliated": sum(_is_here(row, town, scope) for row in town.of("affiliations", scope.path)),
        "centres": sum(row["layer"] is Layer.CENTRE for row in spots),
        "points": sum(row["layer"] is Layer.POINT for row in spots),
        "stations": sum(row["layer"] is Layer.MICRO_STATION for row in spots),
        "activities": len(held),
        "came": sum(came.count(row["id"]) for row in held),
        "seats": sum(row["seats"] or 0 for row in held),
        "used": sum(came.count(row["id"]) for row in held if row["seats"]),
        "requests": len(sent),
    }


def _is_here(stay: dict[str, Any], town: Town, scope: Scope) -> bool:
    if not scope.past:
        return stay["state"] in HERE
    steps = [one for one in town.rows["affiliation_steps"] if one["affiliation_id"] == stay["id"]]
    so_far = [one["after"] for one in steps if one["at"] < scope.until]
    return bool(so_far) and so_far[-1] in HERE


@settings(max_examples=examples(0.06), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_every_number_is_the_sum_of_its_rows(store: Store, chance: Random) -> None:
    with store.unit_of_work() as unit:
        town = build(unit, chance)
        times = dict(enumerate(scopes(chance)))
        for figure in FIGURES:
            over_time = coverage.over_time(unit, figure, {f"{one}": scope for one, scope in times.items()})
            for one, scope in times.items():
                assert over_time[f"{one}"] == coverage.numbers(unit, scope, [figure])[figure.name]
        for scope in times.values():
            found = coverage.numbers(unit, scope)
            by_hand = expected(town, scope)
            assert {name: found[name].amount for name in by_hand} == by_hand
            for figure in FIGURES:
                shown: list[coverage.RowOf] = []
                rest, page = None, 0
                while True:
                    rows = coverage.rows_of(unit, figure, scope, page * 3, 3)
                    shown, rest, page = [*shown, *rows.rows], rows.rest, page + 1
                    if page * 3 >= rows.count:
                        break
                assert len(shown) == rows.count
                added = sum(row.amount for row in shown) + (rest.amount if rest else 0)
                assert added == found[figure.name].amount, figure.name
                if figure.of is Of.PERSONS:
                    lines = unit.connection.execute(figure.lines(Ground.of(unit, scope))).all()
                    assert found[figure.name].told == is_told(len({line.who for line in lines})), figure.name
                if figure.of is Of.HEADS:
                    assert all(row.amount >= LEAST for row in shown)
                    assert rest is None or not shown or rest.amount >= LEAST
            spots = coverage_map.sites(unit, scope)
            assert len(spots) == found["buildings"].amount
            assert sum(spot.people for spot in spots) == found["members"].amount
            assert len(coverage_map.waiting_longest(spots, scope, 99)) == found["quiet"].amount
            assert sum(spot.people for spot in coverage_map.point_spots(unit, scope)) == found["affiliated"].amount
            _check_gathered(unit, scope)


def _check_gathered(unit: UnitOfWork, scope: Scope) -> None:
    """See that what is gathered in squares is the same points and people, each square where its points are."""
    unit.connection.execute(points.update().values(latitude=31.0 + points.c.id * 0.01))
    spots, extent = coverage_map.point_spots(unit, scope), coverage_map.extent_of_points(unit, scope)
    assert (extent.count if extent else 0) == len(spots)
    if extent is None:
        return
    latitudes = [spot.latitude for spot in spots]
    assert (extent.south, extent.north) == (min(latitudes), max(latitudes))
    (whole,) = coverage_map.point_spots(unit, scope, Raster(extent.south, extent.west, 1_000.0, 1_000.0))
    assert whole.people == sum(spot.people for spot in spots)
    assert whole.latitude == pytest.approx(sum(latitudes) / len(spots))
    assert coverage_map.point_spots(unit, scope, Raster(extent.south, extent.west, 0.001, 0.001)) == spots


@pytest.mark.parametrize(
    ("counts", "shown", "rest"),
    [
        ((5, 4, 3), [5, 4, 3], None),
        ((5, 4, 1), [5], (2, 5)),
        ((2, 1), [], (2, 3)),
        ((4, 2), [], (2, 6)),
        ((9, 9, 2, 2), [9], (3, 13)),
    ],
)
def test_row_of_few_is_joined_with_the_smallest_that_hides_it(
    store: Store, counts: tuple[int, ...], shown: list[int], rest: tuple[int, int] | None
) -> None:
    """A sum and all its rows but one would tell that one."""
    with store.unit_of_work() as unit:
        chance = Random(1)
        build(unit, chance)
        unit.connection.execute(building_estimates.delete())
        for table in (visits, signups, activities, affiliation_steps, affiliations, companies):
            unit.connection.execute(table.delete())
        unit.connection.execute(points.update().values(building_id=None))
        unit.connection.execute(members.update().values(building_id=None))
        unit.connection.execute(buildings.delete())
        place = {"address": "", "x": 0.0, "y": 0.0, "z": 1.0, "pinyin": "", "latitude": 31.2, "longitude": 121.4}
        for one, count in enumerate(counts, 1):
            called = {"code": f"b{one}", "slug": f"b{one}", "name": f"B{one}", "kind": "building"}
            unit.connection.execute(buildings.insert().values(id=one, unit_id=2, **called, **place))
            estimate = {"building_id": one, "members": count, "source": "census", "stated_at": NOW}
            unit.connection.execute(building_estimates.insert().values(**estimate))
        scope = Scope(TOP, NOW - _DAY_S, NOW, NOW)
        (figure,) = (one for one in FIGURES if one.name == "members")
        found = coverage.rows_of(unit, figure, scope, 0, 99)
        assert [row.amount for row in found.rows] == shown
        assert (None if found.rest is None else (found.rest.rows, found.rest.amount)) == rest
