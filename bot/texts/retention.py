"""How long data are kept: said once, the same wherever somebody is told."""

from bot.texts import Words


def how_long(months: int, t: Words) -> str:
    return t.plural(
        "while you take part, and {number} month after; then it is deleted by itself.",
        "while you take part, and {number} months after; then it is deleted by itself.",
        months,
    )
