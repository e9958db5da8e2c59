"""The calendar of one's own that a phone subscribes to: its secret address is made, made anew, and ended here."""

import secrets
from typing import Final

from bot.chat import Button, Text
from bot.flows.activities.steps import MyActivities
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu
from bot.flows.mine.steps import MyCalendar
from bot.flows.moments import local, long_day
from storage.people import calendar_feeds

_BITS_256: Final = 32  # bytes


def hear(step: MyCalendar, event: Happening, desk: Desk) -> Move | None:
    subject, now = calendar_feeds.of_person(desk.person.chat_id), desk.now.timestamp()
    match event:
        case Chose("make", message_id) if desk.page:
            secret = secrets.token_urlsafe(_BITS_256)
            calendar_feeds.begin(desk.unit, subject, secret, now)
            return Go(MyCalendar(), before=(_address(secret, message_id, desk),))
        case Chose("end", message_id) if step.surely:
            calendar_feeds.end(desk.unit, subject, now)
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
    today, zone = desk.today, desk.now.tzinfo
    asked = (
        t("No calendar has asked for it yet.")
        if running.asked_at is None
        else t("A calendar asked for it last on {day}.", day=long_day(local(running.asked_at, zone).date(), today, t))
    )
    lines = (
        t(
            "Your calendar has had its address since {day}.",
            day=long_day(local(running.made_at, zone).date(), today, t),
        ),
        asked,
        t("I cannot show the address again. A new one takes its place; the old one then works no more."),
    )
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


def _address(secret: str, message_id: int, desk: Desk) -> Text:
    """Say the address, this once: of its secret nothing but a hash is kept."""
    t, address = desk.words, f"{desk.page}/calendar/{secret}"
    lines = (
        t("The address of your calendar. Give it to nobody:"),
        f"<code>{address}.ics</code>",
        t("<b>iPhone</b>: Settings, Calendar, Accounts, Add Subscribed Calendar; paste it there, and leave alarms on."),
        t("<b>Google, Outlook</b>: on a computer add a calendar “from URL”. They look only a few times a day."),
        t("<b>Other phones</b>: a calendar that can subscribe to a URL takes it; in WeChat open it in the browser."),
    )
    rows = ((Button(t.button("Open in my calendar"), url=address),),) if address.startswith("https:") else ()
    return Text("\n".join(lines), rows, replaces=message_id)
