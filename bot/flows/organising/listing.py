"""The organiser's activities: what is coming, drafts too, and what was held."""

from collections.abc import Sequence

from bot.chat import Button, Said, Text
from bot.flows.activities import in_hand, rights, text
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from domain.activities import Stage
from storage.activities import agenda, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Counts


def opened(opened: Opened, desk: Desk) -> Move:
    """Open the list, or the card of one activity."""
    if not opened.choice:
        return Go(ActivitiesInHand()) if organised(desk) else forbid("activities", desk)
    row = rights.seen(opened.row_id, desk)
    return rights.forbid(opened.row_id, desk) if row is None else Go(in_hand.card(row))


def hear(step: ActivitiesInHand, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("past" | "coming" as which, message_id):
            return Go(ActivitiesInHand(past=which == "past"), replaces=message_id)
        case Chose(row_id=activity_id) if activity_id:
            return _into(activity_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, paths, desk), step.page * PAGE + 1)
            return next((_into(row.id, step, desk) for at, row in numbered if typed.strip() == str(at)), None)
    return None


def _into(activity_id: int, step: ActivitiesInHand, desk: Desk) -> Move:
    row = rights.seen(activity_id, desk)
    if row is None:
        return rights.forbid(activity_id, desk)
    return Go(in_hand.card(row) if row.stage is Stage.DRAFT else ActivityInHand(row.id, step))


def _page(step: ActivitiesInHand, paths: Sequence[str], desk: Desk) -> list[ActivityRow]:
    found = agenda.past if step.past else agenda.managed
    return found(desk.unit, paths, desk.now.timestamp(), step.page * PAGE, PAGE)


def show(step: ActivitiesInHand, paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, _page(step, paths, desk)
    counted = agenda.count_past if step.past else agenda.count_managed
    count = counted(desk.unit, paths, desk.now.timestamp())
    counts = signup_reading.counts(desk.unit, [row.id for row in rows])
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [_heading(step, count, desk)]
    lines += [
        text.listed(number, row, _facts(row, counts[row.id], desk), desk.now.tzinfo, t) for number, row in numbered
    ]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    other = Button(t.button("Coming"), "coming") if step.past else Button(t.button("Held"), "past")
    return Text(
        "\n".join(lines),
        (
            *((numbers,) if numbers else ()),
            *page_buttons(step.page, PAGE, count, desk),
            (Button(t.button("New activity"), EntryPoint.COMPOSE.data()), other),
            (
                Button(t.button("Monthly report"), EntryPoint.MONTH.data()),
                Button(t.button("What members wish for"), EntryPoint.WISHES.data()),
            ),
            (to_menu(desk),),
        ),
    )


def _heading(step: ActivitiesInHand, count: int, desk: Desk) -> str:
    t = desk.words
    if step.past:
        return t("Activities that were held:") if count else t("No activity has been held yet.")
    if count:
        return t("Your activities:")
    return t("Nothing is coming up. Begin with “{new}”.", new=t.button("New activity"))


def _facts(row: ActivityRow, counts: Counts, desk: Desk) -> str:
    t = desk.words
    if row.stage is Stage.DRAFT:
        return t.plain("draft")
    if row.ends_at <= desk.now.timestamp():
        return t.plain("came: {number}", number=counts.came) if counts.came else t.plain("who came: not entered")
    if row.seats is None:
        return t.plain("signed up: {number}", number=counts.held)
    return t.plain("signed up: {number} of {seats}", number=counts.held, seats=row.seats)
