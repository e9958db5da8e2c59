"""What an organiser reads afterwards: what came of one activity, its signed list, a month of a unit and all below."""

from datetime import date
from html import escape
from typing import Final

from bot.chat import Button, Buttons, Document, Drawing, Reply, Said, Text
from bot.flows.activities import rights, text
from bot.flows.activities.in_hand import ActivitiesInHand
from bot.flows.afterwards import month_summary
from bot.flows.afterwards.steps import ActivityReport, ChoosingReported, MonthReport
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import two_a_row
from bot.flows.paging import page_buttons
from bot.flows.rights import forbid, nothing_here, own_units, without_role
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.papers.attendance import export_list
from bot.papers.month import month_sheet
from bot.papers.summary import summary_picture
from bot.texts import Words
from domain import months
from storage.activities import ratings, signups
from storage.activities.activities import ActivityRow
from storage.activities.ratings import Verdict
from storage.places import places
from storage.places.places import UnitRow

UNITS_PAGE: Final = 6
_WORDS_SHOWN: Final = 10
_WORDS_LONG: Final = 200


def of_activity(activity_id: int, desk: Desk) -> Move:
    """Open what came of one activity."""
    if rights.seen(activity_id, desk) is None:
        return rights.forbid(activity_id, desk)
    return Go(ActivityReport(activity_id))


def monthly(desk: Desk) -> Move:
    """Open this month of the only unit in the person's hands, or a choice of several."""
    own = own_units(desk)
    if not own:
        return forbid("reports", desk)
    if len(own) == 1:
        return Go(MonthReport(own[0].id, months.month_of(desk.today)))
    return Go(ChoosingReported())


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case ActivityReport(activity_id):
            row = rights.seen(activity_id, desk)
            if row is None:
                return without_role(event, f"activity:{activity_id}", desk)
            return _at_activity(row, event, desk)
        case ChoosingReported():
            if not _may_choose(step, desk):
                return without_role(event, f"unit:{step.unit_id}", desk)
            return _choosing(step, event, desk)
        case MonthReport(unit_id):
            if not desk.may_organise(unit_id):
                return without_role(event, f"unit:{unit_id}", desk)
            return _at_month(step, event, desk)
    raise AssertionError(step)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case ActivityReport(activity_id):
            row = rights.seen(activity_id, desk)
            return nothing_here(desk) if row is None else (_report(row, desk),)
        case ChoosingReported() if _may_choose(step, desk):
            return (_units(step, desk),)
        case MonthReport(unit_id) if desk.may_organise(unit_id):
            return (_month(step, desk),)
    return nothing_here(desk)


# ---------------------------------------------------------------- one activity


