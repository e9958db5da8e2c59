"""The buttons of the message that shows how far an announcement is: pause, resume, stop."""

from bot.chat import Text
from bot.flows.announcements import rights
from bot.flows.announcements.running import deeds, text
from bot.flows.announcements.running.rights import BEGUN
from bot.flows.announcements.steps import AnnouncedSurely, Irrevocable
from bot.flows.desk import Desk, Go, Move, Remain
from domain.announcements.announcements import Stage, Verb
from domain.lifecycle import NotPossibleError
from storage.announcements import announcements


def pressed(verb: Verb, announcement_id: int, desk: Desk) -> Move | None:
    """Do it where the person is; the message itself is drawn anew by the clock."""
    if not announcement_id:
        return None
    row = rights.locked(announcement_id, desk)
    if row is None:
        return rights.forbid(announcement_id, desk)
    if verb is Verb.STOP and deeds.can(row, verb):
        return Go(AnnouncedSurely(row.id, Irrevocable.STOP))
    t = desk.words
    try:
        after = announcements.do(desk.unit, row.id, verb, desk.deed())
    except NotPossibleError:
        return Remain((Text(text.stage_line(row, desk) if row.stage in BEGUN else t("It has not left.")),))
    if after.stage is Stage.PAUSED:
        return Remain((Text(t("Paused. Nothing more leaves; what is under way still arrives.")),))
    return Remain((Text(t("It goes on.")),))
