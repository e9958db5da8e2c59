"""What may be done to a request and around it, by whom, and where: a row for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.sealed import new_key
from storage.unit_of_work import Store
from tests.stage.security_world import settle


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the city with everybody in it; nothing that is tried is ever committed."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    settle(store)
    yield store
    store.close()
