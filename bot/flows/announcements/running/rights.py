"""Who may follow an announcement: whoever organises its unit, once it has begun to leave."""

from typing import Final

from bot.chat import Button, Text
from bot.flows.announcements import rights
from bot.flows.announcements.steps import AnnouncementCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu
from domain.announcements.announcements import Stage
from storage.announcements.announcements import AnnouncementRow

BEGUN: Final = frozenset({Stage.SENDING, Stage.PAUSED, Stage.DONE, Stage.STOPPED, Stage.RECALLED})


def _not_begun(row: AnnouncementRow, event: Happening, _desk: Desk) -> Move | None:
    return Go(AnnouncementCard(row.id)) if isinstance(event, Chose) and event.choice != "menu" else None


def _has_not_left(_row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    return Text(t("It has not left."), ((Button(t.button("Open it"), "open"), to_menu(desk)),))


one_that_has_begun: Final = rights.of_one(
    lambda row, _desk: row if row.stage in BEGUN else None, _not_begun, _has_not_left
)
