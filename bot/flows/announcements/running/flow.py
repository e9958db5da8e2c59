"""An announcement on its way and afterwards: its card, its progress message's buttons, its deeds, its answers."""

from typing import Final

from bot.chat import Button, Buttons, Reply, Text
from bot.flows.announcements.drafting import rights
from bot.flows.announcements.drafting.steps import AnnouncementCard, AnnouncementList
from bot.flows.announcements.running import asking, correcting, deeds, report, text
from bot.flows.announcements.running.steps import (
    AnnouncedCard,
    AnnouncedPlace,
    AnnouncedSurely,
    AskingWhy,
    ChoosingWhose,
    CorrectingAnnounced,
    Irrevocable,
)
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened, row_id
from bot.flows.keyboards import to_menu
from bot.flows.rights import nothing_here
from bot.flows.step import Step
from domain.announcements import Stage, Verb
from domain.lifecycle import NotPossibleError
from storage.announcements import announcements, mailings
from storage.announcements.announcements import CORRECTABLE, AnnouncementRow

BEGUN: Final = frozenset({Stage.SENDING, Stage.PAUSED, Stage.DONE, Stage.STOPPED, Stage.RECALLED})

_PLACES: Final = (AnnouncedCard, AnnouncedSurely, CorrectingAnnounced, AskingWhy, ChoosingWhose)


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case AnnouncedCard() | AnnouncedSurely() | CorrectingAnnounced() | AskingWhy() | ChoosingWhose():
            return _step(step, event, desk)
    raise AssertionError(step)


def _step(step: AnnouncedPlace, event: Happening, desk: Desk) -> Move | None:
    row = rights.seen(step.announcement_id, desk)
    if row is None:
        return rights.without_role(event, step.announcement_id, desk)
    if row.stage not in BEGUN:
        return _elsewhere(row) if isinstance(event, Chose) and event.choice != "menu" else None
    match step:
        case AnnouncedCard():
            return _at_card(row, event, desk)
        case AnnouncedSurely():
            return deeds.hear(step, row, event, desk)
        case CorrectingAnnounced():
            return correcting.hear(step, row, event, desk)
    return asking.hear(step, row, event, desk)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case AnnouncedCard() | AnnouncedSurely() | CorrectingAnnounced() | AskingWhy() | ChoosingWhose():
            row = rights.seen(step.announcement_id, desk)
            if row is None:
                return nothing_here(desk)
            return (_screen(step, row, desk) if row.stage in BEGUN else _not_begun(desk),)
    raise AssertionError(step)


def _screen(step: AnnouncedPlace, row: AnnouncementRow, desk: Desk) -> Text:
    match step:
        case AnnouncedCard():
            return _card(row, desk)
        case AnnouncedSurely():
            return deeds.screen(step, row, desk)
        case CorrectingAnnounced():
            return correcting.screen(step, row, desk)
    return asking.screen(step, desk)


def _not_begun(desk: Desk) -> Text:
    t = desk.words
    return Text(t("It has not left."), ((Button(t.button("Open it"), "open"), to_menu(desk)),))


def _elsewhere(row: AnnouncementRow) -> Move:
    return Go(AnnouncementCard(row.id))


# ---------------------------------------------------------------- lasting buttons


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the card of an announcement ("12"), or a further list of those who missed it ("12.1")."""
    number, _, page = opened.choice.partition(".")
    announcement_id = row_id(number)
    if not announcement_id:
        return None
    row = rights.seen(announcement_id, desk)
    if row is None:
        return rights.forbid(announcement_id, desk)
    if row.stage not in BEGUN:
        return _elsewhere(row)
    if row_id(page):
        return Remain(report.next_list(row, row_id(page), desk))
    return Go(AnnouncedCard(row.id))


_PRESSED: Final = {"p": Verb.PAUSE, "r": Verb.RESUME, "s": Verb.STOP}


def presses(opened: Opened, desk: Desk) -> Move | None:
    """Pause ("p12"), resume ("r12") or stop ("s12") from the progress message, which the clock draws anew."""
    verb, announcement_id = _PRESSED.get(opened.choice[:1]), row_id(opened.choice[1:])
    if verb is None or not announcement_id:
        return None
    row = rights.locked(announcement_id, desk)
    if row is None:
        return rights.forbid(announcement_id, desk)
    if verb is Verb.STOP and deeds.can(row, verb):
        return Go(AnnouncedSurely(row.id, Irrevocable.STOP))
    return Remain((_turned(row, verb, desk),))


def _turned(row: AnnouncementRow, verb: Verb, desk: Desk) -> Text:
    t = desk.words
    try:
        after = announcements.do(desk.unit, row.id, verb, desk.deed())
    except NotPossibleError:
        return Text(text.stage_line(row, desk) if row.stage in BEGUN else t("It has not left."))
    if after.stage is Stage.PAUSED:
        return Text(t("Paused. Nothing more leaves; what is under way still arrives."))
    return Text(t("It goes on."))


# ---------------------------------------------------------------- the card


def _at_card(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
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
        case Chose("why", message_id):
            return Go(AskingWhy(row.id), replaces=message_id)
        case Chose("report"):
            return Go(AnnouncedCard(row.id), before=report.report(row, desk))
    return None


def _card(row: AnnouncementRow, desk: Desk) -> Text:
    ledger, reasons = mailings.ledger(desk.unit, row.id), mailings.failures(desk.unit, row.id)
    again = deeds.can_go_again(row, ledger)
    return Text(text.card(row, ledger, reasons, desk), _buttons(row, again=again, desk=desk))


def _buttons(row: AnnouncementRow, *, again: bool, desk: Desk) -> Buttons:
    t = desk.words
    why, back = Button(t.button("Who did not get it?"), "why"), Button(t.button("Back"), "back")
    words = (Button(t.button("Correct"), "correct"), Button(t.button("Recall"), "recall"))
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


FLOW: Final[Flow] = Flow("jw", _PLACES, hear, show, opens)
PROGRESS: Final[Flow] = Flow("jp", (), hear, show, presses)
"""The buttons of the progress message; it has no place of its own."""
