"""The list of one activity (签到表) as a spreadsheet: to print and sign before it, afterwards who came and who did not.

The audit knows of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from bot.papers.sheet import Cell, Column, Sheet
from bot.texts import Words, paper, words
from bot.texts.names import seat_name, way_name
from domain.activities.seats import HERE, State
from domain.people.deeds import Deed
from storage.activities import signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import SignupRow
from storage.people import deeds, members
from storage.unit_of_work import UnitOfWork

LIST: Final = "member.list"
"""What the audit calls it when somebody reads who was there."""

LISTED: Final = frozenset({*HERE, State.SIGNED_UP, State.CONFIRMED, State.ON_LEAVE, State.ABSENT})
"""Who came, or was to come; whoever gave a seat back or waited in vain is nobody's business afterwards."""

_SHEET: Final = Sheet(
    paper("attendance"),
    (
        Column(paper("no."), 6),
        Column(paper("name"), 18),
        Column(paper("came as"), 16),
        Column(paper("when checked in"), 18),
        Column(paper("how"), 22),
        Column(paper("signature"), 20),
    ),
)


def export_list(unit: UnitOfWork, row: ActivityRow, deed: Deed, zone: tzinfo | None, language: str) -> bytes:
    """Write the list, and write down who was looked at. Whether whoever asks may have it is asked before."""
    listed, t = _listed(unit, row), words(language)
    chat_ids = [one.chat_id for one in listed]
    _write_down(unit, row, chat_ids, deed)
    told = members.find_all(unit, chat_ids)
    names = {chat_id: member.details.name for chat_id, member in told.items()}
    is_entered = row.ends_at <= deed.now and any(one.state in HERE for one in listed)
    lines: list[Sequence[Cell]] = [
        (
            number,
            names.get(one.chat_id, "") or t.paper("has told no name"),
            seat_name(_state(one, is_entered=is_entered), t),
            "" if one.seen_at is None else _moment(one.seen_at, zone),
            way_name(one.way or "", t),
            "",
        )
        for number, one in enumerate(listed, 1)
    ]
    return _SHEET.written(_title(row, listed, deed.now, zone, t), lines, language)


def _listed(unit: UnitOfWork, row: ActivityRow) -> list[SignupRow]:
    """Return who came, in the order in which they came, and then the others, in that in which they signed up."""
    found = signup_reading.of_activity(unit, row.id, LISTED)
    return sorted(found, key=lambda one: (one.state not in HERE, one.seen_at or 0.0, one.id))


def _state(one: SignupRow, *, is_entered: bool) -> State:
    """Return what to call it: nobody is absent where it was never entered who came."""
    match one.state:
        case State.CHECKED_IN:
            return State.SIGNED_UP
        case State.ABSENT if not is_entered:
            return State.SIGNED_UP
        case State.SIGNED_UP | State.CONFIRMED if is_entered:
            return State.ABSENT
    return one.state


def _title(row: ActivityRow, listed: Sequence[SignupRow], now: float, zone: tzinfo | None, t: Words) -> str:
    came = sum(one.state in HERE for one in listed)
    begins = _moment(row.starts_at, zone)
    if not came and row.ends_at <= now:
        return t.paper(
            "Attendance · {activity} · {begins} · {count} on the list, who came is not entered",
            activity=row.title,
            begins=begins,
            count=len(listed),
        )
    return t.paper(
        "Attendance · {activity} · {begins} · {count} on the list, {came} came",
        activity=row.title,
        begins=begins,
        count=len(listed),
        came=came,
    )


def _moment(at: float, zone: tzinfo | None) -> str:
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"


def _write_down(unit: UnitOfWork, row: ActivityRow, chat_ids: Sequence[int], deed: Deed) -> None:
    """Write a row for the list, and one for each person in it: everybody is told who has seen what."""
    whole = replace(deed, reason=f"{len(chat_ids)} people")
    deeds.write_down(unit, whole, "attendance.export", f"activity:{row.id}")
    deeds.write_down(unit, deed, LIST, *(f"person:{chat_id}" for chat_id in sorted(chat_ids)))
