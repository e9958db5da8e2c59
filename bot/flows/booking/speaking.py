"""A speaker answers for themselves: takes the link, says yes, no or another time, and can leave for good."""

from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows import tries
from bot.flows.booking import changing, following, rights, tells, text
from bot.flows.booking.following import hand
from bot.flows.booking.rights import Seen
from bot.flows.booking.steps import AgreeingToSpeak, BookingCard, LeavingSpeakers, SayingOtherTime
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.rights import by_finding, forbid
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.texts import Words
from domain.booking.life import Verb
from domain.booking.raster import Span
from domain.booking.resources import Kind
from domain.people.tries import Thing
from storage.booking import bookings, own, resources
from storage.booking.booking import Done
from storage.booking.resources import ResourceRow

_WORDS: Final = 200


# ---------------------------------------------------------------- the link


def follow(token: str, desk: Desk) -> Move | None:
    """Ask who opens the link of a speaker whether they are it; None: it is no such link (any more)."""
    shut = tries.shut(Thing.INVITATION, desk)
    if shut:
        return Go(AtMenu(), before=(shut,))
    row = resources.by_token(desk.unit, token)
    if row is None or not _is_vacant(row):
        return None
    return Go(AgreeingToSpeak(row.id))


def _is_vacant(row: ResourceRow) -> bool:
    return row.kind is Kind.SPEAKER and row.chat_id is None and row.retired_at is None


def _vacant(step: AgreeingToSpeak, desk: Desk) -> ResourceRow | None:
    """Return whom the link is for, as long as nobody has said that it is them."""
    row = resources.find(desk.unit, step.resource_id)
    return row if row is not None and _is_vacant(row) and desk.abilities.trusted else None


A_VACANT_SPEAKER: Final = by_finding(_vacant, "resource:{step.resource_id}")


