"""Dialogues through the page's real protocol: members post and poll over HTTP, whoever else is there is on Telegram.

What a dialogue says on a page is proved in process (`tests/test_web_abilities.py`); here the way is: each of these
carries a kind of act or of message that few others have. A person is one on both channels, and hears each thing once.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.stage.hearing import NUMBERS
from tests.stage.on_page import open_page_stage
from tests.stage.script import ending, files, steps
from tests.stage.web_able import as_on_a_page

pytestmark = pytest.mark.wire

CARRIERS: Final = frozenset(
    {
        "activity_card",  # a file of ours
        "affiliation_home_link",  # a secret link that is followed by another person
        "affiliation_in_sentences",  # keys below the chat, an edit in place
        "affiliation_still_here",  # a forged button; clocks that ring months later
        "announced_corrected_and_recalled",  # letters that are rewritten and taken back
        "checkin_by_code",  # a scan
        "checkin_by_location",  # a place
        "duty_answers_about_seats",  # a reply to a message
        "signup_not_for_you",  # a pin
    }
)

MEMBERS: Final = tuple(NUMBERS[name] for name in ("王芳", "Anna", "孙丽", "李强"))

_OF_THE_DELETED: Final = re.compile(r"(\(deleted\)\n)(?: +\[.*\]\n)+")
"""The sandbox remembers the buttons of what is taken back; on a page nothing of it is left."""


_OF_A_PAGE: Final = re.compile(r"^ +\[(?:放进手机日历|In my phone's calendar)\]\n", re.MULTILINE)
"""What only a house with a page has: a calendar's address is one of its web server's."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "file" in metafunc.fixturenames:
        metafunc.parametrize("file", list(_played()), ids=lambda file: file.stem)


def _played() -> Iterator[Any]:
    return (file for file in files() if file.stem in CARRIERS)


async def test_dialogue_reads_as_written(file: Path, sqlite_city_url: str, key: str) -> None:
    async with open_page_stage(sqlite_city_url, key, MEMBERS) as stage:
        said = "\n".join(await stage.play(steps(file))).rstrip()
        played = "\n".join([said, *ending(stage.taken())]) + "\n"
        played = played.replace(f"{stage.web}/p/", "https://t.me/waystation_sandbox_bot?start=")
    assert _OF_A_PAGE.sub("", played) == _as_on_this_page(file)


def _as_on_this_page(file: Path) -> str:
    return _OF_THE_DELETED.sub(r"\1", as_on_a_page(file.read_text("utf-8")))


def test_carriers_are_dialogues() -> None:
    assert {file.stem for file in files()} >= CARRIERS
