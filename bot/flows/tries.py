"""What can be guessed: each miss is counted, a few close the way for a while, and who answers for it hears it once."""

from typing import Final

from bot.chat import Text
from bot.flows.desk import Desk, Tell
from bot.flows.persons import masked
from bot.flows.typed import readable
from bot.texts import Words
from domain.people.tries import LIMITS, TOGETHER, Thing
from storage.activities.activities import ActivityRow
from storage.people import roles, tries
from storage.places import places

_TITLE: Final = 60


def shut(thing: Thing, desk: Desk, of: ActivityRow | None = None, who: int = 0) -> Text | None:
    """Say that the way is closed, and which other there is; None: it is open. `who` where the chat is a group."""
    now = desk.now.timestamp()
    counts = _counts(thing, who or desk.person.chat_id)
    closed = (one for chat_id, one in counts if tries.closed(desk.unit, chat_id, one, _number(of), now))
    found = next(closed, None)
    return None if found is None else Text(_other_way(found, desk.words), hide_keys=found in _AT_THE_DOOR)


def missed(thing: Thing, desk: Desk, of: ActivityRow | None = None, who: int = 0) -> tuple[Tell, ...]:
    """Count a miss. The one that closes the way is told, once, to the organisers of the activity, else to admins."""
    counts = _counts(thing, who or desk.person.chat_id)
    return tuple(tell for chat_id, one in counts for tell in _counted(one, chat_id, of, desk))


def _counts(thing: Thing, chat_id: int) -> list[tuple[int, Thing]]:
    """Return what a try counts for: the person at the thing, and all together where many accounts could guess it."""
    together = TOGETHER.get(thing)
    return [(chat_id, thing), *([(tries.EVERYBODY, together)] if together else [])]


def _counted(thing: Thing, chat_id: int, of: ActivityRow | None, desk: Desk) -> tuple[Tell, ...]:
    now = desk.now.timestamp()
    tries.miss(desk.unit, chat_id, thing, _number(of), now)
    if not tries.tell(desk.unit, chat_id, thing, _number(of), now):
        return ()
    path = roles.EVERYWHERE if of is None else places.path_of(desk.unit, of.unit_id)
    told = roles.organisers_of(desk.unit, path, {chat_id})
    return tuple(Tell(one, Text(_heard(thing, chat_id, of, desk, desk.words_for(one)))) for one in told)


_AT_THE_DOOR: Final = frozenset({Thing.CODE_WORD, Thing.WORD_OF_ALL, Thing.CHECK_IN})


def _number(of: ActivityRow | None) -> int:
    return of.id if of else 0


def _other_way(thing: Thing, t: Words) -> str:
    match thing:
        case Thing.CODE_WORD:
            return t(
                "I cannot take any more words from you for this activity. Please scan the code on the wall, "
                "share your location, or tell the organiser or a volunteer: they can check you in."
            )
        case Thing.WORD_OF_ALL:
            return t(
                "Too many wrong words have come in, so I take none for this activity for now. Please scan the code on "
                "the wall, share your location, or tell the organiser or a volunteer: they can check you in."
            )
        case Thing.CHECK_IN:
            return t(
                "Too many codes did not fit, so I take no more for now. Please share your location, "
                "type the code word, or tell the organiser or a volunteer: they can check you in."
            )
        case Thing.NAME:
            return t(
                "Too many names were not found, so I look no more up for now. "
                "Please let people scan the QR code, or ask the organiser."
            )
        case Thing.ACTIVITY:
            return t(
                "Too many links led nowhere, so I open no more of them for now. "
                "What is open to you is on the list: /activities"
            )
        case Thing.CERTIFICATE:
            return t(
                "Too many codes were unknown, so I check no more for now. "
                "Please compare them with the certificates, and try again in an hour."
            )
        case Thing.ROAD:
            return t(
                "Too many codes did not fit, so I take no more for now. "
                "Please take a new one where you are known, and type it in an hour; "
                "your service point can help you at once."
            )
        case Thing.GROUP:
            return t(
                "Too many links did not work, so I take no more for now. "
                "In an hour an organiser can take a new one: /groups"
            )
    return t(
        "Too many links were unknown, so I open no more of these for now. "
        "Please ask whoever sent yours for a new one, and open it in an hour."
    )


def _heard(thing: Thing, chat_id: int, of: ActivityRow | None, desk: Desk, t: Words) -> str:
    """Say who has tried what: to whom can do something about it."""
    number = LIMITS[thing].most
    lines = [t("Activity: {title}", title=readable(of.title, _TITLE))] if of else []
    lines.append(_by_all(number, t) if chat_id == tries.EVERYBODY else _by_one(thing, masked(desk.unit, chat_id, t), t))
    if thing in _AT_THE_DOOR:
        lines.append(t("If they are there, you can check them in at the desk."))
    return "\n".join(lines)


def _by_all(number: int, t: Words) -> str:
    return t(
        "Several people together have tried {number} wrong code words. I take no words for this activity for now; "
        "the code on the wall and one’s own location still work.",
        number=number,
    )


def _by_one(thing: Thing, who: str, t: Words) -> str:
    number = LIMITS[thing].most
    what = {
        Thing.CODE_WORD: t.plain("wrong code words"),
        Thing.CHECK_IN: t.plain("check-in codes that do not fit"),
        Thing.NAME: t.plain("names of people who are not members here"),
        Thing.ACTIVITY: t.plain("links to activities that are not for them"),
        Thing.INVITATION: t.plain("links of invitations that there are not"),
        Thing.HOME_LINK: t.plain("links for home branches that there are not"),
        Thing.CERTIFICATE: t.plain("codes of certificates that there are not"),
        Thing.GROUP: t.plain("links for groups that there are not"),
        Thing.ROAD: t.plain("codes for other people’s ways in that there are not"),
    }[thing]
    return t("{who} has tried {number} {what}. I take no more from them for now.", who=who, number=number, what=what)
