"""The terms on which something is lent are read as people write them, and nothing out of anything else."""

import pytest

from domain.said.borrowing import terms


@pytest.mark.parametrize("said", ["15, 30", "15，30", "前15分钟 后30分钟", "15 30"])
def test_minutes_before_and_after(said: str) -> None:
    assert terms.minutes_around(said) == (15, 30)


@pytest.mark.parametrize("said", ["15", "", "很多", "1234, 5"])
def test_no_minutes(said: str) -> None:
    assert terms.minutes_around(said) is None


@pytest.mark.parametrize(("said", "hours"), [("8", 8), ("8小时", 8), ("8 hours", 8), ("0", None), ("八百", None)])
def test_hours_a_month(said: str, hours: int | None) -> None:
    assert terms.hours_a_month(said) == hours


@pytest.mark.parametrize(
    "said",
    [
        "周四 18:00-21:00，提前7天",
        "周四18:00-21:00，提前 7 天",
        "Th 18:00-21:00, 7 days before",
        "Thursdays 18:00-21:00, 7 days",
    ],
)
def test_hours_that_are_kept_and_when_they_open(said: str) -> None:
    assert terms.kept_at_home(said) == ("Th 18:00-21:00", 7)


@pytest.mark.parametrize("said", ["周四", "有时候，提前7天", "周四 18:00-21:00"])
def test_no_hours_that_are_kept(said: str) -> None:
    assert terms.kept_at_home(said) is None


def test_a_story_is_no_term() -> None:
    long = "周一 9:00-18:00 " * 20
    assert terms.opening(long) is None
    assert terms.kept_at_home(long) is None
    assert terms.minutes_around(long) is None
