"""What the process shows over real HTTP: it lives, it is ready or says what is wrong, and nobody wears it out."""

import asyncio
import logging
import resource
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import Final

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import text

from bot import web
from bot.chat import Arrival, Fate, Outcome
from bot.handlers.door import Door, NotOpenError
from bot.handlers.webhook import PATH, SECRET_HEADER
from bot.health import LATELY_S, SILENT_S, Health
from bot.standstill import Standstill
from domain.messages.delivery import Lane, State
from scheduler.watching import watch as watch_module
from scheduler.watching.sendings import Sendings
from scheduler.watching.watch import STILL_S, Watch, Watched
from storage.messages.claims import Claimed, Mark
from storage.unit_of_work import Store
from storage.upkeep.backlog import Waiting
from tests.bot.test_standstill import Hand
from tests.scheduler.messenger import Messenger
from tests.stage.talk import NOON, house

pytestmark = pytest.mark.wire

SECRET = "s3cret_of-the-webhook"


@dataclass
class Served:
    """A house that is looked at over HTTP, and the hands of its steady clock."""

    port: int
    health: Health
    watch: Watch
    sendings: Sendings
    delivery: Standstill
    door: Door
    hand: Hand

    async def get(self, path: str) -> tuple[int, list[str]]:
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            if answer.content_type != "application/json":
                return answer.status, (await answer.text()).splitlines()
            said = await answer.json()
            assert (said.get("ready", said.get("alive")), answer.status == 200) == (not said["wrong"],) * 2
            return answer.status, [f"{ill['what']}: {ill['why']}, for {ill['for_s']} s" for ill in said["wrong"]]


@asynccontextmanager
async def serving(store: Store, port: int, *, by_webhook: bool = False) -> AsyncIterator[Served]:
    hand = Hand()
    sendings, delivery, door = Sendings(hand), Standstill("polling", steady=hand), Door()
    watch = Watch(Watched(store, sendings, delivery), house(), NOON.timestamp, lambda: None)
    health = Health(sendings, delivery, by_webhook=by_webhook)
    end = await web.serve(f"127.0.0.1:{port}", Messenger(), door.take, SECRET if by_webhook else "", health)
    try:
        yield Served(port, health, watch, sendings, delivery, door, hand)
    finally:
        await end()
        watch.close()


@pytest_asyncio.fixture
async def served(sqlite_store: Store, unused_tcp_port: int) -> AsyncIterator[Served]:
    async with serving(sqlite_store, unused_tcp_port) as one:
        one.health.watch, one.health.is_open = one.watch, True
        one.delivery.went()
        yield one


READY: Final[tuple[int, list[str]]] = (200, [])


async def test_house_that_is_well(served: Served) -> None:
    assert [await served.get(path) for path in ("/healthz", "/readyz")] == [READY, READY]
    status, figures = await served.get("/metrics")
    assert (status, "waystation_store_well 1.0" in figures) == (200, True)


async def test_house_that_is_not_open_yet(served: Served) -> None:
    served.health.watch = None
    assert await served.get("/readyz") == (503, ["start: the messenger has not answered yet, for 0 s"])
    served.health.watch, served.health.is_open = served.watch, False
    assert await served.get("/readyz") == (503, ["polling: not begun, for 0 s"])
    assert await served.get("/healthz") == READY


