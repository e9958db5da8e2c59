"""A whole store goes from one kind of database to the other: every row, nothing twice, and life goes on there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.demo.stage import Seed, furnish, settings_in
from domain.messages.delivery import Lane
from domain.people.deeds import HOUSE, Deed
from domain.places.geo import Position
from domain.places.places import Building, SiteKind
from storage.merging import buildings as merging
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.migrate import upgrade
from storage.people import audit
from storage.places import places, saving
from storage.presence import open_presence
from storage.unit_of_work import Store
from storage.upkeep.moving import MoveRefusedError, move
from storage.upkeep.whole import TABLES
from tests.conftest import KEY
from tests.storage.upkeep import everything


@pytest.fixture(scope="module")
def whole_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the demo's city, with something in every table."""
    settings = settings_in(tmp_path_factory.mktemp("city"), "ptb", "1000001:x")
    furnish(settings, Seed.SHANGHAI)
    with closing(Store(settings.database, *settings.keys)) as store:
        everything.fill(store)
        yield store


def test_whole_city_goes_to_postgresql_and_back(whole_city: Store, empty_postgres_url: str, tmp_path: Path) -> None:
    before = everything.rows(whole_city)
    moved = move(whole_city, empty_postgres_url)
    assert moved == {name: len(found) for name, found in before.items()}
    with closing(Store(empty_postgres_url, *whole_city.seal.keys)) as there:
        assert everything.rows(there) == before
        with there.unit_of_work() as unit, whole_city.unit_of_work() as old:
            assert audit.verify(unit) == audit.verify(old)
        back = f"sqlite:///{tmp_path / 'back.db'}"
        assert move(there, back) == moved
        with closing(Store(back, *whole_city.seal.keys)) as here:
            assert everything.rows(here) == before
        with pytest.raises(MoveRefusedError, match="there are rows in the other database already"):
            move(whole_city, empty_postgres_url)
        _goes_on(there)


def _goes_on(store: Store) -> None:
    """Write a new row into the outbox: its number is the next, and what refers to nothing is refused as ever."""
    with store.unit_of_work() as unit:
        highest = unit.connection.scalar(text("SELECT max(id) FROM outbox"))
        outbox.write(unit, [Draft("new", 1001, Lane.REMINDER, b"t{}", 0.0)], 0.0)
        assert unit.connection.scalar(text("SELECT max(id) FROM outbox")) == highest + 1
        deferred = "SELECT count(*) FROM pg_constraint WHERE condeferrable AND connamespace = 'public'::regnamespace"
        assert unit.connection.scalar(text(deferred)) == 0


def test_store_on_which_a_bot_runs_stays(store: Store, tmp_path: Path) -> None:
    presence = open_presence(store.engine, "w")
    presence.appear()
    with pytest.raises(MoveRefusedError, match="a bot is running on this store"):
        move(store, f"sqlite:///{tmp_path / 'there.db'}")
    presence.leave()
    assert not (tmp_path / "there.db").exists()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "INSERT INTO landmarks SELECT 99, 'a' || char(0), 'a', 'sight', '', '', 0, 0",
            "landmarks: the other database does not take it: ",
        ),
        ("UPDATE units SET parent_id = 99 WHERE code = '310106011'", "what refers to other rows: "),
    ],
)
def test_row_that_does_not_fit_is_named_and_nothing_is_kept(
    sqlite_city_url: str, empty_postgres_url: str, statement: str, said: str
) -> None:
    with closing(Store(sqlite_city_url, KEY)) as store:
        with closing(sqlite3.connect(sqlite_city_url.removeprefix("sqlite:///"))) as careless, careless:
            careless.execute(statement)
        with pytest.raises(MoveRefusedError, match=said):
            move(store, empty_postgres_url)
    with closing(Store(empty_postgres_url, KEY)) as there:
        assert not any(everything.rows(there).values())


def test_target_that_was_migrated_and_never_lived_in_is_taken(sqlite_city_url: str, empty_postgres_url: str) -> None:
    upgrade(empty_postgres_url)
    with closing(Store(empty_postgres_url, KEY)) as there, there.unit_of_work() as unit:
        audit.begin(unit, 0.0)
        unit.commit()
    with closing(Store(sqlite_city_url, KEY)) as store:
        assert sum(move(store, empty_postgres_url).values()) > 0
        assert len(TABLES) == len(everything.rows(store))


def test_number_that_a_merged_building_had_is_nobody_s_there(sqlite_city_url: str, empty_postgres_url: str) -> None:
    with closing(Store(sqlite_city_url, KEY)) as store:
        with store.unit_of_work() as unit:
            gone = merging.merge(unit, "B2", "B1", Deed(HOUSE, 0.0))[0].goes.id
            unit.commit()
        move(store, empty_postgres_url)
    new = Building("B9", "静安嘉里中心", SiteKind.BUILDING, "", "310106011", Position(31.22, 121.44))
    with closing(Store(empty_postgres_url, KEY)) as there, there.unit_of_work() as unit:
        saving.save_buildings(unit, [new])
        found = places.building_by_code(unit, "B9")
        assert found is not None
        assert found.id > gone
