"""Who may say whom an announcement is for: whoever organises its unit, as long as it is a draft."""

from dataclasses import replace
from typing import Any, Final

from bot.flows.announcements import rights
from bot.flows.announcements.steps import AnnouncementCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.flow import Guard
from bot.flows.rights import closed
from domain.announcements import Stage
from domain.audiences import Audience
from storage.announcements.announcements import AnnouncementRow
from storage.places import places


def draft_of(step: Any, desk: Desk) -> AnnouncementRow | None:  # noqa: ANN401  any step with an `announcement_id`
    """Return the draft, its audience within its unit; None: it is none any more, or not in the person's hands."""
    row = rights.seen(step.announcement_id, desk)
    if row is None or row.stage is not Stage.DRAFT:
        return None
    own = places.path_of(desk.unit, row.unit_id)
    return row if row.audience.path.startswith(own) else replace(row, audience=Audience(own))


def _no_draft(step: Any, event: Happening, desk: Desk) -> Move | None:  # noqa: ANN401  as above
    row = rights.seen(step.announcement_id, desk)
    if row is None:
        return rights.without_role(event, step.announcement_id, desk)
    if not isinstance(event, Chose):
        return None
    return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))


a_draft: Final[Guard[Any, AnnouncementRow]] = Guard(
    sees=draft_of, acts=draft_of, refuses=_no_draft, closed=lambda _step, desk: closed(desk)
)
