"""The demo's city at the source's scale: the figures of coverage come from the rows that the lists show."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo import grid
from bot.demo.seed import seed
from bot.demo.stage import CAST, appoint
from storage.grid import sites
from storage.places import places
from storage.unit_of_work import Store

NOW = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_coverage_is_the_source_s_and_the_sum_of_its_rows(sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        seed(unit)
        appoint(unit, NOW.timestamp())
        grid.begin(unit, CAST, NOW)
        city = places.children(unit, None)[0]
        found = sites.coverage(unit, places.path_of(unit, city.id), NOW.timestamp())
        rows = sites.of_units(unit, [places.path_of(unit, city.id)], NOW.timestamp())

    assert (found.buildings, found.with_branch, found.members, found.centres) == (797, 694, 12_068, 240)
    assert found.members == sum(row.site.members for row in rows)
    assert found.visited == 2
