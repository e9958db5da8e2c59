"""Posters: a QR code that opens a place in the chat, as a PNG of the code alone and as a whole A4 page.

The page is set in STSong-Light, a Chinese typeface that PDF readers supply themselves, so no font file is needed. A
picture would need one, which not every machine has: so the PNG is the code, for whoever designs a poster of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Self

from bot.deep_links import link
from domain.places import slug

_PAGE: Final = "bot.papers.poster_page"
"""Loaded late: most bots never draw a poster, and the libraries for it weigh more than ten megabytes."""


@dataclass(frozen=True, slots=True)
class Poster:
    """A place and the link that opens it; `chinese` and `english` say in one line what the code is for."""

    name: str
    address: str
    link: str
    chinese: str
    english: str

    @classmethod
    def of_point(cls, name: str, address: str, code: str, bot: str) -> Self:
        return cls(
            name,
            address,
            link(bot, f"p_{slug(code)}"),
            "扫一扫,看开放时间和服务,找附近的服务点",
            "Scan for opening hours and services here, and other points nearby",
        )

    @classmethod
    def of_building(cls, name: str, address: str, code: str, bot: str) -> Self:
        return cls(
            name,
            address,
            link(bot, f"b_{slug(code)}"),
            "扫一扫,找离这座楼最近的服务点",
            "Scan to find the service points nearest to this building",
        )

    @classmethod
    def of_activity(cls, title: str, when_and_where: str, opens: str) -> Self:
        return cls(title, when_and_where, opens, "扫一扫,看详情、报名", "Scan to see more and to sign up")


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
