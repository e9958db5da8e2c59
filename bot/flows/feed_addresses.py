"""The secret address of a calendar, made and told in a chat: of one's own, and of what a unit lends."""

import secrets
from typing import Final

from bot.chat import Button, Text
from bot.flows.desk import Desk
from bot.flows.moments import local, long_day
from storage.people import calendar_feeds
from storage.people.calendar_feeds import Feed

_BITS_256: Final = 32  # bytes


def made(subject: str, heading: str, message_id: int, desk: Desk) -> Text:
    """Give the calendar a new address, and say it, this once: of its secret nothing but a hash is kept."""
    secret = secrets.token_urlsafe(_BITS_256)
    calendar_feeds.begin(desk.unit, subject, secret, desk.now.timestamp())
    t, address = desk.words, f"{desk.page}/calendar/{secret}"
    lines = (
        heading,
        f"<code>{address}.ics</code>",
        t("<b>iPhone</b>: Settings, Calendar, Accounts, Add Subscribed Calendar; paste it there, and leave alarms on."),
        t("<b>Google, Outlook</b>: on a computer add a calendar “from URL”. They look only a few times a day."),
        t("<b>Other phones</b>: a calendar that can subscribe to a URL takes it; in WeChat open it in the browser."),
    )
    rows = ((Button(t.button("Open in my calendar"), url=address),),) if address.startswith("https:") else ()
    return Text("\n".join(lines), rows, replaces=message_id)


def standing(feed: Feed, desk: Desk) -> tuple[str, str]:
    """Say whether a calendar has ever asked there, and why the address is not told again; as HTML."""
    t = desk.words
    asked = (
        t("No calendar has asked for it yet.")
        if feed.asked_at is None
        else t("A calendar asked for it last on {day}.", day=day(feed.asked_at, desk))
    )
    return asked, t("I cannot show the address again. A new one takes its place; the old one then works no more.")


def day(moment: float, desk: Desk) -> str:
    """Say the local day of a moment in seconds since 1970."""
    return long_day(local(moment, desk.now.tzinfo).date(), desk.today, desk.words)
