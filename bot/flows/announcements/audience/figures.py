"""How many people an audience is, and who they are."""

from typing import Final

from bot.flows.announcements import draft
from bot.flows.announcements.audience import text
from bot.flows.desk import Desk
from bot.flows.typed import readable
from bot.texts import Words
from storage.announcements import audiences
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.audiences import Breakdown, Count, Tie

_UNITS: Final = 4
_MANY: Final = 20_000
"""Of more people than this only those affiliated are told apart: what all others are takes too long to count."""


def counted(row: AnnouncementRow, desk: Desk) -> tuple[Count, list[str]]:
    """Say to how many it goes, who they are, and who of them will not get it; or that it is for nobody."""
    count = draft.count(row, desk)
    lines = text.reached(row, count, desk)
    if not count.total:
        return count, [lines[0], desk.words("Nobody fits. Like this it cannot be sent: take a condition back.")]
    return count, lines


def who_they_are(total: int, row: AnnouncementRow, desk: Desk) -> list[str]:
    look = audiences.affiliated if total > _MANY else audiences.breakdown
    return _broken_down(look(desk.unit, row.audience, desk.house_language), total, desk.words)


def _broken_down(breakdown: Breakdown, total: int, t: Words) -> list[str]:
    """Say who they are, and where those affiliated belong."""
    names = {
        Tie.AFFILIATED: t.plain("affiliated"),
        Tie.ASKING: t.plain("has asked for an affiliation"),
        Tie.ROLE: t.plain("with a role"),
        Tie.SIGNED_UP: t.plain("signed up for an activity"),
        Tie.NONE: t.plain("has only looked in"),
    }
    left = total - sum(breakdown.by_tie.values())
    ties = [(names[tie], breakdown.by_tie[tie]) for tie in Tie if breakdown.by_tie.get(tie)]
    ties += [(t.plain("others"), left)] if left else []
    units = [(readable(name), number) for _, name, number in breakdown.by_unit]
    lines = [_line(ties, t)] if len(ties) > 1 else []
    if len(units) > 1:
        rest = sum(number for _, number in units[_UNITS:])
        lines.append(_line([*units[:_UNITS], *([(t.plain("others"), rest)] if rest else [])], t))
    return lines


def _line(parts: list[tuple[str, int]], t: Words) -> str:
    return "  " + " · ".join(t("{name} {number}", name=name, number=f"{number:,}") for name, number in parts)
