"""What the desk shows: what waits today, a table, an item with its screen of the chat. Looking changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from bot.desk import drawing, screens, tables, today
from bot.desk.fields import Field
from bot.desk.guard import RefusedError
from bot.desk.table_cells import NAMED
from bot.desk.tables import Table
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.mail.text import colleague_name
from bot.flows.persons import colleague
from bot.flows.reviewing.reasons import ready_made
from bot.flows.rights import own_units
from bot.flows.step import Step
from bot.papers.sheet import Cell
from domain.affiliations.affiliations import Verb
from storage.desk.listings import Page, Wanted
from storage.people import colleagues
from storage.places import places

PAGE: Final = 25
_PAGE_TO_DECIDE: Final = 50
"""Rows of a table in which many are decided at once: a morning's requests on one page."""

_ONE_LINE: Final = 18
"""A column of so few characters, as a time or a telephone number, is never broken into lines."""

_A_WHILE_S: Final = 60.0
"""What has begun to wait only now is not said to."""

PAGES_MOST: Final = 10_000
_ASKED_MOST: Final = 60


def drawn(template: str, visit: Visit, told: Mapping[str, Any]) -> str:
    """Write a page of somebody who is signed in."""
    said = screens.heard(visit.query.get("said", ""), visit.unit.seal, visit.session.chat_id)
    common = {
        "form_key": visit.form_key,
        "said": said,
        "me": colleague(visit.unit, visit.session.chat_id, visit.desk.words),
        "tables": tables.TABLES,
        "address": visit.address,
        "as_of": _as_of(visit.desk),
    }
    return drawing.page(template, visit.desk.words, {**common, **told}, visit.unit.give_way)


def _as_of(desk: Desk) -> str:
    """Say of when a page is, with the year: it may be printed, and lie in a folder."""
    return f"{desk.words.full_day(desk.today)} {desk.words.clock(desk.now)}"


def today_page(visit: Visit) -> str:
    kind, page = visit.query.get("kind", ""), number(visit.query.get("page"))
    kind = kind if kind in {one.name for one in today.KINDS} else ""
    found = today.waiting(visit.desk, kind, page)
    now, t = visit.desk.now.timestamp(), visit.desk.words
    everybody = {chat_id for chats in found.others.values() for chat_id in chats}
    colleagues.names_of(visit.unit, everybody)
    others = {subject: [colleague_name(visit.unit, one, t) for one in chats] for subject, chats in found.others.items()}
    waiting = [item for item, _ in found.items if item.says_since and now - item.since >= _A_WHILE_S]
    waits = {item.subject: today.how_long(item.since, now, t) for item in waiting}
    told = {
        "found": found,
        "kind": kind,
        "kinds": {one.name: one.called for one in today.KINDS},
        "others": others,
        "waits": waits,
        "soon": now + 86_400.0,
        "now": now,
        "said_html": drawing.said,
        "most": today.MOST,
    }
    return drawn("today.html", visit, told)


@dataclass(frozen=True, slots=True)
class View:
    """A table as its address says: which rows, in which order, which page of them."""

    table: Table
    sort: str
    descending: bool
    filters: Mapping[str, str]
    unit_id: int
    page: int

    def address(self, **changes: object) -> str:
        """Return the address of this view with something changed; what says nothing is left out."""
        told = {
            **{f"f.{name}": value for name, value in self.filters.items()},
            "sort": self.sort,
            "falls": "1" if self.descending else "",
            "unit": self.unit_id or "",
            "page": self.page or "",
            **changes,
        }
        query = urlencode({name: value for name, value in told.items() if value})
        return f"/desk/table/{self.table.name}" + (f"?{query}" if query else "")

    def export_address(self, form: str) -> str:
        return self.address(page="").replace("/desk/table/", f"/desk/export/{form}/", 1)


def view_of(name: str, query: Mapping[str, str]) -> View:
    """Read the view that an address asks for. Raises `RefusedError` where there is no such table."""
    table = tables.BY_NAME.get(name)
    if table is None:
        raise RefusedError(404, "nothing")
    allowed = {choice.name: set(choice.values) for choice in table.choices}
    filters = {one: value for one, values in allowed.items() if (value := query.get(f"f.{one}", "")) in values}
    asked = query.get("f.q", "").strip()[:_ASKED_MOST]
    if table.searches and asked:
        filters["q"] = asked
    if table.bulk and "f.state" not in query:
        filters.setdefault("state", "open")
    sort = query.get("sort", "")
    sort = sort if sort in table.listing.sorts else ""
    unit_id = number(query.get("unit"))
    return View(table, sort, query.get("falls") == "1", filters, unit_id, number(query.get("page")))


def rows_of(view: View, desk: Desk, paths: Sequence[str], skip: int, count: int) -> Page:
    """Read a page of a view; a unit that is not in this person's hands narrows it to nothing."""
    below = ""
    if view.unit_id:
        if not desk.may_organise(view.unit_id):
            return Page((), 0)
        below = places.path_of(desk.unit, view.unit_id)
    wanted = Wanted(paths, view.sort, view.descending, view.filters, below, skip, count)
    page = view.table.listing.page(desk.unit, wanted)
    if view.table.names is None or not page.rows:
        return page
    names = view.table.names(page.rows, desk)
    return Page([{**row, NAMED: names.get(row["id"], "")} for row in page.rows], page.count)


def cells(view: View, row: Mapping[str, Any], desk: Desk) -> list[Cell]:
    return [column.cell(row, desk) for column in view.table.columns]


def table_page(visit: Visit, name: str) -> str:
    view, desk = view_of(name, visit.query), visit.desk
    size = _PAGE_TO_DECIDE if view.table.bulk else PAGE
    found = rows_of(view, desk, visit.paths, view.page * size, size)
    lines = [(row, cells(view, row, desk)) for row in found.rows]
    told = {
        "view": view,
        "table": view.table,
        "lines": lines,
        "count": found.count,
        "pages": (found.count + size - 1) // size,
        "units": own_units(desk),
        "unit_name": _unit_name(view, desk),
        "states_open": view.table.bulk and view.filters.get("state") == "open",
        "one_line": _ONE_LINE,
        "reasons": _reasons(desk) if view.table.bulk else (),
    }
    return drawn("table.html", visit, told)


def _reasons(desk: Desk) -> list[str]:
    """Return the ready-made reasons for sending requests back, and for declining them."""
    return list(dict.fromkeys(said for verb in (Verb.RETURN, Verb.DECLINE) for _, said in ready_made(verb, desk.words)))


def _unit_name(view: View, desk: Desk) -> str:
    row = places.unit(desk.unit, view.unit_id) if view.unit_id and desk.may_organise(view.unit_id) else None
    return row.name if row else ""


def screen_page(
    visit: Visit, step: Step, subject: str, fields: Sequence[Field], revealed: tuple[str, str] | None
) -> str:
    """Show a screen of the chat; `fields` are the personal ones that can be revealed, `revealed` is one that was."""
    told = {
        "shown": screens.shown(step, visit.desk),
        "at": screens.address_of(step, visit.unit.seal, visit.session.chat_id),
        "words_wanted": screens.waits_for_words(step),
        "subject": subject,
        "fields": fields,
        "revealed": revealed,
    }
    return drawn("screen.html", visit, told)


def number(told: str | None) -> int:
    """Read the number of a page or row; 0 for anything else."""
    return min(int(told), PAGES_MOST * 1_000) if told and told.isascii() and told.isdigit() and len(told) < 10 else 0
