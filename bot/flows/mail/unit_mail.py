"""What an organiser's units have been written: what waits, longest first."""

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu
from bot.flows.mail import rights
from bot.flows.mail import text as thread_text
from bot.flows.mail.steps import MailCard, MailList
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from domain.messages.threads import State
from storage.announcements import threads
from storage.announcements.threads import MessageRow, ThreadRow


def opened(button: Opened, desk: Desk) -> Move:
    """Open the mail, or one message of it."""
    if button.choice:
        return _into(button.row_id, MailList(), desk)
    return Go(MailList()) if organised(desk) else forbid("mail", desk)


def waiting(desk: Desk) -> int:
    """Count what waits for an answer from this organiser or a colleague."""
    return threads.count_waiting(desk.unit, organised(desk), desk.person.chat_id)


def hear(step: MailList, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("open" | "closed" as which, message_id):
            return Go(MailList(closed=which == "closed"), replaces=message_id)
        case Chose(row_id=thread_id) if thread_id:
            return _into(thread_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, paths, desk)[0], step.page * PAGE + 1)
            return next((_into(row.id, step, desk) for at, row in numbered if typed.strip() == str(at)), None)
    return None


def _into(thread_id: int, step: MailList, desk: Desk) -> Move:
    row = rights.seen(thread_id, desk)
    return rights.forbid(thread_id, desk) if row is None else Go(MailCard(row.id, step))


def _page(step: MailList, paths: list[str], desk: Desk) -> tuple[list[ThreadRow], int]:
    unit, skip, own = desk.unit, step.page * PAGE, desk.person.chat_id
    if step.closed:
        return threads.closed_mail(unit, paths, own, skip, PAGE), threads.count_closed(unit, paths, own)
    return threads.in_mail(unit, paths, own, skip, PAGE), threads.count_in_mail(unit, paths, own)


def show(step: MailList, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(step, paths, desk)
    newest = threads.first_words(desk.unit, [row.id for row in rows])
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [_heading(step, count, desk)]
    lines += [_listed(number, row, newest.get(row.id), desk) for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    other = Button(t.button("Not closed"), "open") if step.closed else Button(t.button("Closed"), "closed")
    rows_of_buttons = (*((numbers,) if numbers else ()), *page_buttons(step.page, PAGE, count, desk))
    return Text("\n".join(lines), (*rows_of_buttons, (other, to_menu(desk))))


def _heading(step: MailList, count: int, desk: Desk) -> str:
    t = desk.words
    number = 0 if step.closed else waiting(desk)
    if number:
        return t.plural("{number} message waits for an answer:", "{number} messages wait for an answer:", number)
    if not count:
        return t("There are no messages here.")
    if step.closed:
        return t.plural("{number} message is closed:", "{number} messages are closed:", count)
    return t("All messages are answered; these are not closed yet:")


def _listed(number: int, row: ThreadRow, newest: MessageRow | None, desk: Desk) -> str:
    t = desk.words
    name = thread_text.sender(desk.unit, row, t)
    line = t("{name} · {unit}", name=name, unit=thread_text.unit_name(desk.unit, row.unit_id))
    return "\n   ".join((f"{number}. {line}", thread_text.quoted(newest, t), standing(row, desk)))


def standing(row: ThreadRow, desk: Desk) -> str:
    """Say how long it has waited, and who has it in hand."""
    t = desk.words
    if row.state is State.CLOSED:
        return t("closed")
    if row.unanswered_since is None:
        parts = [t("answered")]
    else:
        parts = [thread_text.has_waited(row.unanswered_since, desk.now.timestamp(), t)]
    if row.taken_by == desk.person.chat_id:
        parts.append(t("in your hands"))
    elif row.taken_by is not None:
        parts.append(t("in hand: {role}", role=thread_text.colleague_name(desk.unit, row.taken_by, t)))
    return " · ".join(parts)
