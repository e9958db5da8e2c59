"""The lasting buttons of topics, interests, wishes and the digest: they name nobody, and whoever taps is meant."""

from bot.buttons import lasting
from bot.chat import Button
from bot.texts import Words

LETTER = "zw"


def interests_button(t: Words) -> Button:
    return Button(t.button("My interests"), lasting(LETTER, "i"))


def wish_button(t: Words) -> Button:
    return Button(t.button("Wish for an activity"), lasting(LETTER, "w"))


def tally_button(t: Words) -> Button:
    """Lead an organiser to what the members wish for."""
    return Button(t.button("What members wish for"), lasting(LETTER, "n"))


def digest_button(t: Words) -> Button:
    """Lead an organiser to the weekly digest."""
    return Button(t.button("Weekly digest"), lasting(LETTER, "d"))
