"""What can be done with what is shared, and what the organiser's own units have booked or wait for."""

from bot.chat import Button, Text
from bot.flows import to_lend
from bot.flows.booking import text
from bot.flows.booking.steps import BookingCard, ChoosingLedger, MyBookings, ResourceList, SharedHome, ToDecide
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from storage.booking import bookings, in_hand
from storage.booking.bookings import BookingRow


def opened(_opened: Opened, desk: Desk) -> Move:
    return Go(SharedHome()) if organised(desk) else forbid("booking", desk)


def show_home(_step: SharedHome, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    asked, booked = to_lend.waiting(desk), len(_rows(paths, desk))
    lines = [
        t("What units share: rooms, equipment, speakers."),
        t(
            "Say what you need, for example: {example}",
            example=t.plain("Thursday evening, a room for 30, and a lawyer"),
        ),
    ]
    decide = (Button(t.button("Asked of us · {number}", number=asked), "decide"),) if asked else ()
    return Text(
        "\n".join(lines),
        (
            (Button(t.button("Find and book"), EntryPoint.BORROW.data()),),
            (Button(t.button("My bookings · {number}", number=booked), "mine"), *decide),
            (Button(t.button("What we lend"), "lend"), Button(t.button("Lent and borrowed"), "ledger")),
            (to_menu(desk),),
        ),
    )


def hear_home(_step: SharedHome, _paths: list[str], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("mine", message_id):
            return Go(MyBookings(), replaces=message_id)
        case Chose("decide", message_id):
            return Go(ToDecide(), replaces=message_id)
        case Chose("lend", message_id):
            return Go(ResourceList(), replaces=message_id)
        case Chose("ledger", message_id):
            return Go(ChoosingLedger(), replaces=message_id)
    return None


def _rows(paths: list[str], desk: Desk) -> list[BookingRow]:
    return in_hand.borrowed(desk.unit, paths, desk.now.timestamp())


def show(step: MyBookings, paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, _rows(paths, desk)
    shown = list(enumerate(rows[step.page * PAGE :][:PAGE], step.page * PAGE + 1))
    lines = [t("What you have booked:") if rows else t("You have nothing booked.")]
    for number, row in shown:
        lines.append(text.line(number, row, bookings.resource_of(desk.unit, row), desk.now.tzinfo, t))
    numbers = tuple(Button(str(number), str(row.id)) for number, row in shown)
    return Text(
        "\n".join(lines),
        (
            *((numbers,) if numbers else ()),
            *page_buttons(step.page, PAGE, len(rows), desk),
            (Button(t.button("Find and book"), EntryPoint.BORROW.data()), Button(t.button("Back"), "back")),
        ),
    )


def hear(_step: MyBookings, _paths: list[str], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SharedHome(), replaces=message_id)
        case Chose(row_id=booking_id) if booking_id:
            return Go(BookingCard(booking_id))
    return None
