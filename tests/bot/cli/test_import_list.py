"""An import whose store stops answering says so in one line, and keeps nothing of the list."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.commands.import_list import Wish, run_import
from bot.imports.table.summaries import Manner, Progress, Summary
from bot.settings import Settings
from domain.places.places import Unit, UnitKind
from storage.places.imports import known_units
from storage.places.saving import save_units
from storage.sealed import new_key
from storage.unit_of_work import Store


def test_store_that_stops_answering_keeps_nothing(tmp_path: Path) -> None:
    settings = Settings(
        database=f"sqlite:///{tmp_path}/waystation.db", key=SecretStr(new_key()), token=SecretStr("1:token")
    )

    def broken_off(store: Store, _manner: Manner, _progress: Progress) -> Summary:
        with store.unit_of_work() as unit:
            save_units(unit, [Unit("310", UnitKind.CITY, "上海市", None)])
            unit.connection.exec_driver_sql("PRAGMA max_page_count = 1")  # as on a full disk
            unit.connection.exec_driver_sql("CREATE TABLE more AS SELECT zeroblob(1000000)")
        raise AssertionError("the disk was full")

    with pytest.raises(SystemExit, match=r"stopped answering: database or disk is full\. No list is kept by half"):
        run_import(settings, Wish(tmp_path / "list.csv", None, dry_run=False, json=False), broken_off)
    store = Store(settings.database, settings.key.get_secret_value())
    with store.unit_of_work() as unit:
        assert known_units(unit) == []
    store.close()
