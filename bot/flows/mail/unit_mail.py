"""The organiser's side of the mail: what waits, longest first; taking, answering as the unit, handing over, closing."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Post, Reply, Said, SentFile, Text
from bot.flows.announcements.drafting import text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import Opened, row_id
from bot.flows.keyboards import to_menu
from bot.flows.mail import tells as thread_tells
from bot.flows.mail import text as thread_text
from bot.flows.mail.steps import AnsweringMail, MailCard, MailList
from bot.flows.mail.words import kept_of
from bot.flows.paging import page_buttons
from bot.flows.reviewing.queue import PAGE
from bot.flows.rights import forbid as rights_forbid
from bot.flows.rights import nothing_here, organised, without_role
from bot.flows.step import Step
from domain.threads import State
from storage.announcements import announcements, threads
from storage.announcements.threads import MessageRow, ThreadRow, Writing
from storage.people import people
from storage.places import places

_ON_CARD: Final = 1_800
"""Signs of the conversation that a card shows, the newest."""

_ALL_MOST: Final = 20
"""Messages that "all of it" sends at once."""


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case MailList():
            return _in_list(step, event, desk)
        case MailCard(thread_id) | AnsweringMail(MailCard(thread_id)):
            row = seen(thread_id, desk)
            if row is None:
                return without_role(event, f"thread:{thread_id}", desk)
            return _at_card(step, row, event, desk) if isinstance(step, MailCard) else _answering(step, event, desk)
    raise AssertionError(step)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case MailList() if organised(desk):
            return (_list(step, desk),)
        case MailCard(thread_id) | AnsweringMail(MailCard(thread_id)):
            row = seen(thread_id, desk)
            if row is not None:
                return (_card(row, desk) if isinstance(step, MailCard) else _asked(row, desk),)
    return nothing_here(desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the mail, or one message of it."""
    if not opened.choice:
        return listing(desk)
    row = seen(opened.row_id, desk)
    return forbid(opened.row_id, desk) if row is None else Go(MailCard(row.id))


def listing(desk: Desk) -> Move:
    return Go(MailList()) if organised(desk) else rights_forbid("mail", desk)


def waiting(desk: Desk) -> int:
    """Count what waits for an answer from this organiser or a colleague."""
    return threads.count_waiting(desk.unit, organised(desk), desk.person.chat_id)


def seen(thread_id: int, desk: Desk) -> ThreadRow | None:
    """Return it as it stands; None: there is none, or not for this person. The own is answered by others."""
    row = threads.find(desk.unit, thread_id)
    is_open = row is not None and row.chat_id != desk.person.chat_id and desk.may_organise(row.unit_id)
    return row if is_open else None


def forbid(thread_id: int, desk: Desk) -> Move:
    return rights_forbid(f"thread:{thread_id}", desk)


# ---------------------------------------------------------------- the list


def _in_list(step: MailList, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, "mail", desk)
    match event:
        case Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case Chose("open" | "closed" as which, message_id):
            return Go(MailList(closed=which == "closed"), replaces=message_id)
        case Chose(row_id=thread_id) if thread_id:
            return _into(thread_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, desk)[0], step.page * PAGE + 1)
            return next((_into(row.id, step, desk) for at, row in numbered if typed.strip() == str(at)), None)
    return None


def _into(thread_id: int, step: MailList, desk: Desk) -> Move:
    row = seen(thread_id, desk)
    return forbid(thread_id, desk) if row is None else Go(MailCard(row.id, step))


def _page(step: MailList, desk: Desk) -> tuple[list[ThreadRow], int]:
    unit, paths, skip, own = desk.unit, organised(desk), step.page * PAGE, desk.person.chat_id
    if step.closed:
        return threads.closed_mail(unit, paths, own, skip, PAGE), threads.count_closed(unit, paths, own)
    return threads.in_mail(unit, paths, own, skip, PAGE), threads.count_in_mail(unit, paths, own)


