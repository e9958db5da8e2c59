"""A scripted Bot API server, and each library's front on it."""

import importlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.chat import Front
from tests.handlers.scripted_bot_api import TOKEN, ScriptedBotApi

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)

OpenFront = Callable[..., Front]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[ScriptedBotApi]:
    server = ScriptedBotApi()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(params=["aiogram", "ptb"])
def open_front(request: pytest.FixtureRequest) -> OpenFront:
    opened: OpenFront = importlib.import_module(f"bot.handlers.{request.param}_front").open_front
    return opened


@pytest_asyncio.fixture
async def front(open_front: OpenFront, server: ScriptedBotApi) -> AsyncIterator[Front]:
    front = open_front(TOKEN, server.origin, now=lambda: NOW)
    yield front
    await front.close()


@pytest_asyncio.fixture
async def hasty_front(open_front: OpenFront, server: ScriptedBotApi) -> AsyncIterator[Front]:
    """Give a front that waits for an answer half a second at most."""
    front = open_front(TOKEN, server.origin, read_s=0.5)
    yield front
    await front.close()
