"""What a log line looks like, as text and as JSON, and which lines there are none of."""

import json
import logging
from datetime import datetime, timedelta
from typing import Literal

import pytest
import structlog
from structlog.testing import capture_logs

from bot import logs
from bot.logs import (
    EVERY_S,
    KINDS_AT_MOST,
    OFTEN,
    TRACEBACK_LENGTH,
    VALUE_LENGTH,
    VALUES,
    Repetitions,
    start_logging,
    tell_held_back,
)
from tests.stage import log_settings

pytestmark = pytest.mark.usefixtures("logging_as_before")


def logged(form: Literal["text", "json"], capsys: pytest.CaptureFixture[str]) -> list[str]:
    start_logging(form)
    structlog.get_logger().warning("call_refused", method="sendVenue", attempts=2)
    logging.getLogger("telegram").warning("slow: %d s", 3)
    return capsys.readouterr().err.splitlines()


def test_what_logging_a_test_set_up_is_seen_by_the_next_one(capsys: pytest.CaptureFixture[str]) -> None:
    with log_settings.as_before():
        start_logging("text")
        logs.log.warning("first_use")  # the module keeps its logger, set up so
    assert "first_use" in capsys.readouterr().err
    with capture_logs() as lines:
        logs.log.warning("next_use")
    assert [line["event"] for line in lines] == ["next_use"]


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


def seen(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_long_values_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("json")
    logs.log.warning("call_refused", reason="x" * 100_000 + "the end", many=list(range(100_000)), count=7)
    logging.getLogger("telegram").warning("said %s", "y" * 100_000)
    for line in seen(capsys):
        assert all(len(str(value)) < VALUE_LENGTH + 40 for value in line.values())
        assert str(line.get("reason", "the end")).endswith("the end")


def test_line_with_very_many_values_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("json")
    logs.log.warning("notices_expired", **{f"kind_{number}": number for number in range(1000)})
    (line,) = seen(capsys)
    assert (len(line), line["event"], line["level"]) == (VALUES + 3, "notices_expired", "warning")


def test_traceback_is_cut_and_ends_with_its_error(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("json")
    frames = "".join(f"def f{number}(): f{number + 1}()\n" for number in range(300))
    with pytest.raises(LookupError) as caught:
        exec(compile(f"{frames}def f300(): raise LookupError('deep')\nf0()", "deep.py", "exec"), {})  # noqa: S102
    logs.log.error("front_raised", exc_info=caught.value)
    (line,) = seen(capsys)
    assert len(str(line["exception"])) < TRACEBACK_LENGTH + 40
    assert str(line["exception"]).endswith("LookupError: deep")


def test_line_that_comes_again_and_again_is_held_back_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("json")
    hand = [0.0]
    (output,) = logging.getLogger().handlers
    output.filters[:] = [Repetitions(lambda: hand[0])]
    for number in range(1000):
        logs.log.warning("call_refused", method="setMyCommands", reason=f"status {number}")
        logging.getLogger("aiohttp").error("Error handling request", exc_info=ValueError(number))
    logs.log.warning("call_refused", method="deleteWebhook", reason="another line")
    tell_held_back()
    lines = [(line["event"], line.get("method")) for line in seen(capsys)]
    assert lines == [("call_refused", "setMyCommands"), ("Error handling request", None)] * OFTEN + [
        ("call_refused", "deleteWebhook")
    ]

    hand[0] += EVERY_S
    tell_held_back()
    told = [(line["event"], line["line"], line["about"], line["times"]) for line in seen(capsys)]
    assert told == [
        ("lines_held_back", "call_refused", "setMyCommands", 1000 - OFTEN),
        ("lines_held_back", "Error handling request", "aiohttp ValueError", 1000 - OFTEN),
    ]
    logs.log.warning("call_refused", method="setMyCommands", reason="a new minute")
    assert [line["event"] for line in seen(capsys)] == ["call_refused"]


def test_lines_that_are_new_each_time_are_held_back_too(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("json")
    for number in range(KINDS_AT_MOST * 2):
        logging.getLogger("library").warning(f"line {number}")  # noqa: G004  as a library may do
    assert len(seen(capsys)) == KINDS_AT_MOST + OFTEN
