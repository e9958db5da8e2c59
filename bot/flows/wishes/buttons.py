"""The lasting buttons of topics, interests, wishes and the digest: they name nobody, and whoever taps is meant."""

from bot.chat import Button
from bot.flows.entry_points import EntryPoint
from bot.texts import Words


def interests_button(t: Words) -> Button:
    return Button(t.button("My interests"), EntryPoint.INTERESTS.data())


def wish_button(t: Words) -> Button:
    return Button(t.button("Wish for an activity"), EntryPoint.WISH.data())


def tally_button(t: Words) -> Button:
    """Lead an organiser to what the members wish for."""
    return Button(t.button("What members wish for"), EntryPoint.WISHES.data())


def digest_button(t: Words) -> Button:
    """Lead an organiser to the weekly digest."""
    return Button(t.button("Weekly digest"), EntryPoint.DIGEST.data())
