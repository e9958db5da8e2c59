"""The announcements of an organiser's units: what waits for approval, and all of them, the newest first."""

from html import escape
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.announcements.drafting import rights, start, text
from bot.flows.announcements.drafting.steps import AnnouncementCard, AnnouncementList
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised, without_role
from domain.announcements import Stage
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow

BEFORE_IT_LEAVES: Final = frozenset({Stage.DRAFT, Stage.AWAITING, Stage.SCHEDULED})


def hear(step: AnnouncementList, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, "announcements", desk)
    match event:
        case Chose("next", message_id):
            return Go(AnnouncementList(step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(AnnouncementList(max(0, step.page - 1)), replaces=message_id)
        case Chose("new"):
            return start.begin(desk)
        case Chose("waiting"):
            return next((Go(AnnouncementCard(row.id)) for row in to_approve(desk)), Go(step))
        case Chose(row_id=announcement_id) if announcement_id:
            return opened(announcement_id, desk)
        case Said(typed):
            numbered = enumerate(_page(step, desk), step.page * PAGE + 1)
            return next((opened(row.id, desk) for at, row in numbered if typed.strip() == str(at)), None)
    return None


def opened(announcement_id: int, desk: Desk) -> Move:
    row = rights.seen(announcement_id, desk)
    return rights.forbid(announcement_id, desk) if row is None else Go(AnnouncementCard(row.id))


def listing(desk: Desk) -> Move:
    return Go(AnnouncementList()) if organised(desk) else forbid("announcements", desk)


def to_approve(desk: Desk) -> list[AnnouncementRow]:
    """Return what waits for this person, the longest waiting first."""
    waiting = announcements.awaiting(desk.unit, organised(desk))
    return [row for row in waiting if rights.approves(row, desk)]


def _page(step: AnnouncementList, desk: Desk) -> list[AnnouncementRow]:
    return announcements.of_units(desk.unit, organised(desk), step.page * PAGE, PAGE)


def screen(step: AnnouncementList, desk: Desk) -> Text:
    t = desk.words
    rows = list(enumerate(_page(step, desk), step.page * PAGE + 1))
    count = announcements.count_of_units(desk.unit, organised(desk))
    new = t.button("New announcement")
    heading = t("Your announcements:") if count else t("There is none yet. Begin with “{new}”.", new=new)
    lines = [heading, *(_line(number, row, desk) for number, row in rows)]
    numbers = tuple(_number(number, row) for number, row in rows)
    buttons: Buttons = (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, count, desk),
        (Button(new, "new"), *_waiting(desk)),
        (to_menu(desk),),
    )
    return Text("\n".join(lines), buttons)


def _number(number: int, row: AnnouncementRow) -> Button:
    """Open what has begun to leave where it is followed, all else here."""
    data = str(row.id) if row.stage in BEFORE_IT_LEAVES else EntryPoint.ANNOUNCED.data(row.id)
    return Button(str(number), data)


def _waiting(desk: Desk) -> tuple[Button, ...]:
    number = len(to_approve(desk))
    return (Button(desk.words.button("To approve · {number}", number=number), "waiting"),) if number else ()


def _line(number: int, row: AnnouncementRow, desk: Desk) -> str:
    t = desk.words
    facts = [text.stage_name(row.stage, t), text.moment(row.began_at or row.created_at, desk)]
    begins = escape(text.brief(row, t), quote=False)
    return f"<b>{number}. {begins}</b>\n   {' · '.join(facts)}"
