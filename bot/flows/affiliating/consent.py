"""The privacy text that a member agrees to before anything personal is asked, and its version."""

from typing import Final

from bot.texts import Words
from bot.texts.retention import how_long

VERSION: Final = "2026-11"
"""To be raised with every change of what the text promises: whoever agreed to another is asked again."""


def text(months: int, t: Words) -> str:
    """Write it; `months` is how long the host keeps what was told after the end."""
    return "\n".join(
        (
            t("<b>Before you tell me about yourself</b> ({version})", version=VERSION),
            t("What for: so that the service point can take you in, and reach you."),
            t("What: name, phone, home branch; if you like, also where you work and your document."),
            t("Who sees it: only the reviewers of your request. Every look at it is recorded; all is kept encrypted."),
            t("How long: {how_long} You can look, export and delete at any time: /privacy",
              how_long=how_long(months, t)),
        )
    )  # fmt: skip
