"""The privacy text that a member agrees to before anything personal is asked, and its version."""

from typing import Final

from bot.texts import Words

VERSION: Final = "2026-12"
"""To be raised with every change of what the text promises: whoever agreed to another is asked again."""


def text(t: Words) -> str:
    return "\n".join(
        (
            t("<b>Before you tell me about yourself</b>"),
            t("What for: so that the service point can take you in, and reach you."),
            t("What: name, phone, where you work, your home branch, your document."),
            t("Who sees it: the reviewers of your request. Every look at it is recorded."),
            t("How: encrypted; a photo stays with Telegram, I keep only its number."),
            t("How long: while you are affiliated, and then as the host's rules say. You can look, export and delete."),
            t("Version {version}", version=VERSION),
        )
    )
