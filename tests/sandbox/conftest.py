"""A sandbox that runs, and a visitor to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.server import Sandbox
from sandbox.state.limits import UNLIMITED
from tests.sandbox.visitor import PERSONAS, TOKEN, Visitor


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Give a sandbox that hurries nobody."""
    running = Sandbox(TOKEN, PERSONAS, limits=UNLIMITED)
    yield running
    await running.stop()


@pytest.fixture
async def visitor(sandbox: Sandbox) -> AsyncIterator[Visitor]:
    origin = await sandbox.start()
    async with aiohttp.ClientSession() as session:
        yield Visitor(origin, session)
