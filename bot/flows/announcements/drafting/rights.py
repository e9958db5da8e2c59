"""Who may be at each step of composing an announcement, and what the step is about."""

from typing import Any, Final

from bot.chat import Said, SentFile
from bot.flows.announcements import rights
from bot.flows.announcements.drafting import waiting
from bot.flows.announcements.steps import AnnouncementCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.flow import Guard
from bot.flows.rights import closed, own_units
from domain.announcements.announcements import Stage
from storage.announcements.announcements import AnnouncementRow
from storage.places import places
from storage.places.places import UnitRow


def _path(step: Any, desk: Desk) -> str | None:  # noqa: ANN401  any step with a `unit_id`
    return places.path_of(desk.unit, step.unit_id) if desk.may_organise(step.unit_id) else None


with_units: Final[Guard[Any, list[UnitRow]]] = Guard(
    sees=lambda _step, desk: own_units(desk) or None,
    acts=lambda _step, desk: own_units(desk) or None,
    refuses=lambda _step, event, desk: rights.without_role(event, 0, desk),
    closed=lambda _step, desk: closed(desk),
)
"""Who organises any unit; the row is the units at the top of what they organise."""

of_the_unit: Final[Guard[Any, str]] = Guard(
    sees=_path,
    acts=_path,
    refuses=lambda _step, event, desk: rights.without_role(event, 0, desk),
    closed=lambda _step, desk: closed(desk),
)
"""Who organises the unit that the step names; the row is its path."""

an_announcement: Final[Guard[Any, AnnouncementRow]] = Guard(
    sees=lambda step, desk: rights.seen(step.announcement_id, desk),
    acts=lambda step, desk: rights.locked(step.announcement_id, desk),
    refuses=lambda step, event, desk: rights.without_role(event, step.announcement_id, desk),
    closed=lambda _step, desk: closed(desk),
)
"""Who organises the unit of the announcement, whatever its stage."""


def _no_draft(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    """Show how it stands by now: a fellow organiser has sent it on its way meanwhile."""
    if not isinstance(event, Chose | Said | SentFile) or (isinstance(event, Chose) and event.choice == "menu"):
        return None
    return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))


a_draft: Final = rights.of_one(
    lambda row, _desk: row if row.stage is Stage.DRAFT else None, _no_draft, waiting.card, acts=rights.locked
)
"""The same, as long as it is a draft."""
