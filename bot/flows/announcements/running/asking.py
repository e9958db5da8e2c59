"""Why did somebody not get it: asked by name, by those who may ask; every look at a name is written down."""

from html import escape
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.announcements.running import why as announced_why
from bot.flows.announcements.running.why import Sending, Stranger
from bot.flows.announcements.steps import AnnouncedCard, AskingWhy, ChoosingWhose, Namesake
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.typed import readable
from domain.said.errands import member_sought
from storage.announcements import audiences, ledgers, mailings, names
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.mailings import MailingRow
from storage.places import places

MOST: Final = 5
"""So many of the same name are offered; of more, a fuller name is asked for."""

_LABEL: Final = 40
_LATELY_S: Final = 30.0


def hear_why(_step: AskingWhy, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncedCard(row.id), replaces=message_id)
        case Said(typed) if member_sought.may_be(typed, desk.now):
            return _named(typed, row, desk)
    return None


def show_why(_step: AskingWhy, _row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    return Text(t("Whose delivery are you asking about? Please type the name."), ((Button(t.button("Back"), "back"),),))


def hear_whose(step: ChoosingWhose, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AskingWhy(row.id), replaces=message_id)
        case Chose(row_id=chat_id) if chat_id:
            meant = (one for one in step.found if one.chat_id == chat_id)
            return next((Go(AskingWhy(row.id), before=(_answer(one, row, desk),)) for one in meant), None)
        case Said(typed) if member_sought.may_be(typed, desk.now):
            return _named(typed, row, desk)
    return None


def show_whose(step: ChoosingWhose, _row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    choices: Buttons = two_a_row([Button(_label(one), str(one.chat_id)) for one in step.found])
    return Text(t("Several are called like this. Who is meant?"), (*choices, (Button(t.button("Back"), "back"),)))


def _label(one: Namesake) -> str:
    return readable(f"{one.name} · {one.where}", _LABEL)


def _named(typed: str, row: AnnouncementRow, desk: Desk) -> Move:
    """Look for this name where the organiser may look; nobody is looked at before."""
    t, name = desk.words, readable(typed)
    path = places.path_of(desk.unit, row.unit_id)
    told = names.by_name(desk.unit, path, name, desk.deed())
    found = tuple(Namesake(one.chat_id, one.name, one.where) for one in told)
    match found:
        case ():
            unknown = t(
                "I found nobody called “{name}” in your units. Only those who have told their name can be found by it.",
                name=name,
            )
            return Remain((Text(unknown),))
        case (one,):
            return Go(AskingWhy(row.id), before=(_answer(one, row, desk),))
        case _ if len(found) > MOST:
            return Remain((Text(t("Many are called like this. Please type the full name.")),))
    return Go(ChoosingWhose(row.id, found))


def _answer(one: Namesake, row: AnnouncementRow, desk: Desk) -> Text:
    who = f"<b>{escape(readable(one.name), quote=False)}</b> · {escape(readable(one.where), quote=False)}"
    return Text(f"{who}\n{why(one.chat_id, row, desk)}")


def why(chat_id: int, row: AnnouncementRow, desk: Desk) -> str:
    """Say why this person did not get it (HTML), or when they did."""
    who = ledgers.standing_of(desk.unit, row.id, chat_id) or _stranger(chat_id, row, desk)
    return announced_why.why(who, sending(row, desk), desk.words, desk.now.tzinfo)


def _stranger(chat_id: int, row: AnnouncementRow, desk: Desk) -> Stranger:
    missing = audiences.why_not(desk.unit, row.audience, chat_id, desk.house_language)
    return Stranger(missing, missing in row.audience.none_of)


def sending(row: AnnouncementRow, desk: Desk) -> Sending:
    """Say how far it is, and when the last one will have it."""
    mailing = mailings.of(desk.unit, row.id)
    frozen_at = mailing.frozen_at if mailing is not None else None
    return Sending(row.stage, row.topic, frozen_at, row.not_after, _about_at(mailing, desk))


def _about_at(mailing: MailingRow | None, desk: Desk) -> float | None:
    """Return when the last one will have it at the pace of the last half minute; None: it stands still."""
    if mailing is None:
        return None
    now = desk.now.timestamp()
    pace = ledgers.rate(desk.unit, mailing.id, now - _LATELY_S, now)
    return now + ledgers.ledger(desk.unit, mailing.announcement_id).pending / pace if pace else None
