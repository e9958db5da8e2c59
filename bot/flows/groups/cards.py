"""The card of an activity in groups: posted when it is published, rewritten as it changes, closed when there is an end.

Clocks use it too, so what they need takes a unit of work, the words of each chat, and the local time.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.chat import Button, Text
from bot.deep_links import activity_link
from bot.flows.activities import text
from bot.flows.activities.tells import WordsFor
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from bot.texts import Words, words
from domain.messages.delivery import Lane
from storage.activities.activities import ActivityRow, Changed
from storage.announcements import groups
from storage.announcements.groups import GroupRow
from storage.messages import outbox
from storage.places import places
from storage.unit_of_work import UnitOfWork


def published(row: ActivityRow, desk: Desk) -> tuple[Tell, ...]:
    """Return what the groups of the unit and those below it are told of a new activity."""
    t = house_words(desk)
    first = t("New, and open to you:")
    return tuple(_open(row, one.chat_id, 0, first, desk) for one in _bound(row, desk.unit))


def changed(change: Changed, desk: Desk) -> tuple[Tell, ...]:
    """Rewrite the cards whose words are not true any more.

    One that still waits, or stays behind in the chat that a group was before it moved, is posted anew.
    """
    row, unit, t = change.after, desk.unit, house_words(desk)
    if _brief(change.before, unit, desk.now, t) == _brief(row, unit, desk.now, t):
        return ()
    bound = _bound(row, unit)
    waiting, shown = _taken_back(row, bound, unit, desk.now), _shown(row, bound, unit)
    known = [one for one in bound if {one.chat_id, one.moved_from} & (waiting | shown.keys())]
    first = t("Changed; this is how it is now:")
    return tuple(_open(row, one.chat_id, shown.get(one.chat_id, 0), first, desk) for one in known)


def cancelled(row: ActivityRow, unit: UnitOfWork, words_for: WordsFor, now: datetime) -> tuple[Tell, ...]:
    """Close the cards, and say it once more where it was announced: an edit wakes nobody."""
    bound = _bound(row, unit)
    _taken_back(row, bound, unit, now)
    shown = _shown(row, bound, unit)
    known = [one for one in bound if {one.chat_id, one.moved_from} & shown.keys()]
    news = tuple(_cancellation(row, one.chat_id, words_for(one.chat_id), now) for one in known)
    return (*_closed(row, shown, bound, unit, words_for, now), *news)


def over(row: ActivityRow, unit: UnitOfWork, words_for: WordsFor, now: datetime) -> tuple[Tell, ...]:
    """Take the button from the cards of what is over."""
    bound = _bound(row, unit)
    return _closed(row, _shown(row, bound, unit), bound, unit, words_for, now)


def house_words(desk: Desk) -> Words:
    """Return the words of the house: nobody knows which language a group speaks."""
    return words(desk.house_language)


def _bound(row: ActivityRow, unit: UnitOfWork) -> list[GroupRow]:
    return groups.bound_below(unit, places.path_of(unit, row.unit_id))


def _about(row: ActivityRow) -> str:
    return f"activity:{row.id}"


def _chats(bound: Iterable[GroupRow]) -> set[int]:
    return {chat for one in bound for chat in (one.chat_id, one.moved_from) if chat}


def _shown(row: ActivityRow, bound: Iterable[GroupRow], unit: UnitOfWork) -> dict[int, int]:
    return dict(outbox.shown(unit, _chats(bound), _about(row)))


def _taken_back(row: ActivityRow, bound: Iterable[GroupRow], unit: UnitOfWork, now: datetime) -> set[int]:
    return set(outbox.take_back(unit, _chats(bound), _about(row), now.timestamp()))


def _open(row: ActivityRow, chat_id: int, message_id: int, first: str, desk: Desk) -> Tell:
    t = house_words(desk)
    sign_up = Button(t.button("Sign up"), EntryPoint.COME.data(row.id))
    more = Button(t.button("See the activity"), url=activity_link(desk.bot_name, row.token))
    said = f"{first}\n{_brief(row, desk.unit, desk.now, t)}"
    shown = Text(said, ((sign_up, more),), replaces=message_id)
    return Tell(chat_id, shown, Lane.REMINDER, row.starts_at, about=_about(row))


def _closed(  # noqa: PLR0913, PLR0917  what a card is made of
    row: ActivityRow,
    shown: dict[int, int],
    bound: Iterable[GroupRow],
    unit: UnitOfWork,
    words_for: WordsFor,
    now: datetime,
) -> tuple[Tell, ...]:
    """Rewrite the cards that can be reached: the number of a message in another chat is somebody else's here."""
    here = {one.chat_id for one in bound} & shown.keys()
    return tuple(
        Tell(chat, Text(_end(row, unit, now, words_for(chat)), replaces=shown[chat]), Lane.REMINDER, about=_about(row))
        for chat in sorted(here)
    )


def _end(row: ActivityRow, unit: UnitOfWork, now: datetime, t: Words) -> str:
    first = text.cancelled(row, t) or [t("This activity is over.")]
    return "\n".join((*first, _brief(row, unit, now, t)))


def _cancellation(row: ActivityRow, chat_id: int, t: Words, now: datetime) -> Tell:
    lines = [t("This activity is cancelled:"), t("<b>{activity}</b>", activity=text.headline(row, now.tzinfo, t))]
    if row.cancelled_reason:
        lines.append(t("The reason: {reason}", reason=row.cancelled_reason))
    return Tell(chat_id, Text("\n".join(lines)), Lane.CONFIRMATION, row.ends_at)


def _brief(row: ActivityRow, unit: UnitOfWork, now: datetime, t: Words) -> str:
    return text.brief(unit, row, now.tzinfo, t)
