"""The certificate of attendance (参加证明): one page that a member sends home, with a code that anybody can check."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

_PAGE: Final = "bot.papers.certificate_page"
"""Loaded late, when the first one is asked for: the libraries for it weigh more than ten megabytes."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands on it, in their language; `link` opens the check, `code`: `domain.activities.certificate_codes`."""

    name: str
    title: str
    kind: str
    when: str
    where: str
    hours: str
    holder: str
    code: str
    link: str
    issued_on: str
    language: str


def certificate_pdf(given: Certificate) -> bytes:
    """Set one A4 page. The same certificate gives the same bytes."""
    drawn: bytes = import_module(_PAGE).certificate_pdf(given)
    return drawn
