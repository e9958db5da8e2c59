"""Count how many of python-telegram-bot's own request tests pass against the sandbox.

`python -m tests.sandbox.foreign FOLDER --python PYTHON`, where FOLDER is its unpacked source distribution and PYTHON
has that version of it installed with what its tests need; docs/testing.md says how to come by both. `--sandbox FOLDER`
takes the sandbox of another checkout, to compare.

What the source distribution leaves out, pictures, sounds and films, is made here: of the right kind, not the same.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from PIL import Image

from tests.sandbox.foreign.ptb_on_sandbox import BOT

HERE = Path(__file__).parent
TOKEN = "5555:sandbox-foreign"
FREE = ("--per-second=off", "--chat-per-second=off", "--group-per-minute=off")
TESTS = (
    *("tests/test_bot.py", "tests/test_forum.py", "tests/test_chatboost.py", "tests/test_gifts.py"),
    *("tests/test_constants.py", "tests/test_forcereply.py", "tests/test_replykeyboardmarkup.py"),
    *("tests/test_replykeyboardremove.py", "tests/_inline", "tests/_payment", "tests/_files"),
)
SIZES = {"telegram.mp3": 122_920, "telegram.ogg": 9_199, "telegram.mp4": 326_534, "telegram2.mp4": 132_084}
PICTURES = {"telegram.jpg": (800, 800), "telegram.png": (300, 300), "telegram.webp": (510, 512), "game.gif": (320, 180)}
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
OUTCOME = re.compile(r"(PASSED|FAILED|ERROR|XFAIL|SKIPPED)\b")


def main() -> None:
    asked = _arguments()
    _make_media(asked.folder / "tests" / "data")
    order = [sys.executable, "-m", "sandbox", "--token", TOKEN, *FREE]
    with subprocess.Popen(order, cwd=asked.sandbox, stdout=subprocess.PIPE, text=True) as sandbox:
        assert sandbox.stdout
        origin = sandbox.stdout.readline().split()[1]
        _furnish(origin)
        lines = _run(asked.folder, asked.python, origin)
        sandbox.terminate()
    outcomes = Counter(hit.group() for line in lines if (hit := OUTCOME.match(line)))
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    said = f"{outcomes['PASSED']} of {outcomes.total()} pass: {dict(outcomes)}"
    sys.stdout.write("\n".join([*failed, said, ""]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox.foreign", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--sandbox", type=Path, default=HERE.parents[2])
    return parser.parse_args()


def _make_media(data: Path) -> None:
    for name, size in SIZES.items():
        if not (data / name).exists():
            (data / name).write_bytes(bytes(size))
    for name, sides in PICTURES.items():
        if not (data / name).exists():
            written = BytesIO()
            Image.effect_noise(sides, 50).convert("RGB").save(written, FORMATS[name.rpartition(".")[2]])
            (data / name).write_bytes(written.getvalue())


def _furnish(origin: str) -> None:
    """Let the chats be there that those tests write to, with the bot as an administrator where it is one for them."""
    person = int(str(BOT["chat_id"]))
    admin = {"by": person, "rights": "administrator"}
    _post(origin, "people/meet", ids=[person])
    _post(origin, f"groups/{BOT['super_group_id']}/add_bot", title="Super", **admin)
    _post(origin, f"groups/{BOT['forum_group_id']}/add_bot", title="Forum", is_forum=True, **admin)
    _post(origin, f"groups/{BOT['subscription_channel_id']}/add_bot", title="Paid", kind="channel", **admin)
    _post(origin, "groups/-1001234567890/add_bot", kind="channel", username=BOT["channel_id"], **admin)


def _post(origin: str, path: str, **body: Any) -> None:
    address, headers = f"{origin}/sandbox/{path}", {"content-type": "application/json"}
    with urlopen(Request(address, json.dumps(body).encode(), headers), timeout=20):  # noqa: S310  our own loopback server
        pass


def _run(folder: Path, python: str, origin: str) -> list[str]:
    environment = {**os.environ, "SANDBOX_ORIGIN": origin, "SANDBOX_TOKEN": TOKEN, "PYTHONPATH": str(HERE)}
    options = ("-p", "ptb_on_sandbox", "-p", "no:cacheprovider", "--tb=no", "-q", "-rA", "--no-flaky-report")
    ran = subprocess.run(
        [python, "-m", "pytest", *options, *TESTS],
        cwd=folder,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )
    return ran.stdout.splitlines()


if __name__ == "__main__":
    main()
