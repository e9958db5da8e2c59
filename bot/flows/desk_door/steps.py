"""Where somebody can be who wants to the desk: at its door, or asked whether the browser is theirs."""

from dataclasses import dataclass
from typing import ClassVar

from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class DeskDoor(Step):
    """How to get to the desk, and where one is signed in."""


@dataclass(frozen=True, slots=True)
class MatchingNumber(Step):
    """Asked which number stands on the page of the browser that is to be signed in."""

    PASSES: ClassVar[bool] = True

    sign_in_id: int
