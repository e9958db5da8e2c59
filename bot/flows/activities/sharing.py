"""Sharing an activity into any chat: whoever types the bot's name and a word there gets cards to choose from.

A card says what everybody may know, and leads into the private chat; who is coming stays there.
"""

from itertools import islice
from typing import Final
from unicodedata import normalize

from bot.chat import AskedInline, Button, Card, Cards
from bot.deep_links import activity_link
from bot.flows.activities import text
from bot.flows.activities.finding import may_see
from bot.flows.desk import Desk
from bot.flows.finding.point_text import sentence
from bot.flows.moments import local, moment
from domain.activities.activities import LATER_S
from storage.activities import signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Counts

MOST: Final = 10


def cards(asked: AskedInline, desk: Desk) -> Cards:
    """Offer what is coming, fits what was typed, and whoever types may come to; the soonest first."""
    words = _folded(asked.query).split()
    coming = may_see(desk, desk.now.timestamp() + LATER_S)
    rows = tuple(islice((row for row in coming if _fits(row, words, desk)), MOST))
    counts = signup_reading.counts(desk.unit, [row.id for row in rows])
    return Cards(asked.receipt, tuple(_card(row, counts[row.id], desk) for row in rows))


def _fits(row: ActivityRow, words: list[str], desk: Desk) -> bool:
    kind, place = text.kind_name(row.kind, desk.words), text.where(desk.unit, row, desk.words)
    said = _folded(f"{row.title} {kind} {place}")
    return all(word in said for word in words)


def _folded(written: str) -> str:
    return normalize("NFKC", written).casefold()


def _card(row: ActivityRow, counts: Counts, desk: Desk) -> Card:
    t, zone = desk.words, desk.now.tzinfo
    left = text.seats_left(row, counts, t)
    html = f"{text.brief(desk.unit, row, zone, t)}\n{sentence(left)}"
    link = Button(t.button("See it and sign up"), url=activity_link(desk.bot_name, row.token))
    when = moment(local(row.starts_at, zone), t)
    return Card(row.token, row.title, f"{when} · {left}", html, ((link,),))