def show_agreeing(_step: AgreeingToSpeak, row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    lines = [
        t("{unit} has noted you as a speaker: {name}.", unit=row.unit_name, name=text.called(row)),
        *([t("On: {topics}", topics=t.plain(", ").join(row.topics))] if row.topics else []),
        t("When somebody would like to hear you, you are asked here, and answer yes, no or another time."),
        t("You can end that at any time."),
    ]
    return Text(
        "\n".join(lines), ((Button(t.button("Yes, ask me"), "yes"), Button(t.button("No, do not ask me"), "no")),)
    )


def hear_agreeing(_step: AgreeingToSpeak, row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    t = desk.words
    match event:
        case Chose("yes", message_id):
            if not own.answers_for(desk.unit, row.id, desk.person.chat_id):
                return forbid(f"resource:{row.id}", desk)  # somebody else was first
            said = Text(t("✅ Thank you. You are asked here."), replaces=message_id)
            return Go(AtMenu(), before=(said,), tells=_asked_already(row, desk))
        case Chose("no", message_id):
            return Go(AtMenu(), before=(Text(t("All right. Nobody asks you."), replaces=message_id),))
    return None


def _asked_already(row: ResourceRow, desk: Desk) -> tuple[Tell, ...]:
    """Ask the speaker about requests that their unit was asked about: from now on nobody else answers them."""
    by, waits = hand(desk), bookings.requests_to(desk.unit, (row.id,))
    return tuple(tell for one in waits if not one.level for tell in tells.asked(by.matter(one), by.words_for))


# ---------------------------------------------------------------- another time


def other_time(opened: Opened, desk: Desk) -> Move:
    seen = rights.seen(opened.row_id, desk)
    if seen is None or not seen.speaks:
        return rights.forbid_booking(opened.row_id, desk)
    return Go(SayingOtherTime(seen.row.id))


def show_other(_step: SayingOtherTime, seen: Seen, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t(
            "When could you come instead? Type it as you would say it, for example {example}.",
            example=t.plain("the week after, any evening"),
        ),
        t("{unit} reads it. The request stays open until you say yes or no.", unit=seen.row.unit_name),
    )
    return Text("\n".join(lines), ((Button(t.button("Back"), "back"),),))


def hear_other(step: SayingOtherTime, seen: Seen, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(BookingCard(step.booking_id), replaces=message_id)
        case Said(typed) if readable(typed) and seen.speaks:
            return _proposed(seen, readable(typed, _WORDS), desk)
        case Said():
            return Remain((show_other(step, seen, desk),))
    return None


def _proposed(seen: Seen, said: str, desk: Desk) -> Move:
    """Bring what a speaker proposes to who asked; a time that can be read is one tap away there."""
    one, t = hand(desk).matter(seen.row), desk.words
    span = changing.read(said, seen.row.span, desk)
    name = text.called(seen.resource)

    def heading(words: Words) -> str:
        return words("{name} would rather come at another time:", name=name)

    def ways(words: Words) -> Buttons:
        return () if span is None else ((_there(seen, span, words, desk),),)

    told = tells.passed_on(one, tells.borrowers(one), heading, said, desk.words_for, ways)
    return Go(AtMenu(), before=(Text(t("Passed on, thank you.")),), tells=told)


def _there(seen: Seen, span: Span, t: Words, desk: Desk) -> Button:
    """Let whoever asked move it there with a tap; the speaker is asked about that very time."""
    when = text.span(span.starts_at, span.ends_at, desk.now.tzinfo, t)
    choice = f"{seen.row.id}.{int(span.starts_at) // 60}.{round(span.seconds / 60)}"
    return Button(t.button("Move it to {when}", when=when), EntryPoint.MOVE_BOOKING.data(choice))


def move_there(opened: Opened, desk: Desk) -> Move | None:
    """Move a request to the time that the speaker has proposed: they are asked about that very time."""
    number, *span = (int(one) if one.isdecimal() else 0 for one in opened.choice[:_CHOICE].split("."))
    seen = rights.seen(number, desk)
    if seen is None or not seen.borrows or len(span) != _SPAN or not 0 < span[1] <= _LONGEST_MIN:
        return rights.forbid_booking(number, desk)
    starts_at = span[0] * 60.0
    if starts_at <= desk.now.timestamp():
        return Go(BookingCard(number), before=(Text(desk.words("That time has gone by.")),))
    return changing.moved(seen, Span(starts_at, starts_at + span[1] * 60.0), desk)


_CHOICE: Final = 40
_SPAN: Final = 2
_LONGEST_MIN: Final = 1_440


# ---------------------------------------------------------------- no more


def leave(opened: Opened, desk: Desk) -> Move:
    row = resources.find(desk.unit, opened.row_id)
    if row is None or not _is_me(row, desk):
        return forbid(f"resource:{opened.row_id}", desk)
    return Go(LeavingSpeakers(row.id))


def _is_me(row: ResourceRow, desk: Desk) -> bool:
    return row.chat_id == desk.person.chat_id and row.retired_at is None and desk.abilities.trusted


def _myself(step: LeavingSpeakers, desk: Desk) -> ResourceRow | None:
    row = resources.find(desk.unit, step.resource_id)
    return row if row is not None and _is_me(row, desk) else None


A_SPEAKER_ONESELF: Final = by_finding(_myself, "resource:{step.resource_id}")


def show_leaving(_step: LeavingSpeakers, row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t(
            "Shall nobody ask you any more, for good? {unit} is told, and your name is taken off the list.",
            unit=row.unit_name,
        ),
        t("What you have promised is called off with it."),
    )
    return Text("\n".join(lines), ((Button(t.button("Ask me no more"), "leave"), Button(t.button("Back"), "back")),))


def hear_leaving(_step: LeavingSpeakers, row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Chose("leave", message_id):
            return _left(row, message_id, desk)
    return None


def _left(row: ResourceRow, message_id: int, desk: Desk) -> Move:
    by = hand(desk)
    refused = own.opt_out(desk.unit, desk.person.chat_id, desk.now.timestamp())
    told = tuple(tell for one in refused for tell in following.done(Done(one), Verb.REMOVE, by))
    told += tells.speaker_left(desk.unit, row, desk.words_for, but=desk.person.chat_id)
    said = Text(desk.words("✅ Nobody asks you any more. Thank you for what you have done."), replaces=message_id)
    return Go(AtMenu(), before=(said,), tells=told)
