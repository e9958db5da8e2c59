"""When something weekly happens next."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.times.weekly import next_weekly

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY_AT_FIVE = datetime(2026, 12, 4, 17, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("after", "then"),
    [
        (datetime(2026, 12, 1, 12, tzinfo=ZONE), FRIDAY_AT_FIVE),
        (datetime(2026, 12, 4, 16, 59, tzinfo=ZONE), FRIDAY_AT_FIVE),
        (FRIDAY_AT_FIVE, FRIDAY_AT_FIVE + timedelta(days=7)),
        (datetime(2026, 12, 5, 8, tzinfo=ZONE), FRIDAY_AT_FIVE + timedelta(days=7)),
    ],
)
def test_next_weekly_is_the_first_after(after: datetime, then: datetime) -> None:
    assert next_weekly(after, 4, 17 * 60) == then


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZONE)),  # noqa: DTZ001  hypothesis adds the zone
    st.integers(0, 6),
    st.integers(0, 1439),
)
def test_next_weekly_is_on_the_day_and_within_a_week(after: datetime, weekday: int, minute: int) -> None:
    then = next_weekly(after, weekday, minute)
    assert (then.weekday(), then.hour * 60 + then.minute) == (weekday, minute)
    assert after < then <= after + timedelta(days=7)
