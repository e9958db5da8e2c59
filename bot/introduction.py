"""How the bot introduces itself: before the first message, in its profile, and behind the menu button."""

from bot.chat import Introduction
from bot.flows.commands import listed
from bot.texts import LANGUAGES, Words, words


def introductions(fallback: str) -> tuple[Introduction, ...]:
    """Return what everybody sees, and what those see whose messenger speaks another of our languages."""
    others = tuple(_introduction(language[:2], words(language)) for language in LANGUAGES)
    return (_introduction("", words(fallback)), *others)


def _introduction(code: str, t: Words) -> Introduction:
    return Introduction(
        code,
        listed(t),
        t.plain(
            "Waystation, for members working away from home. I find the nearest service point for you: "
            "when it is open, what it offers, how to get there. I sign you up for activities and remind you of them."
        ),
        t.plain("Finds service points for members working away from home."),
    )
