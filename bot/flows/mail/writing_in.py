"""A member writes to the centre: what the bot cannot answer finds its way to somebody who can."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chat import Button, Forwarded, Reply, Said, SentFile, Text, Unreadable
from bot.flows.desk import Chose, Desk, Go, Happening, Kept, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened, row_id
from bot.flows.keyboards import to_menu
from bot.flows.mail import tells, text, words
from bot.flows.mail.steps import ChoosingMailbox, WritingIn
from bot.flows.mail.words import kept_of
from bot.flows.step import AtMenu, Step
from bot.planning import mail
from domain.affiliations.affiliations import HERE, State
from domain.messages.threads import ANSWER_DAYS, MOST_WORDS
from domain.said.answers import courtesies
from domain.said.answers.courtesies import Courtesy
from storage.activities import activities
from storage.affiliations import affiliations
from storage.announcements import threads
from storage.announcements.threads import Posted, ThreadRow, Writing
from storage.places import places
from storage.places.search_text import fold

_AGAIN_S: Final = 3.0
_TOYS: Final = frozenset({"sticker", "animation", "dice"})


def passed_on(opened: Opened, desk: Desk) -> Move:
    """Send what was kept, where it is still kept; else ask for it anew."""
    if desk.kept is None or not words.is_for(opened.choice, desk.kept):
        gone = Text(
            desk.words(
                "I do not keep these words any longer; perhaps they are passed on already. You can type them again."
            )
        )
        move = begin("", desk)
        return Go(move.step, before=(gone,)) if isinstance(move, Go) else move
    about = opened.choice.partition(".")[2]
    unit_id = _behind(about, desk)
    return posted(unit_id, desk.kept, desk, about) if unit_id else pass_on(desk.kept, desk)


def _behind(about: str, desk: Desk) -> int:
    """Return the unit that answers for what words are about ("activity:12"); 0: none that is known."""
    noun, _, number = about.partition(":")
    row = activities.find(desk.unit, row_id(number)) if noun == "activity" else None
    point = places.point(desk.unit, row_id(number)) if noun == "point" else None
    return row.unit_id if row else point.unit_id if point else 0


def begin(typed: str, desk: Desk) -> Move:
    """Ask what is to be written, and to whom where nothing tells; pass on what was typed beside the command."""
    kept = kept_of(Said(typed))
    if kept is not None:
        return pass_on(kept, desk)
    unit_id = _mailbox(desk)
    return Go(WritingIn(unit_id) if unit_id else ChoosingMailbox())


def pass_on(kept: Kept, desk: Desk) -> Move:
    """Send it to the centre that is the person's, or ask which one that is."""
    unit_id = _mailbox(desk)
    if not unit_id:
        return Go(ChoosingMailbox(kept.said, kept.files))
    return posted(unit_id, kept, desk)


def offered(event: Happening, move: Remain, desk: Desk) -> Move:
    """Offer to pass on what the bot has no use for: beside what it says to it."""
    if words.grown(desk.kept, event) is not None:
        return Remain(())  # the next picture of an album; the button of the first sends them all
    kept, t = kept_of(event), desk.words
    match event, move.replies:
        case SentFile() | Forwarded(), (Text() as said,) if kept is not None:
            return Remain((Text(said.html, ((words.offer(kept.key, t),),)),))
        case Unreadable(kind), (Text() as said,) if kind not in _TOYS:
            return Remain((Text(said.html, ((words.write_button(t),),)),))
    return move


def kept_after(
    event: Happening, replies: Sequence[Reply], before: Kept | None, *, goes_on: bool = False
) -> Kept | None:
    """Return what is to be kept after an answer: what it offers to pass on; nothing where that was just passed on.

    `goes_on`: the event is more of what came before it.
    """
    if goes_on and isinstance(event, Said):
        return words.lengthened(before, event.text)
    if isinstance(event, Opened) and event.entry is EntryPoint.PASS_ON and words.is_for(event.choice, before):
        return None
    kept = kept_of(event)
    if kept is None:
        return before
    album = words.grown(before, event)
    if album is not None:
        return album
    offered = {button.data for reply in replies for row in reply.buttons for button in row}
    return kept if any(kept.key in data for data in offered) else before


def holds_words(step: Step) -> bool:
    """Tell whether words are kept at this step that have yet to be sent."""
    return isinstance(step, ChoosingMailbox) and bool(step.said or step.files)


def _mailbox(desk: Desk) -> int:
    """Return the unit that hears from this person: of the affiliation, of an open thread, of the own point; else 0."""
    stays = affiliations.current(desk.unit, desk.person.chat_id)
    here = [one.unit_id for one in stays if one.state in HERE]
    asked = [one.unit_id for one in stays if one.state is not State.DRAFT]
    written = [one.unit_id for one in threads.open_of(desk.unit, desk.person.chat_id)]
    point = places.point(desk.unit, desk.person.my_point_id) if desk.person.my_point_id else None
    return next(iter([*here, *asked, *written, *([point.unit_id] if point else [])]), 0)