def _at_activity(row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("list"):
            return Go(ActivityReport(row.id), before=(_list(row, desk),))
        case Chose("back"):
            return Go(ActivitiesInHand(past=row.ends_at <= desk.now.timestamp()))
    return None


def _list(row: ActivityRow, desk: Desk) -> Document:
    t = desk.words
    content = export_list(desk.unit, row, desk.deed(), desk.now.tzinfo, t.language)
    noted = t.plain("It holds names: please keep it safe. That you have it is noted, and those in it can see it.")
    return Document(f"{t.plain('Attendance list')}.xlsx", content, noted)


def _report(row: ActivityRow, desk: Desk) -> Text:
    t, counts = desk.words, signups.counts(desk.unit, [row.id])[row.id]
    lines = [
        f"<b>{escape(text.headline(row, desk.now.tzinfo, t), quote=False)}</b>",
        t(
            "Came: {came}, walked in: {walked}, absent: {absent}",
            came=counts.checked_in,
            walked=counts.walked_in,
            absent=counts.absent,
        ),
        t("On leave: {number}", number=counts.on_leave),
        *_rated(ratings.verdict(desk.unit, row.id), t),
    ]
    listed = (Button(t.button("Attendance list"), "list"),) if counts.checked_in + counts.walked_in else ()
    return Text("\n".join(lines), ((*listed, Button(t.button("Back"), "back")),))


def _rated(said: Verdict, t: Words) -> list[str]:
    """Say how it was rated; the latest come not last, so that nobody can tell whose the words are."""
    if not said.count:
        return [t("Nobody has rated it yet.")]
    if said.average is None:
        return [
            t.plural(
                "{number} rating so far; from three on you see what they say.",
                "{number} ratings so far; from three on you see what they say.",
                said.count,
            )
        ]
    average = t.plural(
        "Rated {average} of 5 by {number}",
        "Rated {average} of 5 by {number}",
        said.count,
        average=f"{said.average:.1f}",
    )
    words = [t("· “{words}”", words=readable(one, _WORDS_LONG)) for one in said.words[:_WORDS_SHOWN]]
    more = len(said.words) - _WORDS_SHOWN
    return [average, *words, *([t("and {number} more", number=more)] if more > 0 else [])]


# ---------------------------------------------------------------- which unit


def _may_choose(step: ChoosingReported, desk: Desk) -> bool:
    return desk.may_organise(step.unit_id) if step.unit_id else bool(own_units(desk))


def _choosing(step: ChoosingReported, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("next", message_id):
            return Go(ChoosingReported(step.unit_id, step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(ChoosingReported(step.unit_id, max(0, step.page - 1)), replaces=message_id)
        case Chose("back", message_id) if step.unit_id:
            return Go(MonthReport(step.unit_id, months.month_of(desk.today)), replaces=message_id)
        case Chose("back", message_id):
            return Go(ActivitiesInHand(), replaces=message_id)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            return _into(unit_id, message_id, desk)
    return None


def _into(unit_id: int, message_id: int, desk: Desk) -> Move:
    if not desk.may_organise(unit_id):
        return forbid(f"unit:{unit_id}", desk)
    return Go(MonthReport(unit_id, months.month_of(desk.today)), replaces=message_id)


def _below(unit_id: int, desk: Desk) -> list[UnitRow]:
    return places.children(desk.unit, unit_id) if unit_id else own_units(desk)


def _units(step: ChoosingReported, desk: Desk) -> Text:
    t, units = desk.words, _below(step.unit_id, desk)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    choices = two_a_row([Button(readable(unit.name, 40), str(unit.id)) for unit in shown])
    back = (Button(t.button("Back"), "back"),)
    return Text(
        t("The report of which unit?"), (*choices, *page_buttons(step.page, UNITS_PAGE, len(units), desk), back)
    )


# ---------------------------------------------------------------- a month


def _at_month(step: MonthReport, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("picture"):
            return Go(step, before=(_picture(step, desk),))
        case Chose("table"):
            return Go(step, before=(_table(step, desk),))
        case Chose("below", message_id) if _below(step.unit_id, desk):
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


def _month(step: MonthReport, desk: Desk) -> Text:
    t = desk.words
    drawn = month_summary.summary(month_summary.month_of(step.unit_id, step.month, desk), desk)
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
    below = (Button(t.button("A unit below"), "below"),) if _below(step.unit_id, desk) else ()
    return (
        (Button(t.button("As a picture"), "picture"), Button(t.button("As a table"), "table")),
        tuple(Button(t.month(month), choice) for choice, month in list(offered.items())[:2]),
        (*below, Button(t.button("Back"), "back")),
    )


def _picture(step: MonthReport, desk: Desk) -> Drawing:
    drawn = month_summary.summary(month_summary.month_of(step.unit_id, step.month, desk), desk)
    return Drawing(summary_picture(drawn), f"{drawn.unit} · {drawn.title}")


def _table(step: MonthReport, desk: Desk) -> Document:
    t = desk.words
    drawn = month_summary.summary(month_summary.month_of(step.unit_id, step.month, desk), desk)
    return Document(
        f"{t.plain('Monthly report')}.xlsx", month_sheet(drawn, t.language), f"{drawn.unit} · {drawn.title}"
    )
