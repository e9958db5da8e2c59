"""The signed list of one activity (签到表) as a spreadsheet: who was there, and how. The audit knows of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Final

from bot.papers.register_sheet import Cell, Column, Sheet, written
from bot.papers.words import Pair, chosen, said
from domain.seats import State, Way
from storage.activities import attendance
from storage.activities.activities import ActivityRow, By
from storage.activities.signups import SignupRow
from storage.people import audit, members
from storage.unit_of_work import UnitOfWork

LIST: Final = "member.list"
"""What the audit calls it when somebody reads who was there."""

_NAME: Final = ("签到表", "attendance")
_COLUMNS: Final = (
    Column(("序号", "no."), 6),
    Column(("姓名", "name"), 18),
    Column(("报名情况", "came as"), 16),
    Column(("签到时间", "when"), 18),
    Column(("签到方式", "how"), 22),
)
_STATES: Final[Mapping[str, Pair]] = MappingProxyType(
    {State.CHECKED_IN: ("已报名", "signed up"), State.WALKED_IN: ("临时参加", "walked in")}
)
_WAYS: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        Way.QR: ("扫码", "code on the wall"),
        Way.WORD: ("口令", "code word"),
        Way.THERE: ("现场定位", "was there"),
        Way.ROLL: ("点名", "roll call"),
        Way.LATE: ("补签", "entered afterwards"),
    }
)
_NO_NAME: Final = ("未登记姓名", "has told no name")


def export_list(unit: UnitOfWork, row: ActivityRow, by: By, now: datetime, language: str) -> bytes:
    """Write the list, and write down who was looked at. Whether `by` may have it is asked before."""
    seen = attendance.seen(unit, row.id)
    _write_down(unit, row, [one.chat_id for one in seen], by, now.timestamp())
    return written(
        Sheet(
            _title(row, len(seen), now.tzinfo, language),
            _COLUMNS,
            _lines(unit, seen, now.tzinfo, language),
            language,
            _NAME,
        )
    )


def _title(row: ActivityRow, count: int, zone: tzinfo | None, language: str) -> str:
    begins = datetime.fromtimestamp(row.starts_at, zone)
    if language == "en":
        return f"Attendance · {row.title} · {begins:%Y-%m-%d %H:%M} · {count} in all"
    return f"签到表 · {row.title} · {begins:%Y-%m-%d %H:%M} · 共 {count} 人"


def _lines(unit: UnitOfWork, seen: Sequence[SignupRow], zone: tzinfo | None, language: str) -> list[tuple[Cell, ...]]:
    told = members.find_all(unit, [one.chat_id for one in seen])
    names = {chat_id: member.details.name for chat_id, member in told.items()}
    return [
        (
            number,
            names.get(one.chat_id, "") or chosen(_NO_NAME, language),
            said(_STATES, one.state, language),
            "" if one.seen_at is None else f"{datetime.fromtimestamp(one.seen_at, zone):%Y-%m-%d %H:%M}",
            said(_WAYS, one.way or "", language),
        )
        for number, one in enumerate(seen, 1)
    ]


def _write_down(unit: UnitOfWork, row: ActivityRow, chat_ids: Sequence[int], by: By, now: float) -> None:
    """Write a row for the list, and one for each person in it: everybody is told who has seen what."""
    whole = audit.Entry(by.chat_id, by.role, "attendance.export", f"activity:{row.id}", f"{len(chat_ids)} people")
    each = [audit.Entry(by.chat_id, by.role, LIST, f"person:{chat_id}") for chat_id in sorted(chat_ids)]
    audit.write_all(unit, [whole, *each], now)
