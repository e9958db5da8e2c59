"""How the bot introduces itself: the commands behind the menu button, in each language."""

from bot.chat import CommandMenu
from bot.texts import LANGUAGES, Words, words


def menus(fallback: str) -> tuple[CommandMenu, ...]:
    """Return the commands for everybody, and for those whose messenger speaks another of our languages."""
    others = tuple(CommandMenu(language[:2], _commands(words(language))) for language in LANGUAGES)
    return (CommandMenu("", _commands(words(fallback))), *others)


def _commands(t: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("start", t.plain("The menu")),
        ("help", t.plain("What I can do")),
        ("language", "语言 · Language"),
        ("cancel", t.plain("Stop what we are at, back to the menu")),
    )