def _list(step: MailList, desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(step, desk)
    newest = threads.first_words(desk.unit, [row.id for row in rows])
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [_heading(step, count, desk)]
    lines += [_listed(number, row, newest.get(row.id), desk) for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    other = Button(t.button("Not closed"), "open") if step.closed else Button(t.button("Closed"), "closed")
    rows_of_buttons = ((numbers,) if numbers else (), page_buttons(step.page, PAGE, count, desk))
    last = (other, to_menu(desk))
    return Text("\n".join(lines), (*(row for group in rows_of_buttons for row in group), last))


def _heading(step: MailList, count: int, desk: Desk) -> str:
    t = desk.words
    if step.closed:
        return t.plural("{number} message is closed:", "{number} messages are closed:", count) if count else _none(desk)
    number = waiting(desk)
    if number:
        return t.plural("{number} message waits for an answer:", "{number} messages wait for an answer:", number)
    return t("All messages are answered; these are not closed yet:") if count else _none(desk)


def _none(desk: Desk) -> str:
    return desk.words("There are no messages here.")


def _listed(number: int, row: ThreadRow, newest: MessageRow | None, desk: Desk) -> str:
    t = desk.words
    name = thread_text.sender(desk.unit, row, t)
    line = t("{name} · {unit}", name=name, unit=thread_text.unit_name(desk.unit, row.unit_id))
    return "\n   ".join((f"{number}. {line}", thread_text.quoted(newest, t), _standing(row, desk)))


def _standing(row: ThreadRow, desk: Desk) -> str:
    """Say how long it has waited, and who has it in hand."""
    t, now = desk.words, desk.now.timestamp()
    if row.state is State.CLOSED:
        return t("closed")
    parts = [t("answered") if row.unanswered_since is None else _waits(row.unanswered_since, now, desk)]
    if row.taken_by == desk.person.chat_id:
        parts.append(t("in your hands"))
    elif row.taken_by is not None:
        parts.append(t("in hand: {role}", role=thread_text.role_name(desk.unit, row.taken_by, t)))
    return " · ".join(parts)


def _waits(since: float, now: float, desk: Desk) -> str:
    return desk.words("has waited {age}", age=thread_text.age(since, now, desk.words))


# ---------------------------------------------------------------- one thread


def _card(row: ThreadRow, desk: Desk) -> Text:
    t, unit = desk.words, desk.unit
    name = thread_text.unit_name(unit, row.unit_id)
    lines = [t("<b>{name}</b> to {unit}", name=thread_text.sender(unit, row, t), unit=name)]
    lines += _about(row, desk)
    lines.append(_standing(row, desk))
    person = people.known(unit, {row.chat_id}).get(row.chat_id)
    if person is not None and person.unreachable_since is not None:
        lines.append(t("Has stopped the bot: an answer arrives when it is let in again."))
    written = [_written(one, row, desk) for one in threads.messages(unit, row.id)]
    shown = _newest(written)
    if len(shown) < len(written):
        lines.append(t("<i>Earlier messages: “{label}”.</i>", label=t.button("All of it")))
    return Text("\n\n".join(("\n".join(lines), *shown)), _card_buttons(row, desk))


def _about(row: ThreadRow, desk: Desk) -> list[str]:
    """Name the announcement that it answers."""
    noun, _, number = row.about.partition(":")
    found = announcements.find(desk.unit, row_id(number)) if noun == "announcement" else None
    if found is None:
        return []
    return [desk.words("In answer to: “{title}”", title=text.brief(found, desk.words))]


def _newest(written: list[str]) -> list[str]:
    """Return the newest messages that fit; of one that is too long only who wrote it, and where all of it is."""
    shown: list[str] = []
    for one in reversed(written):
        if sum(map(len, shown)) + len(one) > _ON_CARD:
            break
        shown.insert(0, one)
    return shown


def _written(one: MessageRow, row: ThreadRow, desk: Desk) -> str:
    return thread_text.written(one, _who(one, row, desk), desk.now, desk.words)


def _who(one: MessageRow, row: ThreadRow, desk: Desk) -> str:
    t = desk.words
    if one.from_member:
        return thread_text.sender(desk.unit, row, t)
    return t.plain("You") if one.by_chat == desk.person.chat_id else thread_text.role_name(desk.unit, one.by_chat, t)


def _card_buttons(row: ThreadRow, desk: Desk) -> Buttons:
    t = desk.words
    whole = Button(t.button("All of it"), "all")
    back = Button(t.button("Back"), "back")
    if row.state is State.CLOSED:
        return ((whole, back),)
    answer = Button(t.button("Answer it"), "answer")
    close = Button(t.button("Close it"), "close")
    if row.taken_by not in {None, desk.person.chat_id}:
        return ((answer, Button(t.button("Take it over"), "over")), (close, whole), (back,))
    is_mine = row.taken_by is not None
    hand = Button(t.button("Leave it to colleagues"), "leave") if is_mine else Button(t.button("Take it"), "take")
    upwards = _upwards(row, desk)
    rest = ((upwards, whole), (close, back)) if upwards else ((close, whole), (back,))
    return ((answer, hand), *rest)


def _upwards(row: ThreadRow, desk: Desk) -> Button | None:
    return Button(desk.words.button("Hand it upwards"), "upwards") if _above(row, desk) else None


def _above(row: ThreadRow, desk: Desk) -> int | None:
    found = places.unit(desk.unit, row.unit_id)
    return found.parent_id if found else None


def _at_card(step: MailCard, row: ThreadRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose("all"):
            return Go(step, before=_whole(row, desk))
        case Chose("answer", message_id) if row.state is not State.CLOSED:
            return Go(AnsweringMail(step), replaces=message_id)
        case Chose("take" | "over" | "leave" | "upwards" | "close" as verb, message_id):
            return _done(step, row, verb, message_id, desk)
    return None


def _done(step: MailCard, row: ThreadRow, verb: str, message_id: int, desk: Desk) -> Move:
    """Take the step; who comes second sees how it stands now."""
    unit, deed = desk.unit, desk.deed()
    match verb:
        case "take" | "over":
            done = threads.take(unit, row.id, deed, over=verb == "over")
        case "leave":
            done = row.taken_by == desk.person.chat_id and threads.give_back(unit, row.id, deed)
        case "upwards":
            above = _above(row, desk)
            done = above is not None and threads.move(unit, row.id, above, deed)
        case _:
            done = threads.close(unit, row.id, deed)
    after = threads.find(unit, row.id)
    if not done or after is None:
        return Go(step, before=(Text(desk.words("A colleague was first. This is how it stands now:")),))
    return _followed(step, row, after, verb, message_id, desk)


def _followed(step: MailCard, row: ThreadRow, after: ThreadRow, verb: str, message_id: int, desk: Desk) -> Move:  # noqa: PLR0913, PLR0917  a step has these parts
    t, unit = desk.words, desk.unit
    match verb:
        case "leave":
            return Go(step, replaces=message_id, tells=thread_tells.handed_over(after, desk))
        case "upwards":
            name = thread_text.unit_name(unit, after.unit_id)
            told = thread_tells.to_member(
                after, lambda words: words("What you wrote has been handed on to {unit}.", unit=name), desk
            )
            done = Text(t("✅ Handed on to {unit}.", unit=name), replaces=message_id)
            return Go(step.back, before=(done,), tells=(*told, *thread_tells.handed_over(after, desk)))
        case "close":
            done = Text(t("✅ Closed. If the member writes again, it opens again."), replaces=message_id)
            return Go(step.back, before=(done,), tells=_closed(row, after, desk))
    return Go(step, replaces=message_id)


def _closed(row: ThreadRow, after: ThreadRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell the member who has had no answer; who was answered knows."""
    if row.unanswered_since is None:
        return ()
    name = thread_text.unit_name(desk.unit, row.unit_id)
    return thread_tells.to_member(
        after,
        lambda t: t(
            "{unit} has read what you wrote and closed it. If anything is open, write back to this.", unit=name
        ),
        desk,
    )


def _whole(row: ThreadRow, desk: Desk) -> tuple[Reply, ...]:
    """Send the whole conversation, message by message, with everything that hangs on it."""
    replies: list[Reply] = []
    for one in threads.messages(desk.unit, row.id)[-_ALL_MOST:]:
        first, *others = thread_text.pieces(one.said)
        replies.append(Text(_written(replace(one, said=first), row, desk)))
        replies += [Text(thread_text.lines(more)) for more in others if thread_text.lines(more)]
        if one.file is not None:
            replies.append(Post("", (one.file,)))
    return tuple(replies)


# ---------------------------------------------------------------- answering


def _asked(row: ThreadRow, desk: Desk) -> Text:
    t = desk.words
    name = thread_text.unit_name(desk.unit, row.unit_id)
    newest = threads.first_words(desk.unit, [row.id]).get(row.id)
    lines = (
        thread_text.quoted(newest, t),
        t(
            "Type or speak your answer, or send a picture or file. It goes out as {unit}; nobody sees your account.",
            unit=name,
        ),
    )
    return Text("\n".join(lines), ((Button(t.button("Back"), "back"),),))


def _answering(step: AnsweringMail, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.card, replaces=message_id)
        case Said() | SentFile():
            answered = _answered(step.card.thread_id, event, desk)
            return answered and Go(step.card, before=answered.replies, tells=answered.tells)
    return None


def written_back(thread_id: int, event: Said | SentFile, desk: Desk) -> Move | None:
    """Take what an organiser writes back to a message from the mail as the answer."""
    if seen(thread_id, desk) is None:
        return forbid(thread_id, desk)
    return _answered(thread_id, event, desk)


def _answered(thread_id: int, event: Said | SentFile, desk: Desk) -> Remain | None:
    kept, t = kept_of(event), desk.words
    if kept is None:
        return None
    writing: Writing = kept.writing
    if not threads.answer(desk.unit, thread_id, writing, desk.deed()):
        return Remain((Text(t("This was closed meanwhile, so nothing was sent.")),))
    row = threads.find(desk.unit, thread_id)
    tells = thread_tells.answered(row, writing, desk) if row else ()
    return Remain((Text(t("✅ Your answer is on its way.")),), tells)


FLOW = Flow("zm", (MailList, MailCard, AnsweringMail), hear, show, opens)
