"""Who may follow an announcement: whoever organises its unit, once it has begun to leave."""

from typing import Any, Final

from bot.chat import Button, Text
from bot.flows.announcements import rights
from bot.flows.announcements.steps import AnnouncementCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from bot.flows.rights import closed
from domain.announcements import Stage
from storage.announcements.announcements import AnnouncementRow

BEGUN: Final = frozenset({Stage.SENDING, Stage.PAUSED, Stage.DONE, Stage.STOPPED, Stage.RECALLED})


def _begun(step: Any, desk: Desk) -> AnnouncementRow | None:  # noqa: ANN401  any step with an `announcement_id`
    row = rights.seen(step.announcement_id, desk)
    return row if row is not None and row.stage in BEGUN else None


def _not_begun(step: Any, event: Happening, desk: Desk) -> Move | None:  # noqa: ANN401  as above
    row = rights.seen(step.announcement_id, desk)
    if row is None:
        return rights.without_role(event, step.announcement_id, desk)
    return Go(AnnouncementCard(row.id)) if isinstance(event, Chose) and event.choice != "menu" else None


def _has_not_left(step: Any, desk: Desk) -> Text:  # noqa: ANN401  as above
    if rights.seen(step.announcement_id, desk) is None:
        return closed(desk)
    t = desk.words
    return Text(t("It has not left."), ((Button(t.button("Open it"), "open"), to_menu(desk)),))


one_that_has_begun: Final[Guard[Any, AnnouncementRow]] = Guard(
    sees=_begun, acts=_begun, refuses=_not_begun, closed=_has_not_left
)
