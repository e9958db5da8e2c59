"""The month's picture: its size, that something is drawn, and that it is the same on every day."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.papers.summary import WIDTH, Bar, Summary, Tile, summary_picture

MONTH = Summary(
    unit="静安寺街道",
    title="2026年11月组织生活",
    tiles=(Tile("24", "活动（场）"), Tile("486", "参加人次"), Tile("212", "参加人数"), Tile("91%", "到会率")),
    kinds_title="按类型（人次）",
    kinds=(Bar("主题党日", 182, "6 场，182 人次"), Bar("党课", 0, "1 场，0 人次")),
    weeks_title="按周（人次）",
    weeks=(Bar("1日", 0, ""), Bar("2–8日", 182, ""), Bar("9–15日", 5, "")),
    notes=("统计到2026年12月3日。" * 6, "Called off: " + "one " * 60),
)
_NOTHING = replace(MONTH, kinds=(), weeks=(), notes=())


def opened(given: Summary) -> Image.Image:
    return Image.open(BytesIO(summary_picture(given))).convert("RGB")


def colours(picture: Image.Image) -> int:
    return len(picture.getcolors(1 << 24) or [])


def test_picture_is_as_wide_as_posts_are_and_not_blank() -> None:
    picture = opened(MONTH)
    assert picture.width == WIDTH
    assert picture.height > 1_000
    assert colours(picture) > 50


def test_same_summary_gives_the_same_bytes() -> None:
    assert summary_picture(MONTH) == summary_picture(MONTH)
    assert summary_picture(MONTH) != summary_picture(replace(MONTH, unit="南京西路街道"))


def test_month_without_groups_is_shorter() -> None:
    assert opened(_NOTHING).height < opened(MONTH).height


def test_picture_has_the_letters_of_every_place() -> None:
    """A letter that a type lacks is a box: the same for 甪直镇 as for any other."""
    pictures = {summary_picture(replace(_NOTHING, unit=unit, title="")) for unit in ("甪", "𠮷", "Ż", "Ừ", "龦", "🎉")}
    assert len(pictures) == 6
    assert summary_picture(replace(_NOTHING, unit="甪直镇🎉")) == summary_picture(replace(_NOTHING, unit="甪直镇"))


@pytest.mark.parametrize("unit", ["长" * 200, "W" * 200, "👩‍🏫", ""])
def test_any_name_stays_within_the_margins(unit: str) -> None:
    bars = (Bar(unit, 10**9, "1 场，1000000000 人次"),)
    picture = opened(replace(MONTH, unit=unit, title=unit, kinds=bars, tiles=(Tile("1234567890123456", unit),) * 7))
    left, right = (picture.crop((x, 20, x + 60, picture.height)) for x in (0, WIDTH - 60))
    assert (colours(left), colours(right)) == (1, 1)
