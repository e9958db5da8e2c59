"""Who may say whom an announcement is for: whoever organises its unit, as long as it is a draft."""

from dataclasses import replace
from typing import Final

from bot.flows.announcements import rights
from bot.flows.announcements.steps import AnnouncementCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.rights import closed
from domain.announcements.announcements import Stage
from domain.announcements.audiences import Audience
from storage.announcements.announcements import AnnouncementRow
from storage.places import places


def _within_its_unit(row: AnnouncementRow, desk: Desk) -> AnnouncementRow | None:
    """Return the draft, its audience within its unit; None: it is none any more."""
    if row.stage is not Stage.DRAFT:
        return None
    own = places.path_of(desk.unit, row.unit_id)
    return row if row.audience.path.startswith(own) else replace(row, audience=Audience(own))


def _no_draft(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),)) if isinstance(event, Chose) else None


a_draft: Final = rights.of_one(_within_its_unit, _no_draft, lambda _row, desk: closed(desk))
