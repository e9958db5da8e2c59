"""The door of the desk: the code of a browser is written here, a link is made for the phone, sessions are ended."""

import re
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.desk_door.steps import DeskDoor, MatchingNumber
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.moments import local, long_day
from bot.flows.rights import forbid, organised
from storage.desk import sessions
from storage.desk.sessions import Session

_CODE: Final = re.compile(r"[0-9]{4,8}")  # a sign too few or too many is told as a wrong one
_SPACES: Final = re.compile(r"[\s·-]+")
_LISTED: Final = 6
_MINUTES: Final = round(sessions.SIGNS_IN_S / 60)


def opened(button: Opened, desk: Desk) -> Move:
    """Open the door, or take the code that was written behind the command."""
    if not organised(desk):
        return forbid("desk", desk)
    return _with_code(button.choice, desk) or Go(DeskDoor())


def hear(_step: DeskDoor, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("link") if desk.desk_address:
            return Go(DeskDoor(), before=(_link(desk),))
        case Chose("all", message_id):
            sessions.end_all(desk.unit, desk.person.chat_id, desk.now.timestamp())
            return Go(DeskDoor(), replaces=message_id, above=desk.words("✅ You are signed out everywhere."))
        case Chose(row_id=session_id, message_id=message_id) if session_id:
            sessions.end(desk.unit, desk.person.chat_id, session_id, desk.now.timestamp())
            return Go(DeskDoor(), replaces=message_id, above=desk.words("✅ That browser is signed out."))
        case Said(typed):
            return _with_code(typed, desk)
    return None


def _with_code(typed: str, desk: Desk) -> Move | None:
    """Ask about the browser that shows this code; None: it is no code."""
    code = _SPACES.sub("", typed)
    if not _CODE.fullmatch(code) or not desk.desk_address:
        return None
    found = sessions.of_code(desk.unit, code, desk.now.timestamp())
    if found is None or not sessions.ask(desk.unit, found.id, desk.person.chat_id):
        gone = desk.words("No browser shows this code now; a code holds for {minutes} minutes.", minutes=_MINUTES)
        return Go(DeskDoor(), before=(Text(gone),))
    return Go(MatchingNumber(found.id))


def _link(desk: Desk) -> Text:
    """Make a link that signs the phone in, once; what is only looked at signs nobody in."""
    t = desk.words
    token = sessions.make_link(desk.unit, desk.person.chat_id, desk.now.timestamp())
    said = t(
        "This link signs you in on this phone, once, within {minutes} minutes. Pass it on to nobody.", minutes=_MINUTES
    )
    return Text(said, ((Button(t.button("Open the desk"), url=f"{desk.desk_address}/desk/link/{token}"),),))


def show(_step: DeskDoor, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    if not desk.desk_address:
        return Text(t("The desk in the browser is not set up here."), ((to_menu(desk),),))
    found = sessions.of_person(desk.unit, desk.person.chat_id, desk.now.timestamp())
    lines = [
        t("<b>The desk</b>: all that waits for you, as lists and tables, on a big screen."),
        t("Open {address} on the computer, and write me the six digits that stand there.", address=_address(desk)),
        *_signed_in(found, desk),
    ]
    return Text("\n".join(lines), _buttons(found, desk))


def _address(desk: Desk) -> str:
    return f"{desk.desk_address}/desk"


def _signed_in(found: list[Session], desk: Desk) -> list[str]:
    if not found:
        return []
    listed = [f"{number}. {_named(one, desk)}" for number, one in enumerate(found[:_LISTED], 1)]
    return [desk.words("You are signed in here:"), *listed]


def _named(one: Session, desk: Desk) -> str:
    t, since = desk.words, local(one.born_at, desk.now.tzinfo)
    day = long_day(since.date(), desk.today, t)
    return t(
        "{browser} · {network} · since {day}, {clock}",
        browser=one.browser or t.plain("an unknown browser"),
        network=one.network,
        day=day,
        clock=t.clock(since),
    )


def _buttons(found: list[Session], desk: Desk) -> Buttons:
    t = desk.words
    ends = [
        Button(t.button("Sign out {number}", number=number), str(one.id))
        for number, one in enumerate(found[:_LISTED], 1)
    ]
    everywhere = ((Button(t.button("Sign out everywhere"), "all"),),) if len(found) > 1 else ()
    return (
        (Button(t.button("Open it on this phone"), "link"),),
        *two_a_row(ends),
        *everywhere,
        (to_menu(desk),),
    )
