"""An announcement that is no draft any more: waiting for approval, approved, taken back in time, or on its way."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements import draft, rights
from bot.flows.announcements.audience import text as audience_text
from bot.flows.announcements.drafting import text
from bot.flows.announcements.steps import AnnouncementCard, ReturningAnnouncement
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.persons import colleague
from domain.announcements.announcements import Stage, Verb
from domain.lifecycle import NotPossibleError
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow

_APPROVE: Final = "approve."
_RETURN: Final = "return."


def hear(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    """Answer what is pressed on the card, but for what the card of a draft has as well."""
    match event:
        case Chose("takeback", message_id):
            return _take_back(row, message_id, desk)
        case Chose(choice, message_id) if choice.startswith((_APPROVE, _RETURN)):
            return _decide(row, choice, message_id, desk)
    return None


def _take_back(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    """Make it a draft again; what has begun to leave is followed on its own card."""
    card = AnnouncementCard(row.id)
    try:
        announcements.do(desk.unit, row.id, Verb.RETURN, desk.deed(), version=row.version)
    except NotPossibleError:
        return Go(card, before=(rights.overtaken(desk),))
    return Go(card, before=(Text(desk.words("It is a draft again."), replaces=message_id),))


def _decide(row: AnnouncementRow, choice: str, message_id: int, desk: Desk) -> Move:
    """Approve what was shown, or ask why not; nobody approves a version that they have not seen."""
    verb, _, version = choice.rpartition(".")
    if version != str(row.version) or row.stage is not Stage.AWAITING:
        return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))
    if not rights.approves(row, desk):
        return rights.forbid(row.id, desk)
    if verb == _RETURN[:-1]:
        return Go(ReturningAnnouncement(row.id, row.version), replaces=message_id)
    return _approve(row, message_id, desk)


def _approve(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    card = AnnouncementCard(row.id)
    if not rights.reaches(row, desk):
        return Go(card, before=(rights.too_wide(desk),))
    missing = text.troubles(row, draft.count(row, desk), desk)
    if missing:
        return Go(card, before=(Text("\n".join(missing)),))
    announcements.do(desk.unit, row.id, Verb.APPROVE, desk.deed(), version=row.version)
    done = Text(desk.words("✅ Approved. Whoever wrote it has been told."), replaces=message_id)
    t = desk.words_for(row.created_by)
    told = t("Your announcement has been approved: “{title}”", title=brief(row, t))
    return Go(card, before=(done,), tells=(Tell(row.created_by, Text(told, ((text.see(row, t),),))),))


def card(row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    look, back = Button(t.button("How it looks"), "look"), Button(t.button("Back"), "back")
    if row.stage not in {Stage.AWAITING, Stage.SCHEDULED}:
        goes = Button(t.button("How it goes"), EntryPoint.ANNOUNCED.data(row.id))
        stage = text.stage_name(row.stage, t)
        lines = [t("This announcement: {stage}.", stage=stage), *text.about(row, desk)]
        return Text("\n".join(lines), ((goes, look), (back,)))
    count = draft.count(row, desk)
    lines = [
        _heading(row, desk),
        *_wrote(row, desk),
        *text.about(row, desk),
        *audience_text.reached(row, count, desk),
        *text.timing(row, count, desk),
    ]
    return Text("\n".join(lines), _buttons(row, look, back, desk))


def _heading(row: AnnouncementRow, desk: Desk) -> str:
    t = desk.words
    if row.stage is Stage.SCHEDULED:
        return t("<b>About to be sent.</b>")
    if rights.approves(row, desk):
        return t("<b>Waits for your approval.</b> What you see is what people get.")
    return t("<b>Waits for a second organiser's approval.</b>")


def _wrote(row: AnnouncementRow, desk: Desk) -> list[str]:
    """Tell whoever is to approve it who wrote it."""
    t = desk.words
    return [t("Written by {who}.", who=colleague(desk.unit, row.created_by, t))] if rights.approves(row, desk) else []


def _buttons(row: AnnouncementRow, look: Button, back: Button, desk: Desk) -> Buttons:
    t = desk.words
    if rights.approves(row, desk):
        approve = Button(t.button("Approve"), f"{_APPROVE}{row.version}")
        give = Button(t.button("Return it"), f"{_RETURN}{row.version}")
        return (look,), (approve, give), (back,)
    take = Button(t.button("Back to the draft"), "takeback")
    if row.stage is Stage.SCHEDULED:  # read later, it may be on its way: this leads to how it stands then
        return (look, take), (Button(t.button("How it goes"), EntryPoint.ANNOUNCED.data(row.id)), back)
    return (look, take), (back,)
