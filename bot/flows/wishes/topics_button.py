"""The button under every announcement and every digest: what somebody gets, and may say no to."""

from bot.chat import Button
from bot.flows.entry_points import EntryPoint
from bot.texts import Words


def topics_button(t: Words) -> Button:
    """Lead to the choice of topics."""
    return Button(t.button("Which messages I get"), EntryPoint.TOPICS.data())
