"""A month of a unit and all below, for its organisers: on the screen, as a picture and as a table."""

from datetime import date
from html import escape
from typing import Final

from bot.chat import Button, Buttons, Document, Drawing, Said, Text
from bot.flows.activities.in_hand import ActivitiesInHand
from bot.flows.afterwards import month_summary, month_table
from bot.flows.afterwards.steps import ChoosingReported, MonthReport
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.gaps import warning
from bot.flows.keyboards import two_a_row
from bot.flows.paging import page_buttons
from bot.flows.rights import forbid, own_units
from bot.flows.typed import readable
from bot.papers.month import month_sheet
from bot.papers.naming import file_name
from bot.papers.summary import Summary, summary_picture
from domain.times import months
from storage.places import places
from storage.places.places import UnitRow

_UNITS_PAGE: Final = 6


def opened(_opened: Opened, desk: Desk) -> Move:
    """Open this month of the only unit in the person's hands, or a choice of several."""
    own = own_units(desk)
    if not own:
        return forbid("reports", desk)
    return Go(_this_month(own[0].id, desk) if len(own) == 1 else ChoosingReported())


def _this_month(unit_id: int, desk: Desk) -> MonthReport:
    return MonthReport(unit_id, months.month_of(desk.today))


def hear_unit(step: ChoosingReported, _below: list[UnitRow], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            before = _this_month(step.unit_id, desk) if step.unit_id else ActivitiesInHand()
            return Go(before, replaces=message_id)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            may = desk.may_organise(unit_id)
            return Go(_this_month(unit_id, desk), replaces=message_id) if may else forbid(f"unit:{unit_id}", desk)
    return None


def show_units(step: ChoosingReported, below: list[UnitRow], desk: Desk) -> Text:
    t = desk.words
    shown = below[step.page * _UNITS_PAGE : (step.page + 1) * _UNITS_PAGE]
    choices = two_a_row([Button(readable(unit.name, 40), str(unit.id)) for unit in shown])
    back = (Button(t.button("Back"), "back"),)
    return Text(
        t("The report of which unit?"), (*choices, *page_buttons(step.page, _UNITS_PAGE, len(below), desk), back)
    )


def hear_month(step: MonthReport, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("picture"):
            return Go(step, before=_picture(step, desk))
        case Chose("table"):
            return Go(step, before=(_table(step, desk),))
        case Chose("below", message_id) if places.children(desk.unit, step.unit_id):
            return Go(ChoosingReported(step.unit_id), replaces=message_id)
        case Chose("back", message_id):
            return Go(ActivitiesInHand(), replaces=message_id)
        case Chose(choice, message_id) if choice in _offered(desk.today):
            return Go(MonthReport(step.unit_id, _offered(desk.today)[choice]), replaces=message_id)
        case Said(typed):
            month = months.read(typed, desk.today)
            return Go(MonthReport(step.unit_id, month)) if month else None
    return None


def _offered(today: date) -> dict[str, date]:
    """Return the months that the screen offers: this one, the last, the one before."""
    return {f"m{count}": months.before(months.month_of(today), count) for count in range(3)}


def _summary(step: MonthReport, desk: Desk) -> Summary:
    return month_summary.summary(month_summary.month_of(step.unit_id, step.month, desk), desk)


def show_month(step: MonthReport, _path: str, desk: Desk) -> Text:
    t, drawn = desk.words, _summary(step, desk)
    lines = [f"<b>{escape(drawn.unit, quote=False)}</b>\n{drawn.title}"]
    lines += [t("{label}: {value}", label=tile.label, value=tile.value) for tile in drawn.tiles]
    for heading, bars in ((drawn.kinds_title, drawn.kinds), (drawn.weeks_title, drawn.weeks)):
        lines += [f"<b>{heading}</b>"] if bars else []
        lines += [t("{label}: {value}", label=bar.label, value=bar.told) for bar in bars]
    lines += [f"<i>{note}</i>" for note in drawn.notes]
    lines.append(
        t("Another month: tap it, or type one, as in “{example}”.", example=t.month(months.month_of(desk.today)))
    )
    return Text("\n".join(lines), _month_buttons(step, desk))


def _month_buttons(step: MonthReport, desk: Desk) -> Buttons:
    t = desk.words
    offered = {choice: month for choice, month in _offered(desk.today).items() if month != step.month}
    below = (Button(t.button("A unit below"), "below"),) if places.children(desk.unit, step.unit_id) else ()
    return (
        (Button(t.button("As a picture"), "picture"), Button(t.button("As a table"), "table")),
        tuple(Button(t.month(month), choice) for choice, month in list(offered.items())[:2]),
        (*below, Button(t.button("Back"), "back")),
    )


def _picture(step: MonthReport, desk: Desk) -> tuple[Text | Drawing, ...]:
    drawn = _summary(step, desk)
    picture = Drawing(summary_picture(drawn), f"{drawn.unit} · {drawn.title}")
    return *warning(desk.words, drawn.unit), picture


def _table(step: MonthReport, desk: Desk) -> Document:
    t, drawn = desk.words, _summary(step, desk)
    name = file_name("xlsx", t.plain("Monthly report"), drawn.unit, f"{step.month:%Y-%m}")
    content = month_sheet(month_table.table(step.unit_id, step.month, drawn, desk), t.language)
    return Document(name, content, f"{drawn.unit} · {drawn.title}")
