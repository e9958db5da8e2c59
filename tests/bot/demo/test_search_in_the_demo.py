"""Measured on the demo's 16,000 names: what is mistyped is found, and what is no name is like none.

`everyday.txt` holds what people write to a service centre, none of it a place. The shares are measured; a change of the
search may move them, and then says so here.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bot.demo.seed import seed
from storage.places.imports import known_buildings
from storage.places.pinyin import syllables
from storage.places.search import PlaceSearch
from storage.unit_of_work import Store, UnitOfWork

EVERYDAY: Final = Path(__file__).with_name("everyday.txt").read_text("utf-8").splitlines()
KEY: Final = "d2F5c3RhdGlvbi13YXlzdGF0aW9uLXdheXN0YXRpb24="
SLIPS: Final = 150

MEASURED: Final = {
    "one character wrong": 0.91,
    "one character left out": 0.94,
    "two letters swapped": 1.0,
    "one letter left out": 1.0,
}
"""The share of buildings that are still among the first five; before the threshold it was no higher."""


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", KEY)
    with store.unit_of_work() as unit:
        seed(unit)
        yield unit
    store.close()


@pytest.fixture(scope="module")
def search() -> PlaceSearch:
    return PlaceSearch()


def test_everyday_sentences_are_like_no_place(city: UnitOfWork, search: PlaceSearch) -> None:
    suggested = {said: [hit.name for hit in search.find(city, said, 5).hits] for said in EVERYDAY}
    suggested = {said: names for said, names in suggested.items() if names}
    assert len(EVERYDAY) > 200
    assert suggested == {"library": ["上海图书馆"]}  # which it is


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((typed, "嘉兴大厦") for typed in ("嘉兴大厦", "jxds", "jiaxingdasha", "佳兴大厦", "嘉兴大夏", "嘉興大廈")),
        *(
            (typed, "嘉兴大厦")
            for typed in ("嘉 兴 大 厦", "嘉兴大厦在哪里", "ＪＩＡＸＩＮＧＤＡＳＨＡ", "jaixing dasha")
        ),
        *((typed, "静安寺") for typed in ("静安寺", "靜安寺", "我在静安寺", "jingansi", "Jing'an Temple")),
        ("人民广场站", "人民广场"),
        ("People's Square", "人民广场"),
        ("静安区", "静安区"),
        ("jiaxing", "嘉兴路街道"),
        ("ＪＩＡＸＩＮＧ", "嘉兴路街道"),
    ],
)
def test_what_was_found_is_found(city: UnitOfWork, search: PlaceSearch, typed: str, meant: str) -> None:
    assert meant in [hit.name for hit in search.find(city, typed, 5).hits]


def test_a_slip_does_not_hide_a_building(city: UnitOfWork, search: PlaceSearch) -> None:
    chance = Random(5)
    names = sorted(building.name for building in known_buildings(city))
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for name in chance.sample(names, SLIPS):
        for slip, typed in _slips(name, chance).items():
            tried[slip] += 1
            found[slip] += name in [hit.name for hit in search.find(city, typed, 5).hits]
    assert {slip: round(found[slip] / tried[slip], 2) for slip in MEASURED} == pytest.approx(MEASURED, abs=0.03)


def _slips(name: str, chance: Random) -> dict[str, str]:
    at, letters = chance.randrange(len(name)), syllables(name).replace(" ", "")
    swapped, missing = chance.randrange(len(letters) - 1), chance.randrange(len(letters))
    slips = {
        "one character wrong": f"{name[:at]}北{name[at + 1 :]}",
        "two letters swapped": letters[:swapped] + letters[swapped + 1] + letters[swapped] + letters[swapped + 2 :],
        "one letter left out": letters[:missing] + letters[missing + 1 :],
    }
    return slips | ({"one character left out": name[:at] + name[at + 1 :]} if len(name) > 4 else {})
