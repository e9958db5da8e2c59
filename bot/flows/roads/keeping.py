"""The code for coming back: shown once there is something worth keeping, and renewed when somebody wishes."""

from bot.chat import Button, Reply, Text
from bot.flows.desk import Desk, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened
from domain.people.roads import spaced
from storage.activities import signup_reading
from storage.affiliations import affiliations
from storage.people import addresses, audit, road_codes


def offered(desk: Desk) -> tuple[Reply, ...]:
    """Show a code to whoever has a seat or an affiliation, a page alone to be known by, and no code yet.

    It is asked after every turn on a page, and costs a statement only while there is something worth keeping.
    """
    me = desk.person.chat_id
    if me < addresses.FIRST or not _has_something(desk) or road_codes.recovery_since(desk.unit, me) is not None:
        return ()
    t = desk.words
    why = t("You are known here by this page alone. Should it get lost, this code brings you back:")
    return (_shown(why, me, desk),)


def _has_something(desk: Desk) -> bool:
    me = desk.person.chat_id
    return signup_reading.has_any(desk.unit, me) or bool(affiliations.current(desk.unit, me))


def renewed(person: int, desk: Desk) -> Text:
    """Make a new code; the one before it is worth nothing any more."""
    why = desk.words("This code brings you back when every way in is lost. Earlier ones are worth nothing any more.")
    return _shown(why, person, desk)


def _shown(why: str, person: int, desk: Desk) -> Text:
    t, now = desk.words, desk.now.timestamp()
    code = road_codes.renew_recovery(desk.unit, person, now)
    audit.write(desk.unit, audit.Entry(desk.person.chat_id, "member", "road.recovery", f"person:{person}"), now)
    lines = (
        why,
        f"<code>{spaced(code)}</code>",
        t("Write it down; I keep only what recognises it. On a new page: /roads, “{label}”.", label=_label(desk)),
    )
    return Text("\n".join(lines), ((Button(t.button("I have written it down"), EntryPoint.ROAD_COVER.data()),),))


def _label(desk: Desk) -> str:
    return desk.words.button("I have a code")


def cover(opened: Opened, desk: Desk) -> Move:
    """Take the code from where it was shown."""
    said = desk.words("Your code for coming back is covered. A new one is at /roads whenever you need it.")
    return Remain((Text(said, replaces=opened.message_id),))
