"""No reader's work grows with the square of what is said: counted in calls, the same on every machine and on every day.

What a pattern does within one call is not seen by this.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from types import FrameType
from typing import Final

import pytest

from domain.said import days
from domain.said.answers import lateness, presence
from domain.said.days import LONGEST
from domain.said.places import coordinates, shared_text
from domain.said.questions import data_questions, facts
from domain.said.requests import after_sending, asides, registration
from domain.said.sentences import frames, newcomer, tokens
from domain.said.writing import ordinals

NOW: Final = datetime.fromisoformat("2026-11-29T12:00")

Reader = Callable[[str], object]

READERS: Final[dict[str, Reader]] = {
    "days.cut": lambda text: days.cut(text, NOW),
    "days.named": lambda text: days.named(text, NOW),
    "frames.read": lambda text: frames.read(text, NOW),
    "registration.read": lambda text: registration.read(text, NOW.date()),
    "asides.aside": asides.aside,
    "after_sending.said": lambda text: after_sending.said(text, is_at_hand=True),
    "coordinates.read": coordinates.read,
    "data_questions.asked": data_questions.asked,
    "facts.read": facts.read,
    "lateness.is_said": lateness.is_said,
    "newcomer.is_said": newcomer.is_said,
    "ordinals.line_named": ordinals.line_named,
    "presence.is_said": presence.is_said,
    "shared_text.taken_apart": shared_text.taken_apart,
    "tokens.tokens": tokens.tokens,
}


def calls_of(reader: Reader, text: str) -> int:
    """Count the calls, Python's own functions included, that reading takes; what is remembered is read before."""
    reader(text)
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    watching = sys.getprofile()
    sys.setprofile(counted)
    try:
        reader(text)
    finally:
        sys.setprofile(watching)
    return count


SAID: Final = ("今", "一", "a ", "周六", "1", "周六，", "12月5日", "on Saturday ", "今天1")
"""What readers look at most closely, over and over."""


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("length", [LONGEST, 8 * LONGEST])
def test_work_does_not_grow_with_the_square_of_what_is_said(name: str, said: str, length: int) -> None:
    """Twice as much takes twice the work, a little more where a window is cut short; the square would be fourfold."""
    half, whole = (calls_of(READERS[name], said * (most // len(said))) for most in (length // 2, length))
    assert whole <= 3 * half + 50, (half, whole)


def test_square_would_be_seen() -> None:
    def looks_back(text: str) -> list[str]:
        return [sign.strip() for end in range(len(text)) for sign in text[:end]]

    half, whole = (calls_of(looks_back, "今" * most) for most in (LONGEST // 2, LONGEST))
    assert whole > 3 * half + 50
