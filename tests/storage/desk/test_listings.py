"""A table counts and sorts the same rows, whether it asks what is joined to them or the table alone."""

from __future__ import annotations

from random import Random

import pytest

from storage.desk import listings
from storage.desk.listings import Listing, Wanted
from storage.people.roles import EVERYWHERE
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.desk.test_coverage import HALF, OTHER, TOP, build

TABLES = {
    "requests": listings.REQUESTS,
    "members": listings.MEMBERS,
    "activities": listings.ACTIVITIES,
    "units": listings.UNITS,
    "buildings": listings.BUILDINGS,
    "points": listings.POINTS,
}
MANY = 1_000


def read(unit: UnitOfWork, listing: Listing, paths: list[str], sort: str = "", *, falls: bool = False) -> list[int]:
    """Return the numbers of all rows, which are as many as the table says."""
    page = listing.page(unit, Wanted(paths, sort, falls, count=MANY))
    assert page.count == len(page.rows)
    return [row["id"] for row in page.rows]


@pytest.mark.parametrize("name", TABLES)
def test_everywhere_is_all_units_together(store: Store, name: str) -> None:
    listing = TABLES[name]
    with store.unit_of_work() as unit:
        build(unit, Random(7))
        assert len(read(unit, listing, [EVERYWHERE])) >= max(2, len(read(unit, listing, [HALF])))
        for sort in ("", *listing.sorts):
            for falls in (False, True):
                found = read(unit, listing, [EVERYWHERE], sort, falls=falls)
                assert found == read(unit, listing, [TOP], sort, falls=falls)
                parts = read(unit, listing, [HALF, OTHER], sort, falls=falls)
                assert parts == [one for one in found if name != "units" or one > 1]  # the top holds nothing itself
        first = listing.page(unit, Wanted([EVERYWHERE], count=2))
        assert (len(first.rows), first.count) == (2, len(read(unit, listing, [EVERYWHERE])))
        assert listing.page(unit, Wanted([], count=2)).count == 0


@pytest.mark.parametrize("name", TABLES)
def test_what_has_none_of_it_stands_last(store: Store, name: str) -> None:
    listing = TABLES[name]
    with store.unit_of_work() as unit:
        build(unit, Random(7))
        for sort in listing.sorts:
            for falls in (False, True):
                rows = listing.page(unit, Wanted([EVERYWHERE], sort, falls, count=MANY)).rows
                told = [row[sort] for row in rows]
                there = [one for one in told if one is not None]
                assert told[: len(there)] == there
                if not isinstance(next(iter(there), ""), str):
                    assert there == sorted(there, reverse=falls)
