"""What people type, made fit to be said back to them."""

from typing import Final
from unicodedata import category

from bot.texts import LANGUAGES, words

_ECHO: Final = 30


def readable(text: str, most: int = _ECHO) -> str:
    """Return the start of what was typed, without control and direction marks, fit to be said back."""
    kept = "".join(sign for sign in text[: 4 * most] if category(sign)[0] != "C")
    folded = " ".join(kept.split())
    return folded if len(folded) <= most else folded[: most - 1] + "…"


def button_labels(*names: str) -> frozenset[str]:
    """Return how these buttons are labelled in every language: whoever types a label has tapped it."""
    return frozenset(words(language).button(name) for language in LANGUAGES for name in names)
