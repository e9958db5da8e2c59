"""What ends a run before its time is said in one line, with what to do where that is known."""

import asyncio
import sys
from collections.abc import Iterator

import pytest

from bot.chat import TokenRefusedError
from bot.cli.running import until_stopped
from storage.presence import AlreadyRunningError

pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture(autouse=True)
def _switches_as_before() -> Iterator[None]:
    switch_s = sys.getswitchinterval()
    yield
    sys.setswitchinterval(switch_s)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (
            TokenRefusedError("the server does not know this token (Unauthorized)"),
            (
                "waystation: the server does not know this token (Unauthorized); "
                "ask @BotFather for another: WAYSTATION_TOKEN=...\n"
            ),
        ),
        (
            AlreadyRunningError("another process sends from this file"),
            "waystation: another process sends from this file\n",
        ),
    ],
)
def test_what_ends_a_run(trouble: Exception, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    async def work(_stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(raise_it())

    async def raise_it() -> None:
        raise trouble

    with pytest.raises(SystemExit) as ended:
        until_stopped("text", work)
    assert (ended.value.code, capsys.readouterr().err) == (1, said)
