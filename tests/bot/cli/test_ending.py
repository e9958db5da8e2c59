"""SIGTERM during the start ends the process at once: nobody waits until a library is loaded."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import KEY

pytestmark = [pytest.mark.wire, pytest.mark.process]


@pytest.mark.parametrize(("framework", "loaded"), [("aiogram", "aiogram."), ("ptb", "telegram."), ("ptb", "click")])
def test_sigterm_while_something_is_loaded_ends_it_at_once(tmp_path: Path, framework: str, loaded: str) -> None:
    settings = {
        "TOKEN": "77:nobody",
        "KEY": KEY,
        "BOT_API": "http://127.0.0.1:9",
        "FRAMEWORK": framework,
        "DATABASE": f"sqlite:///{tmp_path / 'a.db'}",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("WAYSTATION_")}
    environment = others | {f"WAYSTATION_{name}": value for name, value in settings.items()}
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "bot", "run"],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": root},
        stderr=subprocess.PIPE,
        text=True,
    ) as bot:
        try:
            assert bot.stderr is not None
            while loaded not in bot.stderr.readline():
                pass
            began = time.monotonic()
            bot.send_signal(signal.SIGTERM)
            bot.communicate(timeout=30)
        finally:
            bot.kill()
    assert bot.returncode == 0
    assert time.monotonic() - began < 2
