"""What a log line looks like, as text and as JSON, and which lines there are none of."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

import pytest
import structlog

from bot.logs import start_logging


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root, chatty = logging.getLogger(), [logging.getLogger(name) for name in ("apscheduler", "alembic")]
    handlers, levels = root.handlers[:], [logger.level for logger in (root, *chatty)]
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    for logger, level in zip((root, *chatty), levels, strict=True):
        logger.setLevel(level)


def logged(form: Literal["text", "json"], capsys: pytest.CaptureFixture[str]) -> list[str]:
    start_logging(form)
    structlog.get_logger().warning("call_refused", method="sendVenue", attempts=2)
    logging.getLogger("telegram").warning("slow: %d s", 3)
    return capsys.readouterr().err.splitlines()


def test_text_is_keys_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.rpartition(" timestamp=")[0] for line in logged("text", capsys)]
    assert lines == [
        "method=sendVenue attempts=2 event=call_refused level=warning",
        'event="slow: 3 s" level=warning',
    ]


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.loads(line) for line in logged("json", capsys)]
    assert [datetime.fromisoformat(line.pop("timestamp")).utcoffset() for line in lines] == [timedelta(0)] * 2
    assert lines == [
        {"event": "call_refused", "level": "warning", "method": "sendVenue", "attempts": 2},
        {"event": "slow: 3 s", "level": "warning"},
    ]


@pytest.mark.parametrize("name", ["apscheduler.executors.default", "alembic.runtime.migration"])
def test_chatter_of_libraries_is_quiet(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("text")
    logging.getLogger(name).info("Running upgrade")
    logging.getLogger(name).warning("late")
    lines = [line.rpartition(" timestamp=")[0] for line in capsys.readouterr().err.splitlines()]
    assert lines == ["event=late level=warning"]


def test_text_of_one_line_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("text")
    logging.getLogger("telegram").warning("a reason\nevent=forged")
    assert len(capsys.readouterr().err.splitlines()) == 1
