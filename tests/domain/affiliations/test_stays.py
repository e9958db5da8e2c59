"""The kind of stay follows from its days."""

from datetime import date

import pytest

from domain.affiliations.affiliations import Stay
from domain.affiliations.stays import kind_of_stay


@pytest.mark.parametrize(
    ("arrives_on", "ends_on", "kind"),
    [
        (date(2026, 12, 1), None, Stay.MOBILE),
        (date(2026, 12, 1), date(2027, 6, 1), Stay.MOBILE),
        (date(2026, 12, 1), date(2027, 5, 31), Stay.VISIT),
        (date(2026, 8, 31), date(2027, 2, 28), Stay.MOBILE),  # February has no 31st
    ],
)
def test_six_months_are_a_mobile_members(arrives_on: date, ends_on: date | None, kind: Stay) -> None:
    assert kind_of_stay(arrives_on, ends_on) is kind
