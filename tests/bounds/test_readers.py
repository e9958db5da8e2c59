"""Every reader: its worst text takes no long thought, and no text makes it raise what it does not say."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from random import Random
from types import FrameType
from typing import Final

import pytest

from domain.bounded import SENTENCE
from domain.times import dates, when
from tests.bounds import chance
from tests.bounds.attacks import LENGTH, Attack
from tests.bounds.readers import Reader, kinds_of, readers
from tests.bounds.timing import LIMIT_S, cost, too_long, yardstick

NOW: Final = datetime(2026, 12, 1, 12)  # noqa: DTZ001  local time without a zone, as readers of times have it
SEED: Final = 20261130
TRIED: Final = 50
"""Texts of chance for one reader; `make chaos` tries as many as there is time for."""

KINDS: Final = 40
LENGTHS: Final = (LENGTH, 1_000, SENTENCE, 80)
"""Signs: also what is under the usual bounds, for above them nothing is read."""

SAME: Final = [
    Attack("", one, "")
    for one in ("谢", "a", " ", "1", "\n", "的", "，", "a ", "谢 ", "1.", "1 ", "，谢", "你好", "ha")
]


def test_readers_are_found_by_their_signature() -> None:
    found = {one.where for one in readers()}
    assert {
        "domain.times.when.read",
        "domain.times.dates.read",
        "domain.times.hours.to_osm",
        "domain.said.answers.roll.read",
        "bot.buttons.read",
    } <= found
    assert {
        "domain.said.answers.courtesies.understood",
        "storage.places.search_text.bare",
        "bot.flows.entry_points.row_id",
    } <= found
    assert len(found) > 120


def test_worst_text_of_every_reader_takes_no_long_thought() -> None:
    assert [told for one in readers() for told in _too_long(one)] == []


@pytest.mark.parametrize("form", [r"\s+x", "(?:谢|哈)*x"])
def test_reader_that_thinks_with_the_square_is_found_out(form: str) -> None:
    assert list(_too_long(_reader(lambda text: re.findall(form, text))))


def test_what_traces_slows_no_measure() -> None:
    """Nor is it lost: what comes after is traced again."""
    seen: list[str] = []

    def trace(frame: FrameType, _event: str, _arg: object) -> None:
        seen.append(frame.f_code.co_name)

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        cost(yardstick)
        _reader(str)
    finally:
        sys.settrace(before)
    assert seen[:3] == ["cost", "untraced", "_reader"]


def test_reader_that_never_ends_within_its_bound_is_found_out() -> None:
    assert list(_too_long(_reader(lambda text: re.fullmatch("(?:谢|谢谢)*x", text) if len(text) <= SENTENCE else None)))


def test_reader_that_is_only_a_little_slow_is_none() -> None:
    """It grows with the text: the bench shows it."""

    def read_for(signs: int) -> None:
        for _ in range(signs // 160):
            yardstick()

    assert cost(partial(read_for, LENGTH)) > LIMIT_S
    assert too_long(lambda signs: partial(read_for, signs), LENGTH) == 0.0


def _reader(read: Callable[[str], object]) -> Reader:
    return Reader("here", "nowhere", read, "")


def _too_long(reader: Reader) -> Iterator[str]:
    for kind in (*SAME, *kinds_of(reader.module, KINDS)):
        for length in LENGTHS:
            if took := too_long(partial(reading, reader, kind), length):
                yield f"{reader.where}: {1000 * took:.1f} ms for {length} signs of {kind}"
                return


def reading(reader: Reader, kind: Attack, signs: int) -> Callable[[], object]:
    return partial(reader.fails, kind.of(signs))


def test_no_text_makes_a_reader_raise() -> None:
    random = Random(SEED)
    texts = [chance.text(random) for _ in range(20 * TRIED)]
    failed = [
        f"{reader.where}({said[:60]!r}): {error!r}"
        for reader in readers()
        for said in random.sample(texts, TRIED)
        if (error := reader.fails(said)) is not None
    ]
    assert failed == []


def test_what_once_raised_is_read_as_nothing() -> None:
    for typed in ("9999年12月31日24:00", "明天19:00 一二三小时", "一二三分钟", "明天19:00 一二三分钟"):
        assert when.duration(typed) is None
        when.read(typed, NOW)
        dates.read(typed, NOW.date(), NOW.date())
    assert when.read("9999年12月31日24:00", NOW) is None