async def test_store_that_is_locked(served: Served, sqlite_store: Store) -> None:
    with closing(sqlite3.connect(sqlite_store.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, lines = await served.get("/readyz")
        assert (status, [line.partition(",")[0] for line in lines]) == (503, ["store: locked"])
        assert await served.get("/healthz") == READY  # to restart it would not help
    await asyncio.sleep(watch_module.FRESH_S)
    assert await served.get("/readyz") == READY


async def test_schema_that_is_another(served: Served, sqlite_store: Store) -> None:
    with sqlite_store.unit_of_work() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = 'x'"))
        unit.commit()
    assert await served.get("/readyz") == (503, ["store: newer schema, for 0 s"])
    with sqlite_store.unit_of_work() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        unit.commit()
    await asyncio.sleep(watch_module.FRESH_S)
    status, (line,) = await served.get("/readyz")
    assert (status, line.partition(",")[0]) == (503, "store: another schema")


async def test_sending_that_stands_still(served: Served) -> None:
    row, down = Claimed(1, 7, Lane.INTERACTIVE, b"t{}", 0, None), Outcome(Fate.SERVER_TROUBLE, reason="status 502")
    for _ in range(3):
        served.sendings.landed(row, down, Mark(1, State.TODO))
    assert await served.get("/readyz") == READY  # there is nothing to do
    served.sendings.measured({Lane.INTERACTIVE: Waiting(3, 4.0)})
    served.hand.now += 12
    assert await served.get("/readyz") == (503, ["sending: server_trouble, for 12 s"])
    served.sendings.landed(row, Outcome(Fate.ACCEPTED), Mark(1, State.SENT))
    assert await served.get("/readyz") == READY


async def test_outbox_that_cannot_be_read(served: Served) -> None:
    served.sendings.out_of_reach(sqlite3.DatabaseError("nobody has foreseen it"))
    assert await served.get("/readyz") == READY  # it may be well at the next round
    served.hand.now += 5
    assert await served.get("/readyz") == (503, ["outbox: DatabaseError, for 5 s"])
    served.sendings.outbox.went()
    assert await served.get("/readyz") == READY


async def test_lane_that_stands_still(served: Served) -> None:
    served.sendings.measured({Lane.REMINDER: Waiting(3, STILL_S + 1)})
    assert await served.get("/readyz") == (503, ["sending: nothing of reminder leaves, for 600 s"])


async def test_polling_that_stands_still(served: Served) -> None:
    for _ in range(3):
        served.delivery.failed("not_connected")
    assert await served.get("/readyz") == (503, ["polling: not_connected, for 0 s"])
    served.delivery.went()
    served.hand.now += LATELY_S + 1
    assert await served.get("/readyz") == (503, ["polling: nothing comes, for 90 s"])


async def test_loop_that_has_ended_or_is_silent(served: Served) -> None:
    served.health.loops["jobs"] = asyncio.create_task(asyncio.sleep(0))
    await served.health.loops["jobs"]
    served.watch.beat_at -= SILENT_S + 1
    status, lines = await served.get("/healthz")
    assert (status, lines[0], lines[1][:18]) == (503, "jobs: ended, for 0 s", "watch: silent, for")
    assert (await served.get("/readyz"))[0] == 503


# ---------------------------------------------------------------- the webhook, and who wears it out


@pytest_asyncio.fixture
async def hooked(sqlite_store: Store, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setattr("bot.web.AT_MOST", 20)
    monkeypatch.setattr("bot.web.WAITS_S", 0.5)
    monkeypatch.setattr("bot.handlers.webhook.BODY_S", 0.2)
    async with serving(sqlite_store, unused_tcp_port, by_webhook=True) as one:
        one.health.watch, one.health.is_open = one.watch, True
        yield one


HEAD = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"


async def says(port: int, request: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request.encode())
    await writer.drain()
    return reader, writer


async def ended(reader: asyncio.StreamReader) -> bytes:
    """Return what came until the other side closed the connection."""
    async with asyncio.timeout(5):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


Talks = Callable[[int], Awaitable[None]]


async def test_quiet_webhook_is_ready(hooked: Served) -> None:
    hooked.hand.now += LATELY_S * 100
    assert await hooked.get("/readyz") == READY


async def test_update_before_the_house_is_open_is_brought_again(hooked: Served) -> None:
    taken: list[int] = []

    async def take(arrivals: Sequence[Arrival]) -> None:
        taken.append(len(arrivals))

    with pytest.raises(NotOpenError):
        await hooked.door.take([])
    hooked.door.open(take)
    await hooked.door.take([])
    assert taken == [0]


async def test_requests_that_never_end_are_closed(hooked: Served) -> None:
    reader, writer = await says(hooked.port, HEAD)
    began = asyncio.get_running_loop().time()
    assert await ended(reader) == b""
    assert asyncio.get_running_loop().time() - began < 3
    writer.close()


async def test_connection_that_has_brought_a_request_may_be_kept(hooked: Served) -> None:
    reader, writer = await says(hooked.port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b"[]}"))[9:12] == b"200"
    await asyncio.sleep(0.7)  # longer than a new one may wait
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(5):
        assert (await reader.readuntil(b"[]}"))[9:12] == b"200"
    writer.close()


async def test_body_that_does_not_come_is_refused(hooked: Served) -> None:
    reader, writer = await says(hooked.port, f"{HEAD}Content-Length: 100\r\n\r\n{{")
    async with asyncio.timeout(5):
        assert (await reader.readline()).split()[1] == b"408"
    writer.close()


async def test_crowd_of_half_open_requests_holds_up_nobody(hooked: Served, caplog: pytest.LogCaptureFixture) -> None:
    crowd = [await says(hooked.port, HEAD) for _ in range(60)]
    began = asyncio.get_running_loop().time()
    assert await hooked.get("/healthz") == READY
    assert asyncio.get_running_loop().time() - began < 1
    assert [await ended(reader) for reader, _ in crowd] == [b""] * 60
    for _, writer in crowd:
        writer.close()
    assert caplog.records == []


@pytest.mark.parametrize(
    "request_",
    [
        "\x16\x03\x01\x02\x00\x01\x00",  # TLS to where there is none
        "GET / HTTP/9.9\r\n\r\n",
        "GET /" + "x" * 20_000,
        f"{HEAD}Content-Length: many\r\n\r\n",
        f"{HEAD}Content-Length: 100\r\n\r\nhalf of it",
        f"{HEAD}Transfer-Encoding: chunked\r\n\r\nno number\r\n",
        f"{HEAD}Content-Encoding: deflate\r\nContent-Length: 5\r\n\r\nabcde",
    ],
)
async def test_broken_clients_leave_no_traceback(
    hooked: Served, caplog: pytest.LogCaptureFixture, request_: str
) -> None:
    _, writer = await says(hooked.port, request_)
    await asyncio.sleep(0.05)
    writer.close()
    await asyncio.sleep(0.3)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert await hooked.get("/healthz") == READY


async def test_fault_of_our_own_has_its_traceback(
    hooked: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooked.health, "ills", lambda: 1 / 0)
    assert (await hooked.get("/healthz"))[0] == 500
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError]


def test_room_for_connections_follows_the_files_that_may_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = iter([(256, 256), (1024, 4096), (16, 16), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)])
    monkeypatch.setattr("bot.web.resource.getrlimit", lambda _which: next(limits))
    assert [web._room(web.AT_MOST) for _ in range(4)] == [64, 200, 8, 200]
