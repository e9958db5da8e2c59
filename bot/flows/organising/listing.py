"""The organiser's activities: what is coming, drafts too, and what was held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows import narrowing, to_do
from bot.flows.activities import in_hand, rights, text
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, Only
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from domain.activities.activities import Stage
from storage.activities import agenda, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.agenda import Of
from storage.activities.signup_reading import Counts

_WEEK: Final = timedelta(days=7)


def opened(opened: Opened, desk: Desk) -> Move:
    """Open the list, or what of it nobody has entered who came to, or the card of one activity."""
    if opened.choice in {"", to_do.NOT_ENTERED}:
        return _listed(opened.choice, desk) if organised(desk) else forbid("activities", desk)
    row = rights.seen(opened.row_id, desk)
    return rights.forbid(opened.row_id, desk) if row is None else Go(in_hand.card(row))


def _listed(choice: str, desk: Desk) -> Move:
    """Open the list; where who came to a single one is not entered, that one's card."""
    if not choice:
        return Go(ActivitiesInHand())
    rows = to_do.not_entered(desk)
    return Go(ActivityInHand(rows[0].id) if len(rows) == 1 else ActivitiesInHand(past=True, only=Only.NOT_ENTERED))


def hear(step: ActivitiesInHand, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("past" | "coming" as which, message_id):
            return Go(ActivitiesInHand(past=which == "past", place=step.place), replaces=message_id)
        case Chose("all", message_id):
            return Go(ActivitiesInHand(step.past), replaces=message_id)
        case Chose(only, message_id) if only in set(Only):
            return Go(ActivitiesInHand(step.past, only=Only(only), place=step.place), replaces=message_id)
        case Chose(row_id=activity_id) if activity_id:
            return _into(activity_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, paths, desk), step.page * PAGE + 1)
            chosen = (_into(row.id, step, desk) for at, row in numbered if typed.strip() == str(at))
            return next(chosen, None) or _narrowed(step, typed, desk)
    return None


def _narrowed(step: ActivitiesInHand, typed: str, desk: Desk) -> Move | None:
    place = narrowing.named(typed, desk)
    return None if place is None else Go(ActivitiesInHand(step.past, only=step.only, place=place))


def _into(activity_id: int, step: ActivitiesInHand, desk: Desk) -> Move:
    row = rights.seen(activity_id, desk)
    if row is None:
        return rights.forbid(activity_id, desk)
    return Go(in_hand.card(row) if row.stage is Stage.DRAFT else ActivityInHand(row.id, step))


def _page(step: ActivitiesInHand, paths: Sequence[str], desk: Desk) -> list[ActivityRow]:
    found = agenda.past if step.past else agenda.managed
    return found(desk.unit, _of(step, paths, desk), desk.now.timestamp(), step.page * PAGE, PAGE)


def _of(step: ActivitiesInHand, paths: Sequence[str], desk: Desk) -> Of:
    """Say which of the activities are listed."""
    is_open = step.only is Only.NOT_ENTERED
    return Of(
        paths,
        ids=[row.id for row in to_do.not_entered(desk)] if is_open else step.found,
        below=narrowing.path(step.place.unit_id, desk),
        point_id=step.place.point_id or None,
        drafts=step.only is Only.DRAFTS,
        until=(desk.now + _WEEK).timestamp() if step.only is Only.WEEK else None,
    )


def show(step: ActivitiesInHand, paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, _page(step, paths, desk)
    counted = agenda.count_past if step.past else agenda.count_managed
    count = counted(desk.unit, _of(step, paths, desk), desk.now.timestamp())
    counts = signup_reading.counts(desk.unit, [row.id for row in rows])
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [_heading(step, count, desk)]
    lines += [_line(number, row, counts[row.id], desk) for number, row in numbered]
    lines += narrowing.hint(count, PAGE, desk)
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    other = Button(t.button("Coming"), "coming") if step.past else Button(t.button("Held"), "past")
    return Text(
        "\n".join(lines),
        (
            *((numbers,) if numbers else ()),
            *page_buttons(step.page, PAGE, count, desk),
            *_filters(step, paths, desk),
            (Button(t.button("New activity"), EntryPoint.COMPOSE.data()), other),
            (
                Button(t.button("Monthly report"), EntryPoint.MONTH.data()),
                Button(t.button("What members wish for"), EntryPoint.WISHES.data()),
            ),
            (to_menu(desk),),
        ),
    )


def _line(number: int, row: ActivityRow, counts: Counts, desk: Desk) -> str:
    """Write what, when and how many, and below it who holds it and where."""
    t = desk.words
    parts = [text.holder(desk.unit, row), text.where(desk.unit, row, t)]
    line = text.listed(number, row, _facts(row, counts, desk), desk.now.tzinfo, t)
    return f"{line}\n   {escape(' · '.join(part for part in parts if part), quote=False)}"


def _filters(step: ActivitiesInHand, paths: Sequence[str], desk: Desk) -> Buttons:
    """Offer what narrows the list, where it holds anything and is not the whole; and the way back to all of it."""
    t, now = desk.words, desk.now.timestamp()
    if step != ActivitiesInHand(step.past, step.page):
        return ((Button(t.button("All of them"), "all"),),)
    if step.past:
        number = len(to_do.not_entered(desk))
        label = t.button("Who came not entered · {number}", number=number)
        return ((Button(label, Only.NOT_ENTERED),),) if number else ()
    every = agenda.count_managed(desk.unit, Of(paths), now)
    labels = {
        Only.DRAFTS: lambda number: t.button("Drafts · {number}", number=number),
        Only.WEEK: lambda number: t.button("Within a week · {number}", number=number),
    }
    numbers = {
        only: agenda.count_managed(desk.unit, _of(replace(step, only=only), paths, desk), now) for only in labels
    }
    row = tuple(Button(labels[only](number), only) for only, number in numbers.items() if 0 < number < every)
    return (row,) if row else ()


def _heading(step: ActivitiesInHand, count: int, desk: Desk) -> str:
    t, where = desk.words, narrowing.name(step.place, desk)
    if where or step.only or step.found is not None:
        return _narrowed_heading(step, where, count, desk)
    if step.past:
        return t("Activities that were held:") if count else t("No activity has been held yet.")
    if count:
        return t("Your activities:")
    return t("Nothing is coming up. Begin with “{new}”.", new=t.button("New activity"))


def _narrowed_heading(step: ActivitiesInHand, where: str, count: int, desk: Desk) -> str:
    t = desk.words
    if not count:
        return t("None is on this list.")
    match step.only:
        case Only.NOT_ENTERED:
            said = t.plural("Who came to {number} activity is not entered:",
                            "Who came to {number} activities is not entered:", count)  # fmt: skip
        case Only.DRAFTS:
            said = t.plural("{number} draft:", "{number} drafts:", count)
        case _:
            said = t.plural("{number} activity:", "{number} activities:", count)
    return f"{t('Only {place}:', place=where)} {said}" if where else said


def _facts(row: ActivityRow, counts: Counts, desk: Desk) -> str:
    t = desk.words
    if row.stage is Stage.DRAFT:
        return t.plain("draft")
    if row.ends_at <= desk.now.timestamp():
        return t.plain("came: {number}", number=counts.came) if counts.came else t.plain("who came: not entered")
    if row.seats is None:
        return t.plain("signed up: {number}", number=counts.held)
    return t.plain("signed up: {number} of {seats}", number=counts.held, seats=row.seats)
