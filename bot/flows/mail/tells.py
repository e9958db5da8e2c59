"""Who is told what about the centre's mail: organisers that something has come, members that they are answered."""

from collections.abc import Callable, Collection
from typing import Final

from bot.chat import Button, Buttons, Post, Reply, Text
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.mail import text as thread_text
from bot.flows.persons import colleague
from bot.flows.rights import organised
from bot.texts import Words
from domain.messages.delivery import Lane
from storage.announcements import threads
from storage.announcements.threads import Posted, ThreadRow, Writing
from storage.people import people, roles
from storage.places import places
from storage.unit_of_work import UnitOfWork

_CALM_S: Final = 900.0
_AT_ONCE: Final = 3


def in_charge(unit: UnitOfWork, row: ThreadRow) -> list[int]:
    """Return who answers for this unit: its organisers but the one who wrote; where none is left, those above."""
    return roles.organisers_of(unit, places.path_of(unit, row.unit_id), {row.chat_id})


def see(row: ThreadRow, t: Words) -> Button:
    return Button(t.button("See the message"), EntryPoint.MAIL.data(row.id))


def about(row: ThreadRow) -> str:
    """Name a message to organisers: what they write back to it is the answer."""
    return f"mail:{row.id}"


def arrived(posted: Posted, desk: Desk) -> tuple[Tell, ...]:
    """Tell whoever has it in hand that the member has written; a new one is told to all who are in charge.

    Where answers to an announcement come in by the dozen, the first few ring, and the others wait in the mail.
    """
    row = posted.row
    if posted.waited:
        return ()
    if row.taken_by is not None:
        return _to([row.taken_by], row, desk)
    if posted.is_new and threads.opened_since(desk.unit, row.unit_id, desk.now.timestamp() - _CALM_S) > _AT_ONCE:
        return ()
    return _to(in_charge(desk.unit, row), row, desk)


def handed_over(row: ThreadRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell the colleagues, or the organisers of the unit that has it now."""
    return _to([one for one in in_charge(desk.unit, row) if one != desk.person.chat_id], row, desk)


def given(row: ThreadRow, chat_id: int, desk: Desk) -> tuple[Tell, ...]:
    """Tell a colleague that it is in their hands, and who has put it there."""

    def heading(t: Words) -> str:
        who, name = colleague(desk.unit, desk.person.chat_id, t), thread_text.sender(desk.unit, row, t)
        unit = thread_text.unit_name(desk.unit, row.unit_id)
        return t("{who} has handed you a message to {unit} from {name}:", who=who, unit=unit, name=name)

    return tuple(reminders([chat_id], row, desk.unit, desk.words_for, heading, Lane.CONFIRMATION))


def _to(chats: Collection[int], row: ThreadRow, desk: Desk) -> tuple[Tell, ...]:
    return tuple(reminders(chats, row, desk.unit, desk.words_for, _heading(desk.unit, row), Lane.CONFIRMATION))


def _heading(unit: UnitOfWork, row: ThreadRow) -> Callable[[Words], str]:
    def heading(t: Words) -> str:
        name = thread_text.unit_name(unit, row.unit_id)
        return t("A message to {unit} from {name}:", unit=name, name=thread_text.sender(unit, row, t))

    return heading


def reminders(  # noqa: PLR0913, PLR0917  a message to several has these parts
    chats: Collection[int],
    row: ThreadRow,
    unit: UnitOfWork,
    words_for: Callable[[int], Words],
    heading: Callable[[Words], str],
    lane: Lane,
) -> list[Tell]:
    """Tell each of these organisers in their own language, with the start of what the member wrote."""
    newest = threads.first_words(unit, [row.id]).get(row.id)
    people.known(unit, chats)
    tells = []
    for chat_id in sorted(set(chats)):
        t = words_for(chat_id)
        how = t("An answer written back to this message goes to the sender.")
        text = "\n".join((heading(t), thread_text.quoted(newest, t), f"<i>{how}</i>"))
        tells.append(Tell(chat_id, Text(text, ((see(row, t),),)), lane, about=about(row)))
    return tells


def answered(row: ThreadRow, writing: Writing, desk: Desk) -> tuple[Tell, ...]:
    """Bring the answer to the member; what they write back to it goes into the same thread."""
    t = desk.words_for(row.chat_id)
    name = thread_text.unit_name(desk.unit, row.unit_id)
    heading = t("An answer from {unit}:", unit=name)
    how = t("To go on, write back to this message.")
    first, *others = thread_text.pieces(writing.said)
    parts = (f"<b>{heading}</b>", thread_text.lines(first), f"<i>{how}</i>")
    said: list[Reply] = [Text("\n".join(part for part in parts if part))]
    said += [Text(thread_text.lines(more)) for more in others if thread_text.lines(more)]
    said += [Post("", (file,)) for file in writing.files]
    return tuple(Tell(row.chat_id, one, about=f"thread:{row.id}") for one in said)


def to_member(row: ThreadRow, say: Callable[[Words], str], desk: Desk) -> tuple[Tell, ...]:
    return (Tell(row.chat_id, Text(say(desk.words_for(row.chat_id))), about=f"thread:{row.id}"),)


def mail_row(desk: Desk) -> Buttons:
    """Return a row with the way to the mail, where something waits in it."""
    number = threads.count_waiting(desk.unit, organised(desk), desk.person.chat_id)
    label = desk.words.button("Messages · {number}", number=number)
    return ((Button(label, EntryPoint.MAIL.data()),),) if number else ()
