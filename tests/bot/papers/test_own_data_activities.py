"""One's own data about activities: all of it in the export, gone or accounted for when deleted, faded in time."""

import json
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.papers.forgetting import Kept, Removed, forget
from bot.papers.own_data import as_json, own_data_of
from bot.papers.own_data_text import as_text
from domain.activities.duties import Task
from domain.activities.seats import State, Way
from domain.affiliations.affiliations import Verb
from domain.people.deeds import Deed
from domain.rules import Rule
from scheduler.retention import fade_due, forget_in_time
from storage.activities import attendance, certificates, duties, lead_times, ratings, signups
from storage.activities.duties import Noted
from storage.affiliations import affiliations
from storage.places import unit_rules
from storage.tables.activities import ratings as ratings_table
from storage.tables.activities import signups as signups_table
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep.own_activities import ActivityData, of_person, was_anywhere
from tests.storage import stays
from tests.storage.signing import CHEN, DAY_S, ENDS, NOW, STARTS, published, seat

ZONE = ZoneInfo("Asia/Shanghai")
WANG, WU = stays.WANG, stays.WU
MONTH_S = 31 * DAY_S


@pytest.fixture
def city(store: Store) -> Store:
    """Give a city in which 王芳 was at one activity, on leave from another, on duty there; another told nothing."""
    stays.settle(store)
    with store.unit_of_work() as unit:
        stays.active(unit)
        lecture, service = published(unit), published(unit)
        seat(unit, lecture, WANG, WU)
        seat(unit, service, WANG)
        signups.leave(unit, service, WANG, NOW, reason="出差")
        duties.come(
            unit, duties.add(unit, service, Task("引导签到", STARTS, ENDS, 1)).id, WANG, NOW, Noted(words="好的")
        )
        for chat_id in (WANG, WU):
            attendance.check_in(unit, lecture, chat_id, Way.QR, Deed(CHEN, STARTS))
            ratings.give(unit, lecture, chat_id, 4)
            certificates.issue(unit, lecture, chat_id, ENDS)
        lead_times.choose(unit, WANG, None, 3)
        unit.commit()
    return store


def end_the_stay(unit: UnitOfWork) -> None:
    (affiliation,) = affiliations.current(unit, WANG)
    stays.walk(unit, affiliation.id, [Verb.GO_HOME])


def states(unit: UnitOfWork) -> dict[int, list[str]]:
    rows = unit.connection.execute(select(signups_table.c.chat_id, signups_table.c.state).order_by(signups_table.c.id))
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.chat_id, []).append(row.state)
    return found


# ---------------------------------------------------------------- the export


def test_json_holds_signups_duties_and_certificates(city: Store) -> None:
    with city.unit_of_work() as unit:
        data = own_data_of(unit, WANG, NOW, ZONE)
    told = json.loads(as_json(data))["activities"]
    assert [(one["state"], one["reason"], one["way"]) for one in told["signups"]] == [
        ("checked_in", "", "qr"),
        ("on_leave", "出差", ""),
    ]
    assert [(one["duty"], one["state"], one["said"]) for one in told["duties"]] == [("引导签到", "coming", "好的")]
    assert [one["activity"] for one in told["certificates"]] == ["新时代党课"]
    assert told["lead_times"] == [{"kind": "", "hours": 3}]
    assert [one.what for one in data.audit if (one.subject or "").startswith("signup:")] == ["attendance.check_in"]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("zh_Hans", ["您的活动", "新时代党课 · 请假 出差", "志愿岗位 引导签到 · 会来 好的", "参加证明", "不记名保存"]),
        ("en", ["Your activities", "· on leave 出差", "duty 引导签到 · coming 好的", "certificate", "kept unsigned"]),
    ],
)
def test_text_tells_of_activities_and_that_ratings_are_nobodys(city: Store, language: str, parts: list[str]) -> None:
    with city.unit_of_work() as unit:
        written = as_text(own_data_of(unit, WANG, NOW, ZONE), language)
    assert [part for part in parts if part not in written] == []


def test_somebody_who_was_nowhere_has_nothing(city: Store) -> None:
    with city.unit_of_work() as unit:
        assert (of_person(unit, stays.SUN), was_anywhere(unit, stays.SUN)) == (ActivityData(), False)


# ---------------------------------------------------------------- deletion


def test_deleting_takes_words_and_certificates_and_leaves_the_attendance(city: Store) -> None:
    with city.unit_of_work() as unit:
        end_the_stay(unit)
        forgotten = forget(unit, WANG, NOW)
        after = of_person(unit, WANG)
        assert (after.has_words, after.certificates, after.lead_times) == (False, (), ())
        assert [one.state for one in after.signups] == [State.CHECKED_IN, State.ON_LEAVE]
    assert {Removed.WORDS, Removed.CERTIFICATES, Removed.LEAD_TIMES} <= set(forgotten.removed)
    assert {Kept.SIGNUPS, Kept.RATINGS} <= set(forgotten.kept)


def test_deleting_leaves_other_people_alone(city: Store) -> None:
    with city.unit_of_work() as unit:
        before = of_person(unit, WU)
        end_the_stay(unit)
        forget(unit, WANG, NOW)
        assert of_person(unit, WU) == before


# ---------------------------------------------------------------- time


def test_nothing_fades_before_its_time(city: Store) -> None:
    with city.unit_of_work() as unit:
        before = of_person(unit, WANG), of_person(unit, WU)
        fade_due(unit, ENDS + 23 * 30 * DAY_S, ZONE)
        assert (of_person(unit, WANG), of_person(unit, WU)) == before


def test_member_keeps_the_attendance_and_nobody_else_does(city: Store) -> None:
    with city.unit_of_work() as unit:
        fade_due(unit, ENDS + 25 * MONTH_S, ZONE)
        mine = of_person(unit, WANG)
        assert [(one.state, one.reason, one.way) for one in mine.signups] == [
            ("checked_in", "", ""),
            ("on_leave", "", ""),
        ]
        assert ([one.said for one in mine.duties], len(mine.certificates)) == ([""], 1)
        assert of_person(unit, WU) == ActivityData()
        assert states(unit) == {WANG: ["checked_in", "on_leave"]}


def test_unit_that_keeps_less_lets_it_fade_sooner(city: Store) -> None:
    with city.unit_of_work() as unit:
        unit_rules.put(unit, Rule.RETENTION_MONTHS, stays.unit_id(unit, "31"), 2)
        fade_due(unit, ENDS + 3 * MONTH_S, ZONE)
        assert of_person(unit, WU) == ActivityData()


async def test_job_takes_out_whose_the_ratings_are(city: Store) -> None:
    def hashes() -> list[str]:
        with city.unit_of_work() as unit:
            return [one.partition(":")[0] for one in unit.connection.scalars(select(ratings_table.c.who_hash))]

    await forget_in_time(city, lambda: ENDS + 7 * DAY_S, ZONE)
    assert "unlinked" not in hashes()
    await forget_in_time(city, lambda: ENDS + 9 * DAY_S, ZONE)
    assert hashes() == ["unlinked", "unlinked"]
    with city.unit_of_work() as unit:
        assert unit.connection.scalar(select(func.count()).select_from(ratings_table)) == 2
