"""The calendar of one's own that a phone subscribes to: its secret address is made, made anew, and ended here."""

from bot.chat import Button, Text
from bot.flows import feed_addresses
from bot.flows.activities.steps import MyActivities
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu
from bot.flows.mine.steps import MyCalendar
from storage.people import calendar_feeds


def hear(step: MyCalendar, event: Happening, desk: Desk) -> Move | None:
    subject = calendar_feeds.of_person(desk.person.chat_id)
    match event:
        case Chose("make", message_id) if desk.page:
            heading = desk.words("The address of your calendar. Give it to nobody:")
            return Go(MyCalendar(), before=(feed_addresses.made(subject, heading, message_id, desk),))
        case Chose("end", message_id) if step.surely:
            calendar_feeds.end(desk.unit, subject, desk.now.timestamp())
            said = desk.words("Your calendar has ended. You can delete the subscription on your phone.")
            return Go(MyActivities(), before=(Text(said, replaces=message_id),))
        case Chose("end", message_id):
            return Go(MyCalendar(surely=True), replaces=message_id)
        case Chose("back", message_id):
            return Go(MyCalendar() if step.surely else MyActivities(), replaces=message_id)
    return None


def show(step: MyCalendar, desk: Desk) -> Text:
    t, back = desk.words, Button(desk.words.button("Back"), "back")
    running = calendar_feeds.running(desk.unit, calendar_feeds.of_person(desk.person.chat_id))
    if step.surely:
        return Text(
            t("Shall your calendar end? Its address then works no more, wherever you have put it."),
            ((Button(t.button("End it"), "end"), back),),
        )
    if not desk.page:
        said = t("I have no address for calendars here. Each activity's card has a calendar file.")
        return Text(said, ((back, to_menu(desk)),))
    if running is None:
        return Text(_what_it_is(desk), ((Button(t.button("Make the address"), "make"),), (back, to_menu(desk))))
    since = t("Your calendar has had its address since {day}.", day=feed_addresses.day(running.made_at, desk))
    lines = (since, *feed_addresses.standing(running, desk))
    rows = ((Button(t.button("A new address"), "make"), Button(t.button("End it"), "end")), (back, to_menu(desk)))
    return Text("\n".join(lines), rows)


def _what_it_is(desk: Desk) -> str:
    t = desk.words
    return "\n".join(
        (
            t("<b>Activities in your phone's calendar</b>"),
            t(
                "What you sign up for, seats that are kept for you, duties and what runs out come into your calendar, "
                "with an alarm. What changes or is called off changes there too."
            ),
            t(
                "Please know: a calendar goes through the servers of its maker, some of them abroad. It gets titles, "
                "times and places from me, nothing else. Whoever has the address can read it."
            ),
        )
    )
