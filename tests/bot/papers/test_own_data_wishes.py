"""One's own wishes, interests and refusals: all in the export; when deleted gone, but for what is refused."""

import json
from zoneinfo import ZoneInfo

import pytest

from bot.papers.forgetting import Kept, Removed, account, forget
from bot.papers.own_data import as_json, own_data_of
from bot.papers.own_data_text import as_text
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.announcements.topics import Topic
from domain.people.deeds import By, Deed
from storage.activities import activities, wishes
from storage.announcements import topics
from storage.unit_of_work import Store
from tests.storage import stays
from tests.storage.stays import CHEN, NOW, WANG

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def city(store: Store) -> Store:
    """Give a city in which 王芳 refuses study material, likes lectures, and has wished for two, one answered."""
    stays.settle(store)
    with store.unit_of_work() as unit:
        street = stays.unit_id(unit, "310106011")
        topics.refuse(unit, WANG, Topic.STUDY, NOW)
        topics.like(unit, WANG, Kind.LECTURE)
        wishes.make(unit, WANG, street, Kind.OTHER, NOW)
        wishes.make(unit, WANG, street, Kind.LECTURE, NOW)
        wishes.say(unit, WANG, Kind.OTHER, "走一走老弄堂")
        plan = Plan(Kind.LECTURE, "党课", NOW + 60, NOW + 120, Spot(title="人民广场"), Audience.ANYONE)
        row = activities.draft(unit, plan, street, Deed(By(CHEN), NOW))
        wishes.answer(unit, activities.publish(unit, row.id, Deed(By(CHEN, "organiser"), NOW)), NOW)
        unit.commit()
    return store


def test_json_holds_all_of_it(city: Store) -> None:
    with city.unit_of_work() as unit:
        told = json.loads(as_json(own_data_of(unit, WANG, NOW, ZONE)))["wished"]
    assert (told["refused"], told["interests"]) == (["study"], ["lecture"])
    assert [(one["kind"], one["said"], one["answered_at"] is None) for one in told["wishes"]] == [
        ("other", "走一走老弄堂", True),
        ("lecture", "", False),
    ]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh_Hans",
            ["  不想收到的通知：学习资料", "  感兴趣的活动：党课", "  2027-01-15 16:00 点单 其他活动 走一走老弄堂"],
        ),
        (
            "en",
            [
                "  announcements not wanted: study material",
                "  activities liked: party lecture",
                "  2027-01-15 16:00 wish other activity 走一走老弄堂",
                "  2027-01-15 16:00 wish party lecture · published 2027-01-15 16:00",
            ],
        ),
    ],
)
def test_text_says_all_of_it(city: Store, language: str, lines: list[str]) -> None:
    with city.unit_of_work() as unit:
        said = as_text(own_data_of(unit, WANG, NOW, ZONE), language).split("\n")
    assert [line for line in lines if line not in said] == []


def test_forgetting_leaves_what_is_refused_and_says_so(city: Store) -> None:
    with city.unit_of_work() as unit:
        gone = forget(unit, WANG, NOW)
        unit.commit()
    assert (Removed.WISHES in gone.removed, Kept.REFUSALS in gone.kept) == (True, True)
    assert "· what you like and what you have wished for" in account(gone, words("en"))
    with city.unit_of_work() as unit:
        held = own_data_of(unit, WANG, NOW, ZONE).wished
    assert (held.refused, held.interests, held.wishes) == ((Topic.STUDY,), (), ())
