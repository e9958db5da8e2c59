"""Masks for personal fields: enough to tell two people apart, too little to know them. 王*, 139****5678, ****0017."""

from dataclasses import replace
from typing import Final

from domain.people.members import Details

_DOTS: Final = "****"
_CHINA: Final = "+86"


def masked_name(name: str) -> str:
    """Show the first sign, and at most three stars for the rest."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""


def masked_phone(phone: str) -> str:
    """Show three digits in front and four behind, of numbers that are long enough to hide something between."""
    digits = phone.removeprefix(_CHINA)
    if len(digits) >= 11:
        return digits[:3] + _DOTS + digits[-4:]
    return _DOTS + digits[-2:] if len(digits) >= 7 else _masked_all(digits)


def masked_number(number: str) -> str:
    """Show the last four signs of a number of eight or more."""
    return _DOTS + number[-4:] if len(number) >= 8 else _masked_all(number)


def masked(details: Details) -> Details:
    """Mask everything that a person has told; which kind of document it is, and until when, is no secret."""
    home, paper = details.home, details.paper
    return Details(
        masked_name(details.name),
        masked_phone(details.phone),
        _masked_all(details.employer),
        _masked_all(details.building),
        replace(home, name=_masked_all(home.name), place=_masked_all(home.place), contact=_masked_all(home.contact)),
        replace(paper, number=masked_number(paper.number), photo=""),
    )


def _masked_all(told: str) -> str:
    return _DOTS if told else ""
