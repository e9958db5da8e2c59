"""Every reader: its worst text takes no long thought, and no text makes it raise what it does not say."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from random import Random
from typing import Final

from domain import dates, when
from tests.bounds import chance
from tests.bounds.attacks import LENGTH, Attack
from tests.bounds.readers import Reader, kinds_of, readers
from tests.bounds.timing import too_long

NOW: Final = datetime(2026, 12, 1, 12)  # noqa: DTZ001  local time without a zone, as readers of times have it
SEED: Final = 20261130
TRIED: Final = 50
"""Texts of chance for one reader; `make chaos` tries as many as there is time for."""

KINDS: Final = 40
_SAME: Final = [
    Attack("", one, "")
    for one in ("谢", "a", " ", "1", "\n", "的", "，", "a ", "谢 ", "1.", "1 ", "，谢", "你好", "ha")
]


def test_readers_are_found_by_their_signature() -> None:
    found = {one.where for one in readers()}
    assert {
        "domain.when.read",
        "domain.dates.read",
        "domain.hours.to_osm",
        "domain.roll.read",
        "bot.buttons.read",
    } <= found
    assert {"domain.courtesies.understood", "storage.places.search_text.bare", "bot.flows.entry_points.row_id"} <= found
    assert len(found) > 120


def test_worst_text_of_every_reader_takes_no_long_thought() -> None:
    assert [told for one in readers() for told in _too_long(one)] == []


def _too_long(reader: Reader) -> Iterator[str]:
    for kind in (*_SAME, *kinds_of(reader.module, KINDS)):
        worst = kind.of(LENGTH)
        if took := too_long(partial(reader.fails, worst)):
            yield f"{reader.where}: {1000 * took:.1f} ms for {kind}"
            return


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
