"""The signed list of one activity (签到表) as a spreadsheet: who was there, and how. The audit knows of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from bot.papers.sheet import Cell, Column, Sheet
from bot.texts import paper, words
from bot.texts.names import seat_name, way_name
from domain.deeds import Deed
from domain.seats import State
from storage.activities import attendance
from storage.activities.activities import ActivityRow
from storage.people import deeds, members
from storage.unit_of_work import UnitOfWork

LIST: Final = "member.list"
"""What the audit calls it when somebody reads who was there."""

_SHEET: Final = Sheet(
    paper("attendance"),
    (
        Column(paper("no."), 6),
        Column(paper("name"), 18),
        Column(paper("came as"), 16),
        Column(paper("when checked in"), 18),
        Column(paper("how"), 22),
    ),
)


def export_list(unit: UnitOfWork, row: ActivityRow, deed: Deed, zone: tzinfo | None, language: str) -> bytes:
    """Write the list, and write down who was looked at. Whether whoever asks may have it is asked before."""
    seen, t = attendance.seen(unit, row.id), words(language)
    chat_ids = [one.chat_id for one in seen]
    _write_down(unit, row, chat_ids, deed)
    title = t.paper(
        "Attendance · {activity} · {begins} · {count} in all",
        activity=row.title,
        begins=_moment(row.starts_at, zone),
        count=len(seen),
    )
    told = members.find_all(unit, chat_ids)
    names = {chat_id: member.details.name for chat_id, member in told.items()}
    lines: list[Sequence[Cell]] = [
        (
            number,
            names.get(one.chat_id, "") or t.paper("has told no name"),
            seat_name(State.SIGNED_UP if one.state is State.CHECKED_IN else one.state, t),
            "" if one.seen_at is None else _moment(one.seen_at, zone),
            way_name(one.way or "", t),
        )
        for number, one in enumerate(seen, 1)
    ]
    return _SHEET.written(title, lines, language)


def _moment(at: float, zone: tzinfo | None) -> str:
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"


def _write_down(unit: UnitOfWork, row: ActivityRow, chat_ids: Sequence[int], deed: Deed) -> None:
    """Write a row for the list, and one for each person in it: everybody is told who has seen what."""
    whole = replace(deed, reason=f"{len(chat_ids)} people")
    deeds.write_down(unit, whole, "attendance.export", f"activity:{row.id}")
    deeds.write_down(unit, deed, LIST, *(f"person:{chat_id}" for chat_id in sorted(chat_ids)))
