"""The privacy text that a member agrees to before anything personal is asked, and its version."""

from typing import Final

from bot.texts import Words
from bot.texts.retention import how_long
from domain.said.questions.data_questions import DataQuestion

VERSION: Final = "2026-11"
"""To be raised with every change of what the text promises: whoever agreed to another is asked again."""


def text(months: int, t: Words) -> str:
    """Write it; `months` is how long the host keeps what was told after the end."""
    return "\n".join(
        (
            t("<b>Before you tell me about yourself</b> ({version})", version=VERSION),
            *what_for(t),
            _seen_by(t),
            _how_long(months, t),
        )
    )


def what_for(t: Words) -> tuple[str, str]:
    """Say what is asked for, and why."""
    return (
        t("What for: so that the service point can take you in, and reach you."),
        t("What: name, phone, home branch; if you like, also where you work and your document."),
    )


def about(question: DataQuestion, months: int, t: Words) -> str:
    """Answer a question about it with its own words; `months` as above."""
    match question:
        case DataQuestion.SEEN:
            return _seen_by(t)
        case DataQuestion.KEPT:
            return _how_long(months, t)
        case DataQuestion.TAKEN_BACK:
            return t("You are free to say no, and to withdraw and delete everything later, at any time: /privacy")
    return who_sees(t)


def who_sees(t: Words) -> str:
    """Say who reads what is told, and that nobody else does."""
    only = t("It serves your affiliation and nothing else. /privacy shows what is held about you.")
    return f"{_seen_by(t)}\n{only}"


def _seen_by(t: Words) -> str:
    return t("Who sees it: only the reviewers of your request. Every look at it is recorded; all is kept encrypted.")


def _how_long(months: int, t: Words) -> str:
    return t("How long: {how_long} You can look, export and delete at any time: /privacy",
             how_long=how_long(months, t))  # fmt: skip
