"""Everything about a member, shown once: in messages of their own, which are put away when the request is decided."""

from collections.abc import Iterator

from bot.chat import Picture, Text, Unsend
from bot.flows.desk import Desk, Tell
from bot.flows.reviewing import text
from domain.delivery import Lane
from storage.affiliations.affiliations import AffiliationRow
from storage.messages import open_pictures
from storage.people import deeds, members


def tells(row: AffiliationRow, desk: Desk) -> Iterator[Tell]:
    """Show it to the person, and write down that they looked; the outbox will know where it hangs."""
    told = members.find_all(desk.unit, [row.chat_id])[row.chat_id].details
    deeds.write_down(desk.unit, desk.deed(), "member.reveal", f"person:{row.chat_id}")
    me, said = desk.person.chat_id, Text(text.revealed(row, told, desk))
    yield Tell(me, said, Lane.INTERACTIVE, about=_words(row.id))
    if told.paper.photo:
        photo = Picture(told.paper.photo, desk.words("The photo of the document"))
        yield Tell(me, photo, Lane.INTERACTIVE, about=_photo(row.id))


def put_away(affiliation_id: int, desk: Desk) -> Iterator[Tell]:
    """Take it out of every chat in which it was shown: words are replaced, photos deleted."""
    for one in open_pictures.taken_down(desk.unit, _words(affiliation_id)):
        t = desk.words_for(one.chat_id)
        gone = t("What was shown here has been put away: it is decided.")
        yield Tell(one.chat_id, Text(gone, replaces=one.message_id))
    for one in open_pictures.taken_down(desk.unit, _photo(affiliation_id)):
        yield Tell(one.chat_id, Unsend((one.message_id,)))


def _words(affiliation_id: int) -> str:
    return f"shown:{affiliation_id}"


def _photo(affiliation_id: int) -> str:
    return f"shown_photo:{affiliation_id}"
