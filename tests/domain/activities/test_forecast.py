"""How many people to count on."""

import pytest

from domain.activities.forecast import ASSUMED_PERCENT, Forecast, forecast


@pytest.mark.parametrize(
    ("confirmed", "unconfirmed", "came", "missed", "told"),
    [
        (8, 0, 0, 0, Forecast(8, ASSUMED_PERCENT, is_known=False)),
        (8, 10, 0, 0, Forecast(15, ASSUMED_PERCENT, is_known=False)),
        (8, 10, 5, 4, Forecast(15, ASSUMED_PERCENT, is_known=False)),
        (8, 10, 9, 1, Forecast(17, 90, is_known=True)),
        (0, 10, 0, 10, Forecast(0, 0, is_known=True)),
        (0, 3, 1, 11, Forecast(0, 8, is_known=True)),
    ],
)
def test_forecast(confirmed: int, unconfirmed: int, came: int, missed: int, told: Forecast) -> None:
    assert forecast(confirmed, unconfirmed, came, missed) == told
