"""The card of an announcement on its way and afterwards: how many stand where, and what can be done."""

from bot.chat import Button, Buttons, Text
from bot.flows.announcements import rights
from bot.flows.announcements.running import correcting, deeds, proposing, report, text
from bot.flows.announcements.running.rights import BEGUN
from bot.flows.announcements.steps import (
    AnnouncedCard,
    AnnouncedProposal,
    AnnouncedSurely,
    AnnouncementCard,
    AnnouncementList,
    AskingWhy,
    Irrevocable,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened, row_id
from domain.announcements.announcements import Stage, Verb
from storage.announcements import ledgers
from storage.announcements.announcements import CORRECTABLE, AnnouncementRow


def opened(opened: Opened, desk: Desk) -> Move | None:
    """Open the card of an announcement ("12"), or a further list of those who missed it ("12.1")."""
    number, _, page = opened.choice.partition(".")
    announcement_id = row_id(number)
    if not announcement_id:
        return None
    row = rights.seen(announcement_id, desk)
    if row is None:
        return rights.forbid(announcement_id, desk)
    if row.stage not in BEGUN:
        return Go(AnnouncementCard(row.id))
    if page == proposing.OPENS and row.proposed is not None:
        return Go(AnnouncedProposal(row.id, row.version))
    if row_id(page):
        return Remain(report.next_list(row, row_id(page), desk))
    return Go(AnnouncedCard(row.id))


def hear(step: AnnouncedCard, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementList(), replaces=message_id)
        case Chose("pause", message_id):
            return deeds.do(row, Verb.PAUSE, message_id, desk)
        case Chose("resume", message_id):
            return deeds.do(row, Verb.RESUME, message_id, desk)
        case Chose("stop" | "recall" | "again" as deed, message_id):
            return Go(AnnouncedSurely(row.id, Irrevocable(deed)), replaces=message_id)
        case Chose("correct", message_id) if row.stage in CORRECTABLE:
            return correcting.begin(row, message_id, desk)
        case Chose(proposing.OPENS, message_id) if row.proposed is not None:
            return Go(AnnouncedProposal(row.id, row.version), replaces=message_id)
        case Chose("why", message_id):
            return Go(AskingWhy(row.id), replaces=message_id)
        case Chose("report"):
            return Go(step, before=report.report(row, desk))
    return None


def show(_step: AnnouncedCard, row: AnnouncementRow, desk: Desk) -> Text:
    ledger, reasons = ledgers.ledger(desk.unit, row.id), ledgers.failures(desk.unit, row.id)
    again = deeds.can_go_again(row, ledger)
    return Text(text.card(row, ledger, reasons, desk), _buttons(row, again=again, desk=desk))


def _buttons(row: AnnouncementRow, *, again: bool, desk: Desk) -> Buttons:
    t = desk.words
    why, back = Button(t.button("Who did not get it?"), "why"), Button(t.button("Back"), "back")
    other = Button(t.button("Correct"), "correct") if row.proposed is None else proposing.button(t)
    words = (other, Button(t.button("Recall"), "recall"))
    more = Button(t.button("Delivery report"), "report")
    match row.stage:
        case Stage.SENDING:
            return ((Button(t.button("Pause"), "pause"), Button(t.button("Stop"), "stop")), words, (why, back))
        case Stage.PAUSED:
            return ((Button(t.button("Resume"), "resume"), Button(t.button("Stop"), "stop")), words, (why, back))
        case Stage.RECALLED:
            return ((why, more), (back,))
    anew = (Button(t.button("Send again"), "again"),) if again else ()
    return (words, (why, more), (*anew, back))
