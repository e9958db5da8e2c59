"""Activities as they are drafted, published, changed, called off and found again, on both databases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, Literal

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from domain.activities.activities import Attachment, Audience, Kind, Plan, Spot, Stage, Standing
from domain.affiliations.affiliations import Verb
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.places.geo import Position
from storage.activities import activities, admission, agenda
from storage.activities.activities import ActivityClosedError, ActivityRow, OfSeries
from storage.people import audit, roles
from storage.places import places
from storage.tables.activities import activity_series
from storage.tables.people import audit as audit_table
from storage.tables.places import points
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import CHEN, LI, NOW, WANG, ZHAO, draft, path, point_id, unit_id, walk

NewStore = Callable[[], Store]

ORGANISER: Final = By(CHEN, "organiser")
HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
PIN: Final = Position(31.25, 121.46)


def a_plan(title: str = "党课", begins_in: float = 7 * DAY, **changes: Any) -> Plan:
    starts = NOW + begins_in
    plan = Plan(Kind.LECTURE, title, starts, starts + 2 * HOUR, Spot(title="三楼会议室"), Audience.MEMBERS, 20)
    return replace(plan, **changes)


def a_draft(unit: UnitOfWork, plan: Plan | None = None, code: str = "310106011") -> ActivityRow:
    return activities.draft(unit, plan or a_plan(), unit_id(unit, code), Deed(By(CHEN), NOW))


def published(unit: UnitOfWork, plan: Plan | None = None, code: str = "310106011") -> ActivityRow:
    return activities.publish(unit, a_draft(unit, plan, code).id, Deed(ORGANISER, NOW))


def read_back(store: Store, number: int) -> ActivityRow:
    with store.unit_of_work() as unit:
        row = activities.find(unit, number)
    assert row is not None
    return row


def audited(store: Store) -> list[tuple[str, str, int | None, str]]:
    table = audit_table.c
    with store.unit_of_work() as unit:
        rows = unit.connection.execute(select(table.what, table.subject, table.chat_id, table.role))
        assert audit.verify(unit).broken_at is None
        return [(row.what, row.subject, row.chat_id, row.role) for row in rows]


# ---------------------------------------------------------------- one activity


def test_draft_is_read_back_as_it_was_planned(city: NewStore) -> None:
    plan = a_plan(
        spot=Spot(title="街心花园", position=PIN, room="凉亭"),
        audience=Audience.AFFILIATED | Audience.ANYONE,
        seats=None,
        opens_at=NOW + HOUR,
        closes_at=NOW + 6 * DAY,
        confirm_by=NOW + 6.5 * DAY,
        notes="请带水",
        attachment=Attachment("photo", "AgACAgUAAx0"),
    )
    with city().unit_of_work() as unit:
        row = a_draft(unit, plan)
        unit.commit()

    assert read_back(city(), row.id) == row
    assert (row.plan, row.stage, row.version, row.position) == (plan, Stage.DRAFT, 1, PIN)
    assert (row.kind, row.title, row.seats) == (plan.kind, plan.title, None)
    assert (row.starts_at, row.ends_at) == (plan.starts_at, plan.ends_at)
    assert (row.created_by, row.published_at, row.cancelled_reason) == (CHEN, None, "")


@pytest.mark.parametrize("kind", ["point", "building"])
def test_draft_at_a_place_keeps_its_position(city: NewStore, kind: str) -> None:
    with city().unit_of_work() as unit:
        point = places.point(unit, point_id(unit, "JA-1"))
        building = places.building_by_code(unit, "B1")
        assert point is not None
        assert building is not None
        place = point if kind == "point" else building
        spot = Spot(point_id=point.id) if kind == "point" else Spot(building_id=building.id)
        row = a_draft(unit, a_plan(spot=spot))
        unit.commit()

    again = read_back(city(), row.id)
    assert (again.plan.spot, again.position) == (spot, place.position)


def test_draft_at_a_point_that_is_taken_away_later_becomes_a_pin(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        point = places.point(unit, point_id(unit, "JA-1"))
        assert point is not None
        row = a_draft(unit, a_plan(spot=Spot(point_id=point.id, title=point.name)))
        unit.connection.execute(delete(points).where(points.c.id == point.id))
        unit.commit()

    assert read_back(city(), row.id).plan.spot == Spot(title=point.name, position=point.position)


def test_draft_at_a_point_that_there_is_not_raises(city_store: Store) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(ValueError, match="no such place: points 999"):
        a_draft(unit, a_plan(spot=Spot(point_id=999)))


def test_publish_is_audited_and_the_second_time_changes_nothing(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = a_draft(unit)
        first = activities.publish(unit, row.id, Deed(ORGANISER, NOW + 1))
        assert activities.publish(unit, row.id, Deed(ORGANISER, NOW + 2)) == first
        unit.commit()

    assert read_back(city(), row.id) == replace(row, stage=Stage.PUBLISHED, published_at=NOW + 1)
    assert audited(city()) == [("activity.publish", f"activity:{row.id}", CHEN, "organiser")]


def test_amend_of_a_draft_leaves_no_trace(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = a_draft(unit)
        changed = activities.amend(unit, row.id, a_plan("主题党日"), Deed(ORGANISER, NOW))
        unit.commit()

    assert changed == activities.Changed(row, replace(row, plan=a_plan("主题党日")), moved=False)
    assert read_back(city(), row.id) == changed.after
    assert audited(city()) == []


def test_amend_of_a_published_one_raises_the_version(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = published(unit)
        changed = activities.amend(unit, row.id, replace(row.plan, seats=30), Deed(ORGANISER, NOW))
        unit.commit()

    assert (changed.before, changed.after.version, changed.after.seats, changed.moved) == (row, 2, 30, False)
    assert read_back(city(), row.id) == changed.after
    assert [what for what, *_ in audited(city())] == ["activity.publish", "activity.change"]


def test_amend_with_the_same_plan_changes_nothing(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = published(unit)
        assert activities.amend(unit, row.id, row.plan, Deed(ORGANISER, NOW)) == activities.Changed(
            row, row, moved=False
        )
        unit.commit()

    assert [what for what, *_ in audited(city())] == ["activity.publish"]


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        ({"starts_at": NOW + 8 * DAY, "ends_at": NOW + 8 * DAY + HOUR}, True),
        ({"ends_at": NOW + 7 * DAY + 3 * HOUR}, True),
        ({"spot": Spot(title="别处")}, True),
        ({"spot": Spot(title="三楼会议室", position=PIN)}, True),
        ({"spot": Spot(title="三楼会议室", room="302")}, False),
        ({"title": "又一课"}, False),
        ({"notes": "请带水"}, False),
    ],
)
def test_amend_moves_when_the_time_or_the_place_changes(
    city_store: Store, change: dict[str, Any], moved: Literal[True, False]
) -> None:
    with city_store.unit_of_work() as unit:
        row = published(unit)
        assert activities.amend(unit, row.id, replace(row.plan, **change), Deed(ORGANISER, NOW)).moved is moved


def test_cancel_is_audited_with_its_reason_and_the_second_time_changes_nothing(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = published(unit)
        first = activities.cancel(unit, row.id, Deed(ORGANISER, NOW, "台风"))
        assert activities.cancel(unit, row.id, Deed(ORGANISER, NOW + 1, "又想了想")) == first
        unit.commit()

    assert read_back(city(), row.id) == replace(row, stage=Stage.CANCELLED, cancelled_reason="台风", version=2)
    assert [what for what, *_ in audited(city())] == ["activity.publish", "activity.cancel"]


def test_verbs_on_one_that_is_cancelled_raise(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = published(unit)
        activities.cancel(unit, row.id, Deed(ORGANISER, NOW))
        with pytest.raises(ActivityClosedError):
            activities.publish(unit, row.id, Deed(ORGANISER, NOW))
        with pytest.raises(ActivityClosedError):
            activities.amend(unit, row.id, a_plan("又一课"), Deed(ORGANISER, NOW))


def test_verbs_on_one_that_is_over_raise(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = published(unit)
        for verb in (
            lambda: activities.publish(unit, row.id, Deed(ORGANISER, row.ends_at)),
            lambda: activities.amend(unit, row.id, a_plan("又一课"), Deed(ORGANISER, row.ends_at)),
            lambda: activities.cancel(unit, row.id, Deed(ORGANISER, row.ends_at)),
        ):
            with pytest.raises(ActivityClosedError):
                verb()
        assert activities.find(unit, row.id) == row


def test_verbs_on_one_that_there_is_not_raise(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        with pytest.raises(ActivityClosedError):
            activities.cancel(unit, 999, Deed(ORGANISER, NOW))
        assert activities.locked(unit, 999) is None
        assert activities.find(unit, 999) is None


def test_draft_of_the_same_date_of_a_series_is_refused(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        series = unit.connection.execute(
            activity_series.insert()
            .values(unit_id=unit_id(unit, "310106"), rule="FREQ=DAILY", created_at=NOW, planned_until="2027-01-01")
            .returning(activity_series.c.id)
        ).scalar_one()
        day = date(2027, 1, 7)
        row = activities.draft(unit, a_plan(), 1, Deed(HOUSE, NOW), OfSeries(series, day))
        assert row.of_series == OfSeries(series, day)
        with pytest.raises(IntegrityError):
            activities.draft(unit, a_plan(), 1, Deed(HOUSE, NOW), OfSeries(series, day))


def test_found_returns_those_that_there_are(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        one, other = a_draft(unit), a_draft(unit)
        assert activities.found(unit, {one.id, other.id, 999}) == {one.id: one, other.id: other}


# ---------------------------------------------------------------- lists


def titles(rows: Sequence[ActivityRow]) -> list[str]:
    return [row.title for row in rows]


def test_coming_lists_what_is_published_and_not_over_by_its_beginning(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        published(unit, a_plan("later", 3 * DAY))
        published(unit, a_plan("soon", DAY))
        published(unit, a_plan("goes on", -HOUR))
        published(unit, a_plan("too late", 9 * DAY))
        a_draft(unit, a_plan("not published", DAY))
        cancelled = published(unit, a_plan("cancelled", DAY))
        activities.cancel(unit, cancelled.id, Deed(ORGANISER, NOW))
        over = a_draft(unit, a_plan("over", -2 * HOUR))
        activities.publish(unit, over.id, Deed(ORGANISER, NOW - HOUR))
        unit.commit()

    with city().unit_of_work() as unit:
        week = agenda.Wanted(NOW, NOW + 7 * DAY)
        assert titles(agenda.coming(unit, week)) == ["goes on", "soon", "later"]
        assert titles(agenda.coming(unit, week, skip=1, count=1)) == ["soon"]


def test_coming_lists_by_kind_and_point(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        at_point = Spot(point_id=point_id(unit, "JA-1"))
        published(unit, a_plan("at the point", DAY, spot=at_point))
        published(unit, a_plan("of the district", 2 * DAY, kind=Kind.THEME_DAY), "310106")
        until = NOW + 7 * DAY
        asked = {
            "kind": agenda.coming(unit, agenda.Wanted(NOW, until, kind=Kind.THEME_DAY)),
            "point": agenda.coming(unit, agenda.Wanted(NOW, until, point_id=at_point.point_id)),
        }
        assert {name: titles(rows) for name, rows in asked.items()} == {
            "kind": ["of the district"],
            "point": ["at the point"],
        }


def test_near_lists_by_time_what_is_within_reach(city_store: Store) -> None:
    here = Position(31.2290, 121.4550)
    with city_store.unit_of_work() as unit:
        for title, begins_in, latitude in (
            ("near", 2 * DAY, 31.2300),
            ("far", DAY, 31.2380),
            ("farther", DAY - 60, 31.2390),
            ("too far", DAY, 31.2600),
        ):
            spot = Spot(title="花园", position=Position(latitude, 121.4550))
            published(unit, a_plan(title, begins_in, spot=spot))
        published(unit, a_plan("nobody knows where", DAY))
        wanted, around = agenda.Wanted(NOW, NOW + 7 * DAY), agenda.Around(here, 2000.0)
        by_time = agenda.near(unit, wanted, around)
        by_day = [("far", 1001), ("farther", 1112), ("near", 111)]
        assert [(row.title, round(metres)) for row, metres in by_time] == by_day
        assert [row.title for row, _ in agenda.near(unit, wanted, around, 2, 1)] == ["near"]
        assert agenda.near(unit, agenda.Wanted(NOW, wanted.until, Kind.THEME_DAY), around) == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (Position(0.0, 179.9999), Position(0.0, -179.9999)),
        (Position(89.9999, 0.0), Position(89.9999, 180.0)),
        (Position(60.0, 10.0), Position(60.0, 10.001)),
    ],
)
def test_near_reaches_over_the_date_line_and_the_poles(city_store: Store, here: Position, there: Position) -> None:
    with city_store.unit_of_work() as unit:
        row = published(unit, a_plan(spot=Spot(title="there", position=there)))
        wanted, around = agenda.Wanted(NOW, NOW + 9 * DAY), agenda.Around(here, 1000.0)
        assert [one.id for one, _ in agenda.near(unit, wanted, around)] == [row.id]


def test_managed_lists_drafts_and_what_is_ahead_and_past_what_was_held(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        published(unit, a_plan("soon", DAY))
        a_draft(unit, a_plan("old draft", -DAY))
        published(unit, a_plan("of the district", DAY), "310106")
        for title, begins_in in (("held first", -9 * DAY), ("held last", -DAY)):
            activities.publish(unit, a_draft(unit, a_plan(title, begins_in)).id, Deed(ORGANISER, NOW - 10 * DAY))
        dropped = published(unit, a_plan("cancelled", DAY))
        activities.cancel(unit, dropped.id, Deed(ORGANISER, NOW))
        unit.commit()

    with city().unit_of_work() as unit:
        paths = [path(unit, "310106011")]
        assert titles(agenda.managed(unit, agenda.Of(paths), NOW)) == ["old draft", "soon"]
        assert agenda.count_managed(unit, agenda.Of(paths), NOW) == 2
        assert titles(agenda.past(unit, agenda.Of(paths), NOW)) == ["held last", "held first"]
        assert titles(agenda.past(unit, agenda.Of(paths), NOW, 1, 1)) == ["held first"]
        assert agenda.count_past(unit, agenda.Of(paths), NOW) == 2
        assert agenda.managed(unit, agenda.Of([]), NOW) == []


# ---------------------------------------------------------------- who may come


def test_belongs_tells_a_member_of_the_unit_below_or_above(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        street, district = unit_id(unit, "310106011"), unit_id(unit, "310106")
        roles.give(unit, WANG, Role.MEMBER, street, Deed(HOUSE, NOW))
        roles.give(unit, LI, Role.MEMBER, district, Deed(HOUSE, NOW))
        roles.give(unit, ZHAO, Role.VOLUNTEER, street, Deed(HOUSE, NOW))
        found = {
            (who, where): admission.belongs(unit, who, where)
            for who in (WANG, LI, ZHAO)
            for where in (street, district)
        }
        members = frozenset({Audience.MEMBERS})
        assert found == {
            (WANG, street): members,
            (WANG, district): members,
            (LI, street): members,
            (LI, district): members,
            (ZHAO, street): frozenset(),
            (ZHAO, district): frozenset(),
        }
        assert admission.belongs(unit, WANG, unit_id(unit, "310115")) == frozenset()
        assert admission.belongs(unit, WANG, 999) == frozenset()


def test_belongs_tells_an_affiliation_that_holds(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        stay = draft(unit)
        street, district = unit_id(unit, "310106011"), unit_id(unit, "310106")
        assert admission.belongs(unit, WANG, street) == frozenset()
        walk(unit, stay.id, [Verb.SUBMIT, Verb.CONFIRM])
        assert admission.belongs(unit, WANG, street) == {Audience.AFFILIATED}
        assert admission.belongs(unit, WANG, district) == {Audience.AFFILIATED}
        assert admission.belongs(unit, WANG, unit_id(unit, "310115")) == frozenset()


def test_is_supporter_until_affiliated_or_a_member(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI):
            roles.give(unit, chat_id, Role.SUPPORTER, None, Deed(HOUSE, NOW))
        roles.give(unit, ZHAO, Role.MEMBER, None, Deed(HOUSE, NOW))
        assert [admission.is_supporter(unit, who) for who in (WANG, LI, ZHAO, CHEN)] == [True, True, False, False]
        walk(unit, draft(unit).id, [Verb.SUBMIT, Verb.CONFIRM])
        roles.give(unit, LI, Role.MEMBER, None, Deed(HOUSE, NOW))
        assert [admission.is_supporter(unit, who) for who in (WANG, LI)] == [False, False]


def test_may_come_tells_the_standing_or_none(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        roles.give(unit, WANG, Role.MEMBER, unit_id(unit, "310106011"), Deed(HOUSE, NOW))
        roles.give(unit, ZHAO, Role.SUPPORTER, None, Deed(HOUSE, NOW))
        own = published(unit)
        open_to_all = published(unit, a_plan(audience=Audience.ANYONE | Audience.SUPPORTERS))
        found = [
            (admission.may_come(unit, own, who), admission.may_come(unit, open_to_all, who)) for who in (WANG, LI, ZHAO)
        ]
        assert found == [
            (Standing.OF_THE_UNIT, Standing.OF_THE_UNIT),
            (None, Standing.PASSING_BY),
            (None, Standing.SUPPORTER),
        ]
