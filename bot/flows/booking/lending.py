"""What the organiser's units lend: the list, and the card of each, with its closures and what can be done with it."""

from typing import Final

from bot.chat import Button, Document, Text
from bot.deep_links import room_link, speaker_link
from bot.flows.booking import reasons, rights, text
from bot.flows.booking.following import hand, opened_again
from bot.flows.booking.steps import (
    ChangingResource,
    ChoosingLender,
    ClosingResource,
    ResourceCalendar,
    ResourceCard,
    ResourceList,
    RetiringSurely,
    SharedHome,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import two_a_row
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid
from bot.papers.naming import file_name
from bot.papers.poster import Poster, poster_pdf
from domain.booking.resources import Kind
from storage.booking import closures, in_hand, resources
from storage.booking.closures import ClosureRow
from storage.booking.resources import ResourceRow

_CLOSURES: Final = 3


def opened(opened: Opened, desk: Desk) -> Move:
    row = rights.offered(opened.row_id, desk)
    return forbid(f"resource:{opened.row_id}", desk) if row is None else Go(ResourceCard(row.id))


def show_list(step: ResourceList, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    rows, count = in_hand.resources_lent(desk.unit, paths, step.page * PAGE, PAGE)
    shown = list(enumerate(rows, step.page * PAGE + 1))
    lines = [t("What your units lend:") if rows else t("Your units lend nothing yet.")]
    lines += [text.listed(number, row, reasons.use_label(row.terms.use, t), t) for number, row in shown]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in shown)
    return Text(
        "\n".join(lines),
        (
            *((numbers,) if numbers else ()),
            *page_buttons(step.page, PAGE, count, desk),
            (Button(t.button("Add something"), "add"), Button(t.button("Back"), "back")),
        ),
    )


def hear_list(_step: ResourceList, _paths: list[str], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SharedHome(), replaces=message_id)
        case Chose("add", message_id):
            return Go(ChoosingLender(), replaces=message_id)
        case Chose(row_id=resource_id) if resource_id:
            return Go(ResourceCard(resource_id))
    return None


def show(_step: ResourceCard, row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    is_own, shut = desk.may_organise(row.unit_id), closures.ahead(desk.unit, row.id, desk.now.timestamp())
    lines = [f"<b>{text.safe(text.named(row))}</b>"]
    lines += [text.safe(one) for one in (text.place(row, t), text.facts(row, t)) if one]
    if row.hours:
        lines.append(t("Hours: {hours}", hours=row.hours))
    lines += _terms(row, desk)
    lines += [_closed(one, desk) for one in shut[:_CLOSURES]]
    if row.retired_at is not None:
        lines.append(t("It is not lent any more."))
    book = [] if row.retired_at is not None else [Button(t.button("Book it"), EntryPoint.BORROW.data(f"r{row.id}"))]
    own = _own(row, shut, desk) if is_own and row.retired_at is None else []
    return Text("\n".join(lines), (*two_a_row([*book, *own]), (Button(t.button("Back"), "back"),)))


def _terms(row: ResourceRow, desk: Desk) -> list[str]:
    t, terms = desk.words, row.terms
    lines = [text.safe(reasons.use_label(terms.use, t))]
    if terms.before_min or terms.after_min:
        lines.append(
            t(
                "Kept around each booking: {before} minutes before, {after} after",
                before=terms.before_min,
                after=terms.after_min,
            )
        )
    if terms.home_hours:
        lines.append(
            t(
                "Kept for the own unit: {hours}; opens to others {days} days before",
                hours=terms.home_hours,
                days=terms.home_days,
            )
        )
    if terms.quota_hours is not None:
        lines.append(t("One other unit has at most {hours} hours a month", hours=terms.quota_hours))
    return lines


def _closed(one: ClosureRow, desk: Desk) -> str:
    t = desk.words
    return t(
        "Closed {when}: {reason}", when=text.span(one.starts_at, one.ends_at, desk.now.tzinfo, t), reason=one.reason
    )


def _own(row: ResourceRow, shut: list[ClosureRow], desk: Desk) -> list[Button]:
    t = desk.words
    shown = [Button(t.button("Change something"), "change"), Button(t.button("Close it for a time"), "close")]
    if shut:
        shown.append(Button(t.button("Open it again"), "open"))
    if row.kind is Kind.ROOM:
        shown.append(Button(t.button("Code for the door"), "door"))
    if row.kind is Kind.SPEAKER and row.chat_id is None:
        shown.append(Button(t.button("Link for the speaker"), "link"))
    if desk.page:
        shown.append(Button(t.button("Calendar address"), "calendar"))
    return [*shown, Button(t.button("Take it off the list"), "retire")]


def hear(step: ResourceCard, row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ResourceList() if desk.may_organise(row.unit_id) else SharedHome(), replaces=message_id)
        case Chose("change" | "close" | "open" | "door" | "link" | "calendar" | "retire" as choice, message_id):
            return _of_its_owner(step, row, choice, message_id, desk)
    return None


def _of_its_owner(step: ResourceCard, row: ResourceRow, choice: str, message_id: int, desk: Desk) -> Move:
    """Do what the owner may; a card that shows what was before a colleague's step is shown anew."""
    if not desk.may_organise(row.unit_id):
        return forbid(f"resource:{row.id}", desk)
    if row.retired_at is not None or (choice == "link" and row.chat_id is not None):
        return Go(step)
    match choice:
        case "change":
            return Go(ChangingResource(row.id), replaces=message_id)
        case "close":
            return Go(ClosingResource(row.id), replaces=message_id)
        case "retire":
            return Go(RetiringSurely(row.id), replaces=message_id)
        case "calendar":
            return Go(ResourceCalendar(row.id), replaces=message_id)
        case "open":
            return _open_again(step, row, desk)
        case "link":
            return Go(step, before=(_for_the_speaker(row, desk),))
    return Go(step, before=(_poster(row, desk),))


def _open_again(step: ResourceCard, row: ResourceRow, desk: Desk) -> Move:
    """Lift its own closures that are ahead; who waits for the time is asked. What it touches is opened there."""
    by, t = hand(desk), desk.words
    shut = closures.ahead(desk.unit, row.id, desk.now.timestamp())
    own = [one for one in shut if one.resource_id == row.id]
    offers = [offer for one in own for offer in closures.lift(desk.unit, one.id, by.opening, desk.deed())]
    said = t("It is open again.")
    if shut and not own:
        other = resources.found(desk.unit, (shut[0].resource_id,))[shut[0].resource_id]
        said = t("What is closed is {name}; it is opened there.", name=text.called(other))
    return Go(step, before=(Text(said),), tells=opened_again(offers, by))


def _poster(row: ResourceRow, desk: Desk) -> Document:
    """Draw the code for the door: whoever scans it reads what is on there today."""
    t = desk.words
    drawn = poster_pdf(Poster.of_room(text.called(row), text.place(row, t), room_link(desk.bot_name, row.token)))
    name = file_name("pdf", t.plain("Door"), text.called(row), desk.today)
    return Document(name, drawn, t.plain("For the door: whoever scans it sees what is on there today."))


def _for_the_speaker(row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t(
            "Send this link to {name}, and to nobody else: whoever opens it is asked from then on.",
            name=text.called(row),
        ),
        speaker_link(desk.bot_name, row.token),
    )
    return Text("\n".join(lines))
