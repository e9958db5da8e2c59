"""Everything about a member, shown once: on the card itself, and put away when the request is decided."""

from collections.abc import Iterator

from bot.chat import Picture, Text, Unsend
from bot.flows.desk import Desk, Tell
from bot.flows.reviewing import text
from domain.messages.delivery import Lane
from storage.affiliations.affiliations import AffiliationRow
from storage.messages import open_pictures
from storage.messages.open_pictures import Hanging
from storage.people import deeds, members


def reveal(row: AffiliationRow, message_id: int, desk: Desk) -> tuple[str, tuple[Tell, ...]]:
    """Return the card with everything on it and the photo for beside it; write down that the person has looked.

    `message_id` is the message whose place the card takes: where it is put away later.
    """
    told = members.find_all(desk.unit, [row.chat_id])[row.chat_id].details
    deeds.write_down(desk.unit, desk.deed(), "member.reveal", f"person:{row.chat_id}")
    me = desk.person.chat_id
    open_pictures.hang(desk.unit, _words(row.id), Hanging(me, message_id))
    if not told.paper.photo:
        return text.revealed(row, told, desk), ()
    photo = Picture(told.paper.photo, desk.words("The photo of the document"))
    return text.revealed(row, told, desk), (Tell(me, photo, Lane.INTERACTIVE, about=_photo(row.id)),)


def cover(affiliation_id: int, message_id: int, desk: Desk) -> None:
    """Note that another screen takes the place of what was shown in this message."""
    open_pictures.cover(desk.unit, _words(affiliation_id), Hanging(desk.person.chat_id, message_id))


def put_away(affiliation_id: int, desk: Desk) -> Iterator[Tell]:
    """Take it out of every chat in which it was shown: words are replaced, photos deleted."""
    words, photos = _words(affiliation_id), _photo(affiliation_id)
    shown = open_pictures.taken_down(desk.unit, (words, photos))
    for one in shown[words]:
        t = desk.words_for(one.chat_id)
        gone = t("What was shown here has been put away: it is decided.")
        yield Tell(one.chat_id, Text(gone, replaces=one.message_id))
    for one in shown[photos]:
        yield Tell(one.chat_id, Unsend((one.message_id,)))


def _words(affiliation_id: int) -> str:
    return f"shown:{affiliation_id}"


def _photo(affiliation_id: int) -> str:
    return f"shown_photo:{affiliation_id}"
