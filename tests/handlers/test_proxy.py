"""The way to a Bot API server through a proxy that the environment names: found once, never for this machine."""

import threading
from base64 import b64encode
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web

from bot.chat import Fate, Outgoing, Text
from tests.handlers.conftest import OpenFront
from tests.handlers.scripted_bot_api import TOKEN, ScriptedBotApi, message

pytestmark = pytest.mark.wire

ELSEWHERE = "http://api.example"


class Proxy:
    """Answers every call in the place of the server that is asked for, and remembers who asked for what."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.port = 0

    async def serve(self, request: web.Request) -> web.Response:
        self.asked.append((str(request.url), request.headers.get("Proxy-Authorization", "")))
        return web.json_response({"ok": True, "result": message()})


@pytest_asyncio.fixture
async def proxy() -> AsyncIterator[Proxy]:
    proxy, app = Proxy(), web.Application()
    app.router.add_route("*", "/{path:.*}", proxy.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    proxy.port = runner.addresses[0][1]
    yield proxy
    await runner.cleanup()


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def _threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name.startswith("asyncio_")}


async def test_calls_go_through_the_proxy_of_the_environment(
    open_front: OpenFront, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://who:p%40ss@127.0.0.1:{proxy.port}")
    before, front = _threads(), open_front(TOKEN, ELSEWHERE)
    fates = [(await front.send(Outgoing(row, 7, Text("好的")))).fate for row in (1, 2, 3)]
    await front.close()
    assert fates == [Fate.ACCEPTED] * 3
    told = "Basic " + b64encode(b"who:p@ss").decode()
    assert proxy.asked == [(f"{ELSEWHERE}/bot{TOKEN}/sendMessage", told)] * 3
    assert _threads() == before  # a call costs no look into files beside it


async def test_a_server_that_the_environment_excepts_is_reached_without(
    open_front: OpenFront, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "api.invalid")
    front = open_front(TOKEN, "http://api.invalid")
    outcome = await front.send(Outgoing(1, 7, Text("好的")))
    await front.close()
    assert (outcome.fate, proxy.asked) == (Fate.NOT_CONNECTED, [])


async def test_this_machine_is_reached_without(
    open_front: OpenFront, server: ScriptedBotApi, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    front = open_front(TOKEN, server.origin)
    outcome = await front.send(Outgoing(1, 7, Text("好的")))
    await front.close()
    assert (outcome.fate, proxy.asked, len(server.asked("sendMessage"))) == (Fate.ACCEPTED, [], 1)
