"""The same conversations over HTTP, by a bot that runs as in production.

What a dialogue says is proved without a wire; here the wire is: that each library makes the same calls of the same
replies, on either database. So every dialogue is played by one pair of library and database, and those that carry a
kind of act or reply that few others have by all four. With `--every-pair` all are played by all.
"""

from itertools import product
from pathlib import Path
from typing import Final

import pytest

from bot.settings import Framework
from tests.stage.script import ending, files, steps
from tests.stage.wire import open_stage

PAIRS: Final = tuple(product(("aiogram", "ptb"), ("sqlite", "postgres")))

CARRIERS: Final = frozenset(
    {
        "affiliation_home_link",  # a secret link that is followed by another person
        "affiliation_registering",  # keys below the chat, a contact, a pin, an edit in place
        "activity_composed_step_by_step",  # pictures that are sent back
        "activity_shared",  # inline questions and their cards
        "announce_album",  # an album, voice and film
        "announce_formatted",  # formatted words, read closely
        "announced_in_english",  # letters in two languages, corrected and recalled
        "checkin_by_code",  # a scan, a drawing that is redrawn
        "duty_answers_about_seats",  # a reply to a message
        "group_bound",  # a group: let in, put out, upgraded, toasts
        "mail_files",  # files of every kind, passed on
        "what_it_cannot_read",  # a dice, a channel, an edited message, a forged button
    }
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-pair")
        played = [
            pytest.param(file, framework, kind, id=f"{file.stem}-{framework}-{kind}")
            for place, file in enumerate(files())
            for framework, kind in (PAIRS if every or file.stem in CARRIERS else [PAIRS[place % len(PAIRS)]])
        ]
        metafunc.parametrize(("file", "framework", "kind"), played)


async def test_dialogue_reads_as_written_over_http(
    file: Path, framework: Framework, kind: str, key: str, request: pytest.FixtureRequest
) -> None:
    async with open_stage(framework, request.getfixturevalue(f"{kind}_city_url"), key) as stage:
        said = "\n".join(await stage.play(steps(file))).rstrip()
        played = "\n".join([said, *ending(stage.taken())]) + "\n"
    assert played == _written(file)


def _written(file: Path) -> str:
    return file.read_text("utf-8")


def test_carriers_are_dialogues() -> None:
    assert {file.stem for file in files()} >= CARRIERS
