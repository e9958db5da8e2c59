"""A house that has the chat page alone, and a browser in front of it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import KEY
from tests.stage.pages import PageClient, open_house


@pytest_asyncio.fixture
async def page(city_url: str) -> AsyncIterator[PageClient]:
    """Give somebody who has the page of a house of their own open, in the small city."""
    async with open_house(city_url, KEY) as origin, PageClient.at(origin) as client:
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(sqlite_city: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Give the origin of a house on SQLite, for all tests of a file: who they are stays each one's own."""
    file = shutil.copyfile(sqlite_city, tmp_path_factory.mktemp("pages") / "city.db")
    async with open_house(f"sqlite:///{file}", KEY) as origin:
        yield origin


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(house: str) -> AsyncIterator[PageClient]:
    """Give somebody new in that house."""
    async with PageClient.at(house) as client:
        yield client
