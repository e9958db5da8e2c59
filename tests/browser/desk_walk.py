"""Walks through the desk by its links, one page of each kind, and says which of its routes nothing leads to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from playwright.async_api import APIRequestContext

_LAYOUTS: Final = ("show", "week", "several")
"""What in an address makes another page of it; all else chooses what stands on it."""


@dataclass
class Walk:
    """The pages that were found, each by an address, and the routes to which none led."""

    pages: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)


async def walk(http: APIRequestContext, origin: str, first: Iterable[str], routes: Iterable[web.RouteDef]) -> Walk:
    """Follow every link from the first pages on, and where screens of the chat are, as whoever is signed in."""
    patterns = _patterns(routes)
    left, known, reached, found = list(first), set[str](), set[str](), Walk()
    while left:
        path = left.pop(0)
        if _kind(path) in known:
            continue
        known.add(_kind(path))
        answer = await http.get(origin + path)
        assert answer.status == 200, (path, answer.status)
        reached |= {route for route, pattern in patterns.items() if pattern.fullmatch(urlsplit(path).path)}
        if "text/html" in answer.headers["content-type"]:
            text = await answer.text()
            found.pages.append(path)
            left += _links(text)
    found.unreached = sorted(set(patterns) - reached)
    return found


def _patterns(routes: Iterable[web.RouteDef]) -> dict[str, re.Pattern[str]]:
    """Return each route that is looked at, with what its addresses are like."""
    app = web.Application()
    app.add_routes(one for one in routes if one.method == "GET")
    return {
        one.canonical: re.compile(info["pattern"] if "pattern" in info else re.escape(info["path"]))
        for one in app.router.resources()
        if (info := one.get_info())
    }


def _kind(path: str) -> str:
    """Say of which kind a page is: numbers and sealed steps choose what stands on it, and nothing else."""
    told = urlsplit(path)
    kind = re.sub(r"/at/.*", "/at/", re.sub(r"\d+", "0", told.path))
    return f"{kind} {[parse_qs(told.query).get(name, [''])[0][:1] != '' for name in _LAYOUTS]}"


def _links(text: str) -> Iterator[str]:
    """Return the links of a page, and where its forms of the chat's screens go: to a page that can be asked for."""
    found = re.findall(r'(?:href|action)="(/desk[^"#]*)', text)
    forms = set(re.findall(r'action="(/desk[^"]*)"', text))
    for one in found:
        if one not in forms or one.startswith("/desk/at/"):
            yield html.unescape(one)
