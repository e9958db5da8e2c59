"""Which kind of stay it is, by its days: six months and more are a mobile member's (`docs/rules.md`)."""

from datetime import date
from typing import Final

from domain.affiliations.affiliations import Stay
from domain.affiliations.reminders import months_after

MOBILE_MONTHS: Final = 6


def kind_of_stay(arrives_on: date, ends_on: date | None) -> Stay:
    """Tell the kind; a stay without an end in sight is a long one."""
    if ends_on is None or ends_on >= months_after(arrives_on, MOBILE_MONTHS):
        return Stay.MOBILE
    return Stay.VISIT
