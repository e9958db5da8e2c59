"""Notes in a few words, of buildings with Latin names too: heard as visits and as leads, and kept as they were said."""

from collections.abc import Callable

import pytest

from domain.places.geo import Position
from domain.places.places import Building, SiteKind
from storage.places import saving
from storage.unit_of_work import Store
from tests.flows.grid.district import WANG, Helper, assigned, district, text_of

NAMES = ("SOHO 3Q", "Kerry Centre", "K11", "HKRI太古汇")


@pytest.fixture
def town(sqlite_store: Store) -> Callable[[str], tuple[Helper, Helper, Helper]]:
    """Build four more houses, and let people of a language in."""

    def built(language: str) -> tuple[Helper, Helper, Helper]:
        people = district(sqlite_store, language)
        rows = [
            Building(f"L{at}", name, SiteKind.BUILDING, f"南京西路{at}号", "310106012", Position(31.23, 121.45))
            for at, name in enumerate(NAMES)
        ]
        with sqlite_store.unit_of_work() as unit:
            saving.save_buildings(unit, rows)
            unit.commit()
        return people

    return built


@pytest.mark.parametrize(
    ("said", "building", "kept"),
    [
        ("SOHO 3Q 新来了一家公司", "SOHO 3Q", "情况：新来了一家公司"),
        ("soho3q新来了一家公司，12楼", "SOHO 3Q", "情况：12 楼：新来了一家公司"),
        ("备注：K11 12楼新公司", "K11", "情况：12 楼：新公司"),
        ("K11 9楼有五名党员，没有支部", "K11", "情况：9 楼：有五名党员，没有支部"),
        ("去了HKRI太古汇5楼", "HKRI太古汇", "情况：5 楼"),
    ],
)
def test_note_in_short_is_kept_as_it_was_said(
    town: Callable[[str], tuple[Helper, Helper, Helper]], said: str, building: str, kept: str
) -> None:
    _, li, _ = town("zh_Hans")
    lines = text_of(li.says(said)).split("\n")
    assert lines[0] == f"✅ 记下了：{building}，12月1日周二"
    assert lines[1] == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("note: Kerry Centre, new firm on 12", "Found: floor 12: new firm"),
        ("Kerry Centre: new company on floor 12, two members", "Found: floor 12: new company, two members"),
        ("memo Kerry Centre new tenant on 12, Sunrise Trading", "Company: Sunrise Trading, floor 12"),
    ],
)
def test_note_in_short_in_english(town: Callable[[str], tuple[Helper, Helper, Helper]], said: str, kept: str) -> None:
    _, li, _ = town("en")
    lines = text_of(li.says(said)).split("\n")
    assert lines[0] == "✅ Written down: Kerry Centre, Tue, Dec 1"
    assert lines[1] == kept


def test_lead_names_its_building_in_latin_letters(town: Callable[[str], tuple[Helper, Helper, Helper]]) -> None:
    _, li, _ = town("zh_Hans")
    assigned(li.store, li.person, codes=("L2",))
    wang = Helper(li.store, person=WANG, updates=WANG * 1_000)
    assert "已转给负责K11的同志" in text_of(wang.says("K11 9楼有五名党员,没有支部"))
    assert "有党员反映K11的情况：\n“K11 9楼有五名党员,没有支部”" in li.heard()


def test_new_firm_of_somebody_s_own_is_no_note(town: Callable[[str], tuple[Helper, Helper, Helper]]) -> None:
    _, li, _ = town("en")
    assert "Written down" not in text_of(li.says("my new company is in Kerry Centre"))
