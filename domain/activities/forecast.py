"""How many people an organiser may count on: those who have confirmed, and a share of those who have not."""

from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 10
"""From how many people with a seat on, in earlier activities, their share is taken as it is."""

ASSUMED_PERCENT: Final = 70
"""The share that is assumed where too little is known."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many are expected, and the share (percent) that the unconfirmed were counted with: known, or assumed."""

    expected: int
    percent: int
    is_known: bool


def forecast(confirmed: int, unconfirmed: int, came: int, missed: int) -> Forecast:
    """Count those who confirmed in full, the others with the share of those who came (`came` of came and missed)."""
    known = came + missed >= ENOUGH
    percent = round(100 * came / (came + missed)) if known else ASSUMED_PERCENT
    return Forecast(confirmed + round(unconfirmed * percent / 100), percent, known)
