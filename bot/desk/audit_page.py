"""The audit page by page, for whoever may make admins: who did what, to what and when, and whether the chain holds.

Whose hands a row is in the chain does not say, so organisers of a part see none of it. A reason may quote somebody: it
is shown one at a time, on one answer, and that it was read stands in the audit. Nobody's own number is on the page or
in its address: rows of one person are asked for by the number of one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from bot.desk import acting
from bot.desk.guard import RefusedError
from bot.desk.showing import drawn
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.flows.reviewing.granting import may_give
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import deed_name, role_name, subject_name
from domain.people.roles import Role
from storage.people import colleagues
from storage.people.audit import Verdict
from storage.upkeep import audit_trail
from storage.upkeep.audit_trail import Line, Wanted

PAGE: Final = 50
_TYPED_MOST: Final = 40  # as long as a kind or a subject can be
_DIGITS_MOST: Final = 15
_PERSON: Final = "person:"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the page has it."""

    number: int
    at: str
    who: str
    is_somebody: bool
    role: str
    what: str
    kind: str
    subject: str
    has_reason: bool


@dataclass(frozen=True, slots=True)
class View:
    """What narrows the page, as its address says it; `day` is None for all days."""

    day: date | None
    kind: str
    subject: str
    by: int
    about: int
    before: int

    def query(self, **changes: object) -> str:
        told = {
            "day": self.day or "",
            "kind": self.kind,
            "subject": self.subject,
            "by": self.by or "",
            "about": self.about or "",
            "before": self.before or "",
            **changes,
        }
        return urlencode({name: value for name, value in told.items() if value})


def check_admin(desk: Desk) -> None:
    """Raise `RefusedError` for everybody but an admin of everything."""
    if not may_give(Role.ADMIN, None, desk):
        raise RefusedError(403, "role")


def audit_page(visit: Visit, verdict: Verdict | None = None, revealed: tuple[int, str] | None = None) -> str:
    """Show a page; `verdict` says how the chain was found a moment ago, `revealed` is a row and its reason."""
    desk = visit.desk
    check_admin(desk)
    view = _view(visit.query)
    found = audit_trail.lines(desk.unit, _wanted(view, desk))
    told = {
        "view": view,
        "rows": _rows(found[:PAGE], desk),
        "kinds": _kinds(view.kind, desk.words),
        "nouns": sorted(((noun, subject_name(noun, desk.words)) for noun in subject_name), key=_by_label),
        "asked": view.subject.partition(":"),
        "older": found[PAGE - 1].number if len(found) > PAGE else 0,
        "today": desk.today,
        "narrowed": bool(view.query(before="")),
        "verdict": verdict,
        "revealed": revealed,
        "keyed_on": _day_of(verdict, desk),
    }
    return drawn("audit.html", visit, told)


def _kinds(chosen: str, t: Words) -> list[tuple[str, str]]:
    """Return the kinds of deeds, each with its name, by their names, what is asked for among them."""
    return sorted(((kind, deed_name(kind, t)) for kind in {*deed_name, chosen} if kind), key=_by_label)


def _by_label(one: tuple[str, str]) -> str:
    return one[1].casefold()


def reveal(number_of_row: int, desk: Desk) -> str | None:
    """Return the reason of one row, once it is written down that it was read; None: there is none to read."""
    check_admin(desk)
    found = audit_trail.reason(desk.unit, number_of_row)
    if found is not None:
        acting.note("audit.reason", desk, f"audit:{number_of_row}")
    return found


def _view(query: Mapping[str, str]) -> View:
    kind, subject = (query.get(name, "").strip()[:_TYPED_MOST] for name in ("kind", "subject"))
    noun, which = query.get("of", ""), row_number(query.get("which", ""))
    subject = f"{noun}:{which}" if noun in subject_name and which else subject
    by, about, before = (row_number(query.get(name, "")) for name in ("by", "about", "before"))
    return View(_day(query.get("day", "")), kind, subject, by, about, before)


def row_number(told: str) -> int:
    """Read the number of a row, of which there may be many millions; 0, which no row has, for anything else."""
    return int(told) if told.isascii() and told.isdigit() and len(told) <= _DIGITS_MOST else 0


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told) if len(told) == len("2026-12-01") else None
    except ValueError:
        return None


def _wanted(view: View, desk: Desk) -> Wanted:
    since = until = 0.0
    if view.day is not None and date.min < view.day < date.max:
        since, until = (
            datetime.combine(day, time(), desk.now.tzinfo).timestamp() for day in (view.day, view.day + timedelta(1))
        )
    return Wanted(since, until, view.kind, view.subject, view.by, view.about, view.before, PAGE + 1)


def _rows(found: list[Line], desk: Desk) -> list[Row]:
    somebody = {one.chat_id for one in found if one.chat_id is not None}
    names = colleagues.names_of(desk.unit, somebody | {one for line in found if (one := _person(line))})
    return [_row(one, names, desk) for one in found]


def _row(line: Line, names: Mapping[int, str], desk: Desk) -> Row:
    t, person = desk.words, _person(line)
    return Row(
        line.number,
        f"{local(line.at, desk.now.tzinfo):%Y-%m-%d %H:%M:%S}",
        "" if line.chat_id is None else _named(line.chat_id, names, desk),
        line.chat_id is not None,
        role_name(line.role, t),
        deed_name(line.what, t),
        line.what,
        _named(person, names, desk) if person else _subject(line.subject, t),
        line.has_reason,
    )


def _subject(told: str, t: Words) -> str:
    """Say "activity:12" in words; what has no name stands as it is stored."""
    noun, _, which = told.partition(":")
    if noun not in subject_name or not which:
        return told
    return t.plain("{what} {which}", what=subject_name(noun, t), which=which)


def _person(line: Line) -> int:
    """Return the number of the person whom a row is about; 0: it is about something else."""
    told = line.subject.removeprefix(_PERSON)
    return int(told) if told != line.subject and told.removeprefix("-").isdecimal() else 0


def _named(chat_id: int, names: Mapping[int, str], desk: Desk) -> str:
    """Name whoever has a role as colleagues do; of all others the last digits are enough to tell them apart."""
    name = names.get(chat_id)
    return readable(name) if name else desk.words.plain("number ending in {digits}", digits=str(chat_id)[-4:])


def _day_of(verdict: Verdict | None, desk: Desk) -> str:
    if verdict is None or not verdict.older:
        return ""
    return desk.words.full_day(local(verdict.keyed_at, desk.now.tzinfo).date())
