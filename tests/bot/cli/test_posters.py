"""Posters of a whole unit: one document, a page for each building, in the order in which somebody walks."""

from re import findall

import pytest

from bot.cli.commands.posters import posters_of
from bot.papers.poster import Poster, poster_pdf, posters_pdf
from storage.unit_of_work import Store
from tests.stage import small_city


@pytest.fixture
def city(store: Store) -> Store:
    with store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()
    return store


@pytest.mark.parametrize(
    ("code", "links"),
    [
        ("31", ["https://t.me/bot?start=b_B2", "https://t.me/bot?start=b_B1"]),
        ("310106", ["https://t.me/bot?start=b_B2"]),
        ("310106012", ["https://t.me/bot?start=b_B2"]),
        ("310106011", []),
    ],
)
def test_posters_of_a_unit_and_all_below_it(city: Store, code: str, links: list[str]) -> None:
    with city.unit_of_work() as unit:
        assert [poster.link for poster in posters_of(unit, code, "bot")] == links


def test_document_has_a_page_for_each() -> None:
    posters = [Poster.of_building(f"第{number}大厦", "世纪大道", f"B{number}", "bot") for number in range(7)]
    assert len(findall(rb"/Type /Page\b(?!s)", posters_pdf(posters))) == 7


def test_document_of_one_is_its_poster() -> None:
    poster = Poster.of_building("嘉兴大厦", "世纪大道888号", "B1", "bot")
    assert posters_pdf([poster]) == poster_pdf(poster)


def test_document_without_posters_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        posters_pdf([])
