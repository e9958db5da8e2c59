"""What somebody is told in the chat of a browser that has just been signed in as them."""

from bot.chat import Button, Text
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from storage.desk.sessions import Session


def told_of_entry(session: Session, desk: Desk) -> Tell:
    """Tell who has signed in where; whoever it was not ends it there."""
    t = desk.words
    said = t(
        "The desk is open now in {browser} ({network}). If that is not you, sign it out.",
        browser=session.browser or t.plain("an unknown browser"),
        network=session.network,
    )
    return Tell(
        session.chat_id, Text(said, ((Button(t.button("Where I am signed in"), EntryPoint.DESK_DOOR.data()),),))
    )
