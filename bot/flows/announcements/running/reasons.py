"""Why a messenger did not take a message, in words that an organiser can use."""

from bot.texts import Words


def in_words(reason: str, t: Words) -> str:
    """Say it in plain words where it is known; else as the messenger said it, shortened."""
    said = reason.lower()
    for sign, words in _known(t):
        if sign in said:
            return words
    return t.plain("the messenger refused it: “{reason}”", reason=reason[:80]) if reason else t.plain("no reason given")


def _known(t: Words) -> tuple[tuple[str, str], ...]:
    """Return what the messenger's own words are known by; the first that fits is meant."""
    return (
        ("chat not found", t.plain("the messenger does not know this chat")),
        ("deactivated", t.plain("the account does not exist any more")),
        ("upgraded", t.plain("the group goes on under another number")),
        ("migrated", t.plain("the group goes on under another number")),
        ("kicked", t.plain("the bot was put out of the group")),
        ("not enough rights", t.plain("the bot may not write in the group")),
        ("blocked", t.plain("has stopped the bot")),
        ("file", t.plain("the messenger no longer has the picture or file")),
        ("can't parse", t.plain("the messenger did not understand the formatting")),
        ("too long", t.plain("the text is too long")),
        ("unsealed", t.plain("what was to be sent can no longer be read")),
    )
