"""The drill: a city with everything, a copy, changes after it, the copy brought back; the bot starts and answers."""

import asyncio
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from bot.app import Part, run
from bot.cli.commands.restore import bring_back
from bot.clock import Clock
from bot.settings import Settings
from sandbox.server import Sandbox
from sandbox.state.people import Persona
from storage.people import people
from storage.unit_of_work import Store
from storage.upkeep import keys
from tests.conftest import KEY
from tests.storage.upkeep import everything
from tests.storage.upkeep.copies import copier

pytestmark = pytest.mark.process
TOKEN = "42:drill"
FANG = 1001


@pytest.fixture(params=["sqlite", "postgres"])
def city_to_lose(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_city_url")
    return url


async def test_what_was_brought_back_is_as_it_was_and_the_bot_answers(
    city_to_lose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store(city_to_lose, KEY)) as store:
        keys.admit(store)
        everything.fill(store, but={"conversations", "outbox", "notices"})
        before = everything.rows(store)
        copy = copier(store, tmp_path, monkeypatch)()
        with store.unit_of_work() as unit:
            people.welcome(unit, [4711], 0.0)
            unit.connection.exec_driver_sql("DELETE FROM landmarks")
            unit.commit()
        store.engine.dispose()
        settings = Settings(_env_file=None, token=TOKEN, database=city_to_lose, key=KEY)
        bring_back(settings, copy, writes_over=True)
        assert everything.rows(store) == before
    await answers(settings)


async def answers(settings: Settings) -> None:
    sandbox = Sandbox(TOKEN, [Persona(FANG, "王芳", "member", "zh-hans")])
    stop, listens = asyncio.Event(), asyncio.Event()
    async with AsyncExitStack() as opened:
        here = settings.model_copy(update={"bot_api": await sandbox.start()})
        opened.push_async_callback(sandbox.stop)
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            tasks.create_task(run(here, Part(Clock(), stop, lambda _username: listens.set())))
            await listens.wait()
            sandbox.does(f"people/{FANG}/text", {"text": "/start"})
            chat = sandbox.world.chats[FANG]
            while len(chat.messages) < 2:  # noqa: ASYNC110  what another process would ask, it asks again
                await asyncio.sleep(0.05)
            stop.set()
