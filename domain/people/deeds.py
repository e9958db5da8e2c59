"""Who does something, when, and why: what the verbs of the storage are told, and the audit writes down."""

from dataclasses import dataclass
from typing import Final

from domain.affiliations.affiliations import TABLE, Actor


@dataclass(frozen=True, slots=True)
class By:
    """Who does it; `chat_id` None: nobody, but the house, the clock or the command line.

    `role` is the one for the audit; "": the highest that they hold. `actor` is their part in an affiliation's life.
    """

    chat_id: int | None
    role: str = ""
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """By whom, at which moment in seconds since 1970, and for which reason, where one is asked for."""

    by: By
    now: float
    reason: str = ""


HOUSE: Final = By(None, "house", Actor.HOUSE)
"""Nobody: it follows from something else."""

CLOCK: Final = By(None, "clock", Actor.CLOCK)
"""Nobody: a date has come."""

NEEDS_REASON: Final = frozenset(
    {
        *(f"affiliation.{step.verb}" for step in TABLE if step.needs_reason),
        *(f"attendance.{what}" for what in ("check_in", "walk_in", "late", "undo", "export")),
        *("register.export", "announcement.report", "rule.set"),
    }
)
"""What the audit never has without a reason: a decision that its member is told, whom or how many it was about."""
