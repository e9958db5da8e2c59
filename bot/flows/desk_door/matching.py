"""Whether a browser may come in: its name, where and when, and three numbers, of which one stands on its page."""

import random
from typing import Final

from bot.chat import Button, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.desk_door.steps import DeskDoor, MatchingNumber
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from bot.flows.moments import local
from bot.flows.rights import organised, without_role
from storage.desk import sessions
from storage.desk.sessions import SignIn

_NUMBERS: Final = 3
_LOWEST: Final = 10
_HIGHEST: Final = 99


def _sign_in(step: MatchingNumber, desk: Desk) -> SignIn | None:
    if not organised(desk):
        return None
    return sessions.asked(desk.unit, step.sign_in_id, desk.person.chat_id, desk.now.timestamp())


def _refuse(step: MatchingNumber, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, f"desk:{step.sign_in_id}", desk)
    if not isinstance(event, Chose) or event.choice == "menu":
        return None
    return Go(DeskDoor(), before=(Text(_over(desk)),))


def _over(desk: Desk) -> str:
    return desk.words("This sign-in is over. Please take a new code on the page.")


A_SIGN_IN: Final[Guard[MatchingNumber, SignIn]] = Guard(
    sees=_sign_in,
    acts=_sign_in,
    refuses=_refuse,
    closed=lambda _step, desk: Text(_over(desk), ((to_menu(desk),),)),
)
"""For who is asked about it, as long as it waits."""


def show(_step: MatchingNumber, row: SignIn, desk: Desk) -> Text:
    t, at = desk.words, local(row.born_at, desk.now.tzinfo)
    lines = (
        t("<b>Shall this browser be signed in as you?</b>"),
        t("Browser: {browser}", browser=row.browser or t.plain("an unknown browser")),
        t("Network: {network}", network=row.network),
        t("Asked at {clock}", clock=t.clock(at)),
        t("If it stands before you, tap the number that its page shows. If it is not yours, say so."),
    )
    numbers = tuple(Button(str(number), f"n{number}") for number in _choice(row))
    return Text("\n".join(lines), (numbers, (Button(t.button("That is not me"), "no"),)))


def _choice(row: SignIn) -> list[int]:
    """Return the number of the page among others, the same at every look."""
    drawn = random.Random(row.id * 100 + row.number)  # noqa: S311  it hides nothing: who guesses is refused at once
    others = [one for one in range(_LOWEST, _HIGHEST + 1) if one != row.number]
    return sorted([row.number, *drawn.sample(others, _NUMBERS - 1)])


def hear(_step: MatchingNumber, row: SignIn, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id) if choice.startswith("n"):
            return _settled(row, choice == f"n{row.number}", message_id, desk)
    return None


def _settled(row: SignIn, agrees: bool, message_id: int, desk: Desk) -> Move:  # noqa: FBT001  what was said
    """Let it in, or not: one wrong number ends it."""
    t = desk.words
    sessions.settle(desk.unit, row.id, desk.person.chat_id, agrees=agrees)
    if agrees:
        return Go(DeskDoor(), replaces=message_id, above=t("✅ Agreed. Go on in the browser."))
    refused = t("This browser stays outside. If you did not ask for it, somebody else has: write their code to nobody.")
    return Go(DeskDoor(), replaces=message_id, above=refused)
