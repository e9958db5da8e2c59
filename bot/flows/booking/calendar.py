"""The calendar of what is lent: its secret address is made, made anew, and ended by the unit whose it is."""

from bot.chat import Button, Text
from bot.flows import feed_addresses
from bot.flows.booking import text
from bot.flows.booking.steps import ResourceCalendar, ResourceCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from storage.booking.resources import ResourceRow
from storage.people import calendar_feeds, deeds
from storage.people.calendar_feeds import Feed


def show(step: ResourceCalendar, row: ResourceRow, desk: Desk) -> Text:
    t, back = desk.words, Button(desk.words.button("Back"), "back")
    running = calendar_feeds.running(desk.unit, calendar_feeds.of_resource(row.id))
    if running is None:
        return Text(_what_it_is(row, desk), ((Button(t.button("Make the address"), "make"), back),))
    end = Button(t.button("End it"), "end")
    if step.surely:
        asks = t(
            "Shall the calendar of {name} end? Its address then works no more, wherever it was put.",
            name=text.called(row),
        )
        return Text(asks, ((end, back),))
    return Text(_standing(running, row, desk), ((Button(t.button("A new address"), "make"), end), (back,)))


def _what_it_is(row: ResourceRow, desk: Desk) -> str:
    t = desk.words
    return "\n".join(
        (
            t("<b>The bookings of {name} in a calendar</b>", name=text.called(row)),
            t(
                "Everything that is booked or asked for stands there, with its time and what it is for, as the door "
                "shows it; closures too. What is moved or given back changes there."
            ),
            t(
                "Please know: a calendar goes through the servers of its maker, some of them abroad. "
                "Whoever has the address can read it."
            ),
        )
    )


def _standing(running: Feed, row: ResourceRow, desk: Desk) -> str:
    day = feed_addresses.day(running.made_at, desk)
    since = desk.words("The calendar of {name} has had its address since {day}.", name=text.called(row), day=day)
    return "\n".join((since, *feed_addresses.standing(running, desk)))


def hear(step: ResourceCalendar, row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    subject, t = calendar_feeds.of_resource(row.id), desk.words
    match event:
        case Chose("make", message_id) if desk.page and row.retired_at is None:
            heading = t("The address of the calendar of {name}, for your unit alone:", name=text.called(row))
            deeds.write_down(desk.unit, desk.deed(), "resource.calendar", f"resource:{row.id}")
            made = feed_addresses.made(subject, heading, message_id, desk)
            return Go(ResourceCalendar(row.id), before=(made,))
        case Chose("end", message_id) if step.surely:
            calendar_feeds.end(desk.unit, subject, desk.now.timestamp())
            deeds.write_down(desk.unit, desk.deed(), "resource.calendar_end", f"resource:{row.id}")
            said = t("The calendar has ended. Whoever subscribed to it can delete it.")
            return Go(ResourceCard(row.id), before=(Text(said, replaces=message_id),))
        case Chose("end", message_id):
            return Go(ResourceCalendar(row.id, surely=True), replaces=message_id)
        case Chose("back", message_id):
            return Go(ResourceCalendar(row.id) if step.surely else ResourceCard(row.id), replaces=message_id)
    return None