def hear(step: WritingIn, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("elsewhere", message_id):
            return Go(ChoosingMailbox(), replaces=message_id)
        case Said(typed) if _says_nothing(typed, step, desk):
            said = desk.words("Nobody there would know what it is about. Please write what you would like to say.")
            return Go(step, before=(Text(said),))
        case Said() | SentFile():
            kept = kept_of(event)
            if kept is None or places.unit(desk.unit, step.unit_id) is None:
                return None
            sent = posted(step.unit_id, kept, desk)
            # An album comes picture by picture: the place is kept for the ones that follow.
            return sent if kept.album else Go(AtMenu(), before=sent.replies, tells=sent.tells)
    return None


def _says_nothing(typed: str, step: WritingIn, desk: Desk) -> bool:
    """Tell whether it is only a greeting, or says once more to whom it goes."""
    is_name = fold(typed) == fold(text.unit_name(desk.unit, step.unit_id))
    return is_name or courtesies.understood(typed) is Courtesy.GREETING


def show(step: WritingIn, desk: Desk) -> Text:
    t = desk.words
    name = text.unit_name(desk.unit, step.unit_id)
    lines = [t("What would you like to tell {unit}? Type or speak it, or send a picture or file.", unit=name)]
    lines += [t("An organiser there reads it, and the answer comes here.")]
    lines += _so_far(step, desk)
    elsewhere = Button(t.button("Another centre"), "elsewhere")
    return Text("\n".join(lines), ((elsewhere, to_menu(desk)),))


def _so_far(step: WritingIn, desk: Desk) -> list[str]:
    """Say how the open thread with this unit stands."""
    t = desk.words
    row = next((one for one in threads.open_of(desk.unit, desk.person.chat_id) if one.unit_id == step.unit_id), None)
    if row is None:
        return []
    newest = threads.messages(desk.unit, row.id)[-1]
    if newest.from_member:
        return [t("Your last message waits for an answer:"), text.quoted(newest, t)]
    return [t("The last answer:"), text.quoted(newest, t)]


def posted(unit_id: int, kept: Kept, desk: Desk, about: str = "") -> Remain:
    """Write it down and tell both sides; what is too long for one message becomes several."""
    first, *rest = _pieces(kept.said) or [""]
    new = threads.post(desk.unit, unit_id, replace(kept, said=first).writing, desk.deed(), about)
    received = _received(new, kept, desk)
    for more in rest:
        threads.post_to(desk.unit, new.row.id, Writing(more, ()), desk.now.timestamp())
    return received


def _pieces(said: str) -> list[str]:
    """Cut a text into as many pieces as messages can hold it."""
    return [said[start : start + MOST_WORDS] for start in range(0, len(said), MOST_WORDS)]


def gone_on(event: Said, desk: Desk) -> Move | None:
    """Put the second half of a text where its first half went; nothing is said to it. None: it went elsewhere."""
    kept, now = kept_of(event), desk.now.timestamp()
    for row in threads.open_of(desk.unit, desk.person.chat_id):
        last = threads.messages(desk.unit, row.id)[-1]
        if kept and last.from_member and last.at > now - _AGAIN_S:
            threads.post_to(desk.unit, row.id, kept.writing, now)
            return Remain(())
    return Remain(()) if desk.kept is not None else None  # with what is kept it grows, see `kept_after`


def _received(new: Posted, kept: Kept, desk: Desk) -> Remain:
    """Confirm what has come in, once for an album, and plan the reminder of who is to answer."""
    if not new.waited:
        mail.plan_for(desk.unit, new.row, desk.now)
    if kept.album and _is_going_on(new, desk):
        return Remain(())
    return Remain((Text(_thanks(new.row, desk)),), tells.arrived(new, desk))


def _is_going_on(new: Posted, desk: Desk) -> bool:
    written = [one for one in threads.messages(desk.unit, new.row.id) if one.from_member]
    return len(written) > 1 and written[-2].file is not None and written[-2].at > desk.now.timestamp() - _AGAIN_S


def _thanks(row: ThreadRow, desk: Desk) -> str:
    t = desk.words
    name = text.unit_name(desk.unit, row.unit_id)
    if not tells.in_charge(desk.unit, row):
        return t("✅ Kept for {unit}. Nobody is in charge there yet: whoever comes first reads it.", unit=name)
    return t.plural(
        "✅ Passed on to {unit}. You usually hear within {number} working day; the answer comes here.",
        "✅ Passed on to {unit}. You usually hear within {number} working days; the answer comes here.",
        ANSWER_DAYS,
        unit=name,
    )


def replied(event: Happening, noun: str, number: str, desk: Desk) -> Move | None:
    """Put what a member writes back to an announcement or an answer into the mail; None for anything else."""
    kept = kept_of(event)
    if kept is None:
        return None
    match noun:
        case "announcement":
            unit_id = threads.unit_of_announcement(desk.unit, row_id(number))
            return posted(unit_id, kept, desk, f"announcement:{row_id(number)}") if unit_id else None
        case "thread":
            row = threads.find(desk.unit, row_id(number))
            if row is None or row.chat_id != desk.person.chat_id:
                return None
            return _received(threads.post_to(desk.unit, row.id, kept.writing, desk.now.timestamp()), kept, desk)
    return None
