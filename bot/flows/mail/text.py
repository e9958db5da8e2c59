"""The centre's mail in words: who wrote, how long it has waited, and what was said."""

from datetime import datetime
from html import escape
from typing import Final
from unicodedata import category

from bot.flows.persons import masked
from bot.flows.typed import readable
from bot.texts import Words, names
from domain.affiliations.affiliations import CLOSED, State
from storage.affiliations import affiliations
from storage.announcements.threads import MessageRow, ThreadRow
from storage.people import colleagues, roles
from storage.places import places
from storage.unit_of_work import UnitOfWork

QUOTE: Final = 200
PIECE: Final = 3_500
"""UTF-16 units of the words that go out in one message, beside which there is room for a heading."""

_HOUR_S: Final = 3_600.0
_DAY_S: Final = 86_400.0


def sender(unit: UnitOfWork, row: ThreadRow, t: Words) -> str:
    """Return the masked name of somebody who is affiliated with this unit or below, or asks to be; else "a visitor".

    The number of the thread tells visitors apart, and says nothing about anybody.
    """
    path = places.path_of(unit, row.unit_id)
    stays = affiliations.current(unit, row.chat_id)
    known = (one for one in stays if one.state not in {State.DRAFT, *CLOSED})
    if any(places.path_of(unit, one.unit_id).startswith(path) for one in known):
        return masked(unit, row.chat_id, t)
    return t.plain("a visitor ({number})", number=row.id)


def unit_name(unit: UnitOfWork, unit_id: int) -> str:
    found = places.unit(unit, unit_id)
    return found.name if found else ""


def colleague_name(unit: UnitOfWork, chat_id: int | None, t: Words) -> str:
    """Return what colleagues read of an organiser: the name that they have given for that, else the role."""
    name = colleagues.name_of(unit, chat_id) if chat_id is not None else ""
    return readable(name) if name else names.role_name(roles.role_of(unit, chat_id), t)


def has_waited(since: float, now: float, t: Words) -> str:
    """Say that something has waited, and how long; plain text."""
    if now - since < _HOUR_S:
        return t("has waited less than an hour")
    return t("has waited {age}", age=age(since, now, t))


def age(since: float, now: float, t: Words) -> str:
    """Say how long something has waited; plain text."""
    waited = max(0.0, now - since)
    if waited < _HOUR_S:
        return t("less than an hour")
    if waited < 2 * _DAY_S:
        return t.plural("{number} hour", "{number} hours", int(waited // _HOUR_S))
    return t.plural("{number} day", "{number} days", int(waited // _DAY_S))


def quoted(one: MessageRow | None, t: Words) -> str:
    """Return the start of what was said, or what was sent; HTML."""
    if one is None:
        return ""
    words = readable(one.said, QUOTE)
    return t("“{words}”", words=words) if words else _sent(one, t)


def written(one: MessageRow, who: str, zone: datetime, t: Words) -> str:
    """Write one message with when it was said and by whom; HTML, its lines as they were typed."""
    at = datetime.fromtimestamp(one.at, zone.tzinfo)
    heading = t("<b>{who}</b> · {day}, {clock}", who=who, day=t.day(at), clock=t.clock(at))
    return "\n".join(part for part in (heading, lines(one.said), _sent(one, t)) if part)


def lines(text: str) -> str:
    """Return what was typed with its lines, without control and direction marks; HTML."""
    kept = (sign for sign in text.replace("\r\n", "\n") if sign == "\n" or category(sign)[0] != "C")
    return escape("".join(kept).strip(), quote=False)


def pieces(text: str, most: int = PIECE) -> list[str]:
    """Cut what was typed into parts that fit into a message each; nothing is lost."""
    found, start, length = [], 0, 0
    for at, sign in enumerate(text):
        width = 2 if ord(sign) > 0xFFFF else 1
        if length + width > most:
            found.append(text[start:at])
            start, length = at, 0
        length += width
    return [*found, text[start:]]


def _sent(one: MessageRow, t: Words) -> str:
    if one.file is None:
        return ""
    match one.file.kind:
        case "photo":
            return t("[picture]")
        case "video":
            return t("[video]")
        case "voice":
            return t("[voice message]")
    return t("[file]")
