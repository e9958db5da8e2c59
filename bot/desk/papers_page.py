"""Papers and lists of a unit: its register, the posters of its points and buildings, and the way to what else there is.

A poster is of a place that everybody may know; only who organises its unit takes it from here, as at the command line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.desk import periods
from bot.desk.exporting import File
from bot.desk.guard import RefusedError
from bot.desk.showing import drawn
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.reviewing.granting import may_give
from bot.papers.naming import file_name
from bot.papers.poster import Poster, poster_png, posters_pdf
from bot.texts import Words, paper
from domain.people.roles import Role
from storage.desk import listings
from storage.desk.listings import Listing, Page, Wanted
from storage.places import places

MOST: Final = 100
"""Posters of one file: some seconds of drawing. A larger unit has several files, one after the other."""

SHOWN: Final = 20
_ASKED_MOST: Final = 60
KINDS: Final[Mapping[str, Listing]] = {"points": listings.POINTS, "buildings": listings.BUILDINGS}
CALLED: Final[Mapping[str, str]] = {"points": paper("Service points"), "buildings": paper("Buildings")}


def papers_page(visit: Visit) -> str:
    """Show what can be taken of a unit. Raises `RefusedError` for one that is not in this person's hands."""
    desk, period = visit.desk, periods.asked(visit)
    asked = visit.query.get("q", "").strip()[:_ASKED_MOST]
    found = {kind: _page(kind, period.path, desk, SHOWN, asked) for kind in KINDS}
    whole = found if not asked else {kind: _page(kind, period.path, desk, 1) for kind in KINDS}
    told = {
        "unit": period.unit,
        "units": periods.nearby_units(period, desk),
        "asked": asked,
        "kinds": CALLED,
        "found": found,
        "whole": whole,
        "most": MOST,
        "files": {kind: files(page.count) for kind, page in whole.items()},
        "shown": SHOWN,
        "sees_audit": may_give(Role.ADMIN, None, desk),
    }
    return drawn("papers.html", visit, told)


def files(count: int) -> list[tuple[int, int]]:
    """Return the files that so many posters take, each by its first and its last, counted from 1."""
    return [(first, min(first + MOST - 1, count)) for first in range(1, count + 1, MOST)]


def _page(kind: str, path: str, desk: Desk, count: int, asked: str = "") -> Page:
    return KINDS[kind].page(desk.unit, Wanted([path], "unit", filters={"q": asked}, count=count))


def poster(kind: str, row_id: int, to: str, desk: Desk) -> Poster:
    """Return the poster of a place. Raises `RefusedError` where its unit is not in this person's hands."""
    row = places.point(desk.unit, row_id) if kind == "points" else places.building(desk.unit, row_id)
    if row is None or not desk.may_organise(row.unit_id):
        raise RefusedError(404, "nothing")
    return _of(kind, row.name, row.address, row.code, to)


@dataclass(frozen=True, slots=True)
class Posters:
    """Posters of one file: whose they are, and which of them ("": all)."""

    unit: str
    which: str
    some: Sequence[Poster]


def posters(kind: str, unit_id: int, first: int, to: str, desk: Desk) -> Posters:
    """Return the posters of a unit and all below it from the `first` on, as many as one file takes.

    They stand in the order in which somebody walks. Raises `RefusedError` where the unit is not in this person's hands,
    and where no file begins with that one.
    """
    unit = places.unit(desk.unit, unit_id) if desk.may_organise(unit_id) else None
    if unit is None:
        raise RefusedError(404, "nothing")
    wanted = Wanted([places.path_of(desk.unit, unit_id)], "unit", skip=max(0, first - 1), count=MOST)
    page = KINDS[kind].page(desk.unit, wanted)
    last = dict(files(page.count)).get(first)
    if last is None:
        raise RefusedError(404, "nothing")
    some = [_of(kind, row["name"], row["address"], row["code"], to) for row in sorted(page.rows, key=_walk)]
    return Posters(unit.name, f"{first}-{last}" if page.count > MOST else "", some)


def _walk(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return row["unit"], row["address"], row["name"], row["code"]


def _of(kind: str, name: str, address: str, code: str, to: str) -> Poster:
    return (Poster.of_point if kind == "points" else Poster.of_building)(name, address, code, to)


def one_poster(one: Poster, form: str, t: Words) -> File:
    """Draw one, as a page ("pdf") or its code alone ("png")."""
    content = poster_png(one) if form == "png" else posters_pdf([one])
    return File(file_name(form, t.paper("Poster"), one.name), content, form, 1)


def all_posters(found: Posters, t: Words) -> File:
    name = file_name("pdf", t.paper("Posters"), found.unit, found.which)
    return File(name, posters_pdf(found.some), "pdf", len(found.some))
