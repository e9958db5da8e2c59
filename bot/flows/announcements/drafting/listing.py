"""The announcements of an organiser's units: what waits for approval, and all of them, the newest first."""

from html import escape
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements import rights
from bot.flows.announcements.drafting import start, text
from bot.flows.announcements.steps import AnnouncementCard, AnnouncementList
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from domain.announcements.announcements import Stage
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow

BEFORE_IT_LEAVES: Final = frozenset({Stage.DRAFT, Stage.AWAITING, Stage.SCHEDULED})


def opened(opened: Opened, desk: Desk) -> Move:
    """Open the list or, by its number, one."""
    if opened.choice:
        return _card(opened.row_id, desk)
    return Go(AnnouncementList()) if organised(desk) else forbid("announcements", desk)


def _card(announcement_id: int, desk: Desk) -> Move:
    row = rights.seen(announcement_id, desk)
    return rights.forbid(announcement_id, desk) if row is None else Go(AnnouncementCard(row.id))


def hear(step: AnnouncementList, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("new"):
            return start.begin(desk)
        case Chose("waiting"):
            return next((Go(AnnouncementCard(row.id)) for row in to_approve(paths, desk)), Go(step))
        case Chose(row_id=announcement_id) if announcement_id:
            return _card(announcement_id, desk)
        case Said(typed):
            return next((_card(row.id, desk) for at, row in _page(step, paths, desk) if typed.strip() == str(at)), None)
    return None


def to_approve(paths: list[str], desk: Desk) -> list[AnnouncementRow]:
    """Return what waits for this person, the longest waiting first."""
    return [row for row in announcements.awaiting(desk.unit, paths) if rights.approves(row, desk)]


def _page(step: AnnouncementList, paths: list[str], desk: Desk) -> list[tuple[int, AnnouncementRow]]:
    rows = announcements.of_units(desk.unit, paths, step.page * PAGE, PAGE)
    return list(enumerate(rows, step.page * PAGE + 1))


def show(step: AnnouncementList, paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, _page(step, paths, desk)
    count, waiting = announcements.count_of_units(desk.unit, paths), len(to_approve(paths, desk))
    new = t.button("New announcement")
    heading = t("Your announcements:") if count else t("There is none yet. Begin with “{new}”.", new=new)
    lines = [heading, *(_line(number, row, desk) for number, row in rows)]
    numbers = tuple(_number(number, row) for number, row in rows)
    approve = (Button(t.button("To approve · {number}", number=waiting), "waiting"),) if waiting else ()
    buttons: Buttons = (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, count, desk),
        (Button(new, "new"), *approve),
        (to_menu(desk),),
    )
    return Text("\n".join(lines), buttons)


def _number(number: int, row: AnnouncementRow) -> Button:
    """Open what has begun to leave where it is followed, all else here."""
    data = str(row.id) if row.stage in BEFORE_IT_LEAVES else EntryPoint.ANNOUNCED.data(row.id)
    return Button(str(number), data)


def _line(number: int, row: AnnouncementRow, desk: Desk) -> str:
    t = desk.words
    due = row.starts_at if row.stage is Stage.SCHEDULED else None
    facts = [text.stage_name(row.stage, t), text.moment(row.began_at or due or row.created_at, desk)]
    begins = escape(brief(row, t), quote=False)
    return f"<b>{number}. {begins}</b>\n   {' · '.join(facts)}"
