"""How the bot introduces itself: before the first message, in its profile, and behind the menu button."""

from bot.chat import Introduction
from bot.texts import LANGUAGES, Words, words


def introductions(fallback: str) -> tuple[Introduction, ...]:
    """Return what everybody sees, and what those see whose messenger speaks another of our languages."""
    others = tuple(_introduction(language[:2], words(language)) for language in LANGUAGES)
    return (_introduction("", words(fallback)), *others)


def organisers_commands(t: Words) -> tuple[tuple[str, str], ...]:
    """Return what those see who organise a unit, in place of everybody's."""
    return (
        ("start", t.plain("The menu")),
        ("review", t.plain("Requests to review")),
        ("members", t.plain("Who takes part")),
        ("invite", t.plain("Invite others to a role")),
        ("rules", t.plain("The rules of review")),
        ("report", t.plain("Monthly report")),
        ("announce", t.plain("Announcements: write, send, follow")),
        ("mail", t.plain("What members have written")),
        *_always(t),
    )


def _always(t: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("activities", t.plain("Organisational life: what is on")),
        ("mine", t.plain("My activities")),
        ("wish", t.plain("Wish for an activity")),
        ("write", t.plain("Write to the service centre")),
        ("topics", t.plain("Which announcements I get")),
        ("record", t.plain("What I took part in, and certificates")),
        ("verify", t.plain("Check a certificate")),
        ("help", t.plain("What I can do")),
        ("privacy", t.plain("What I hold about you")),
        ("language", "语言 · Language"),
        ("cancel", t.plain("Stop what we are at, back to the menu")),
    )


def _introduction(code: str, t: Words) -> Introduction:
    return Introduction(
        code,
        (("start", t.plain("The menu")), *_always(t)),
        t.plain(
            "Waystation, for members working away from home. I find the nearest service point for you: "
            "when it is open, what it offers, how to get there. I sign you up for activities and remind you of them."
        ),
        t.plain("Finds service points for members working away from home."),
    )
