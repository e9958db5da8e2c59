"""The month line by line, for the table: each activity and each unit right below; small numbers are not told."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.flows.afterwards.month_summary import can_be_told, few, month_of, share, span_of
from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.papers.month import ActivityLine, Month, UnitLine
from bot.papers.sheet import Cell
from bot.papers.summary import Summary
from bot.texts import Words
from bot.texts.names import kind_name
from domain.small_groups import is_told, joined
from storage.activities import figures
from storage.activities.figures import Group, Held
from storage.places import places

_MOST: Final = 5_000
"""Lines in one table: a city's month has ten times that, and is looked at district by district."""


def table(unit_id: int, month: date, summary: Summary, desk: Desk) -> Month:
    """Gather it. Whether this person may see it is asked before."""
    span, now = span_of(unit_id, month, desk), desk.now.timestamp()
    held = figures.held(desk.unit, span, now, _MOST)
    return Month(summary, [_activity(one, desk) for one in held], list(_units(unit_id, month, summary, desk)))


def _activity(held: Held, desk: Desk) -> ActivityLine:
    """Write its line; where it was never entered who came, that is said, and nothing is there to calculate with."""
    t = desk.words
    entered = held.is_entered
    return ActivityLine(
        day=local(held.starts_at, desk.now.tzinfo).date(),
        title=held.title,
        kind=kind_name(held.kind, t),
        unit=held.unit_name,
        expected=_number(held.expected, t) if entered else None,
        came=_number(held.came, t) if entered else t.plain("not entered"),
        walked_in=_number(held.walked_in, t) if entered else None,
        on_leave=_number(held.on_leave, t),
        share=share(held.came, held.expected) if entered else None,
    )


def _number(count: int, t: Words) -> Cell:
    return count if is_told(count) else few(t)


def _units(unit_id: int, month: date, summary: Summary, desk: Desk) -> Iterator[UnitLine]:
    """Go through the units right below, the largest first, those that are too small joined; itself is the last."""
    if not can_be_told(month_of(unit_id, month, desk).figures):
        return
    below = {one.id: one.name for one in places.children(desk.unit, unit_id)}
    paths = {id_: places.path_of(desk.unit, id_) for id_ in below}
    groups = figures.by_unit(desk.unit, span_of(unit_id, month, desk), desk.now.timestamp(), paths)
    itself = desk.words.plain("{unit} itself", unit=summary.unit)
    names: list[tuple[int | None, str]] = [*below.items(), (None, itself)]
    order = sorted(((groups.get(id_, Group()), name) for id_, name in names), key=lambda one: -one[0].people)
    for part in joined([group.people for group, _ in order]):
        some = order[part.start : part.stop]
        said = desk.words.plain(", ").join(name for _, name in some)
        yield UnitLine(said, sum(group.activities for group, _ in some), sum(group.visits for group, _ in some))
