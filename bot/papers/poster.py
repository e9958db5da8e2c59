"""Posters: a QR code that opens a place in the chat, as a PNG of the code alone and as a whole A4 page.

The page carries its type. The PNG is the code alone, for whoever designs a poster of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Self

from bot.deep_links import building_link, point_link
from bot.texts import paper
from domain.places.places import slug

_PAGE: Final = "bot.papers.poster_page"
"""Loaded late: most bots never draw a poster, and the libraries for it weigh more than ten megabytes."""


@dataclass(frozen=True, slots=True)
class Poster:
    """A place and the link that opens it; `purpose` says what the code is for, a message of paper."""

    name: str
    address: str
    link: str
    purpose: str

    @classmethod
    def of_point(cls, name: str, address: str, code: str, to: str) -> Self:
        purpose = paper("Scan for opening hours and services here, and other points nearby")
        return cls(name, address, point_link(to, slug(code)), purpose)

    @classmethod
    def of_building(cls, name: str, address: str, code: str, to: str) -> Self:
        purpose = paper("Scan to find the service points nearest to this building")
        return cls(name, address, building_link(to, slug(code)), purpose)

    @classmethod
    def of_activity(cls, title: str, when_and_where: str, opens: str) -> Self:
        return cls(title, when_and_where, opens, paper("Scan to see more and to sign up"))

    @classmethod
    def of_room(cls, name: str, where: str, opens: str) -> Self:
        return cls(name, where, opens, paper("Scan to see what is on here today, and to check in"))


def poster_png(poster: Poster) -> bytes:
    """Draw the code, black on white with its quiet zone, at least 1,600 pixels a side."""
    drawn: bytes = import_module(_PAGE).poster_png(poster)
    return drawn


def poster_pdf(poster: Poster) -> bytes:
    """Set one page: name and address, the code, and what it is for. The same poster gives the same bytes."""
    return posters_pdf([poster])


def posters_pdf(posters: Sequence[Poster]) -> bytes:
    """Set a page for each, in one document. Raises `ValueError` for none: there is no document without a page."""
    drawn: bytes = import_module(_PAGE).posters_pdf(posters)
    return drawn
