"""What is free then: rooms, things and speakers; else what can be had instead. One is chosen, and it is held."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.booking import asking, holding, reasons, text
from bot.flows.booking.following import hand
from bot.flows.booking.steps import FreeList, SayingAnotherTime, Sought, Wanted
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.paging import PAGE, page_buttons
from bot.flows.typed import readable
from bot.texts import Words
from domain.booking.life import CAN_HEAL, State, Why
from domain.booking.raster import Span
from domain.booking.resources import Kind
from domain.said.borrowing.words import spellings
from storage.booking import bookings, in_hand, resources, search
from storage.booking.bookings import Miss
from storage.booking.judging import why_not
from storage.booking.resources import ResourceRow
from storage.booking.search import Alternative, Answer, Other, Pair, Question
from storage.places import places

_LABEL: Final = 30


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be had: `found` then and there, else what comes nearest; `pairs` of a room and a speaker.

    `meant`: the very one that was named, 0: none. `unknown`: nothing is called so, and the name is left out of account.
    """

    found: tuple[search.Found, ...] = ()
    instead: tuple[Alternative, ...] = ()
    pairs: tuple[Pair, ...] = ()
    meant: int = 0
    unknown: bool = False


def offered(wanted: Wanted, desk: Desk) -> Offered:
    """Look for the next of what is sought; a room and a speaker together, so that both can be had."""
    by, one = hand(desk), wanted.sought[0]
    exactly = in_hand.named(desk.unit, one.named) if one.named and not wanted.resource_id else None
    if exactly is not None:
        wanted = replace(wanted, resource_id=exactly)
    question = _question(wanted, one, desk)
    if _is_for_two(wanted):
        whom = _question(wanted, wanted.sought[1], desk)
        both = search.together(desk.unit, question, whom, by.opening, desk.now.timestamp())
        return Offered(both.rooms if both.speakers else (), pairs=both.alternatives)
    answer = search.find(desk.unit, question, by.opening, desk.now.timestamp())
    answer = replace(answer, found=_not_declined(answer.found, wanted, desk))
    if not one.named or wanted.resource_id or answer != Answer(()):
        of_it = [it.resource.id for it in answer.alternatives if one.named and it.other is not Other.ROOM]
        return Offered(answer.found, answer.alternatives, meant=wanted.resource_id or next(iter(of_it), 0))
    nameless = search.find(desk.unit, replace(question, words=()), by.opening, desk.now.timestamp())
    return Offered(nameless.found, nameless.alternatives, unknown=True)


def _is_for_two(wanted: Wanted) -> bool:
    """Tell whether a room and a speaker are sought next, which are looked for together."""
    return [one.kind for one in wanted.sought[:2]] == [Kind.ROOM, Kind.SPEAKER]


def _not_declined(found: tuple[search.Found, ...], wanted: Wanted, desk: Desk) -> tuple[search.Found, ...]:
    """Leave out what its owner has refused for this very activity."""
    if not wanted.activity_id:
        return found
    refused = bookings.of_activity(desk.unit, wanted.activity_id, {State.REFUSED})
    declined = {row.resource_id for row in refused if row.why is Why.DECLINED}
    return tuple(one for one in found if one.resource.id not in declined)


def _question(wanted: Wanted, one: Sought, desk: Desk) -> Question:
    point = places.point(desk.unit, wanted.point_id) if wanted.point_id else None
    return Question(
        wanted.unit_id,
        Span(wanted.starts_at, wanted.ends_at),
        one.kind,
        wanted.people or None,
        words=(one.named,) if one.named and not wanted.resource_id else (),
        about=spellings(one.subject) if one.subject else (),
        near=point.position if point is not None else places.middle_of(desk.unit, wanted.unit_id),
        resource_id=wanted.resource_id or None,
    )


# ---------------------------------------------------------------- the screen


def show(step: FreeList, _path: str, desk: Desk) -> Text:
    t, wanted = desk.words, step.wanted
    there = offered(wanted, desk)
    miss = _in_the_way(there, wanted, desk)
    lines = [*_heading(wanted, there, miss, desk)]
    shown = list(enumerate(there.found[step.page * PAGE :][:PAGE], step.page * PAGE + 1))
    lines += [text.listed(number, one.resource, _terms(one, wanted, t), t) for number, one in shown]
    numbers = tuple(Button(str(number), f"r.{one.resource.id}") for number, one in shown)
    instead = _instead(there, desk)
    rows: Buttons = (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, len(there.found), desk),
        *instead,
        *(_wait(there, desk) if miss is not None and miss.why in CAN_HEAL else ()),
        (Button(t.button("Another time"), "time"), Button(t.button("Back"), "back")),
    )
    return Text("\n".join(lines), rows)


def _in_the_way(there: Offered, wanted: Wanted, desk: Desk) -> Miss | None:
    """Find why the very one that was meant cannot be had; None: it can, or none was meant."""
    row = resources.find(desk.unit, there.meant) if there.meant and not there.found else None
    if row is None:
        return None
    return why_not(desk.unit, row, holding.wish(wanted, row.id), hand(desk).opening, desk.now.timestamp())


def _heading(wanted: Wanted, there: Offered, miss: Miss | None, desk: Desk) -> list[str]:
    t, one = desk.words, wanted.sought[0]
    when = text.span(wanted.starts_at, wanted.ends_at, desk.now.tzinfo, t)
    lines = []
    if there.unknown:
        lines.append(t("I know nothing called “{name}”.", name=one.named))
    if there.found:
        lines.append(_FREE[one.kind](t, when))
        if _is_for_two(wanted):
            lines.append(t("A speaker is free then as well; that comes next."))
    elif miss is not None:
        lines.append(_why(there, miss, when, desk))
    elif there.instead or there.pairs:
        lines.append(t("Nothing is free on {when}. The nearest that is:", when=when))
    else:
        lines.append(t("Nothing is free on {when}, nor near that.", when=when))
    return lines


def _why(there: Offered, miss: Miss, when: str, desk: Desk) -> str:
    """Say why the very one that was meant cannot be had: by the name of whoever has it, as the door says it."""
    t, name = desk.words, text.called(resources.found(desk.unit, (there.meant,))[there.meant])
    why = reasons.why(miss.why, miss.other.title if miss.other else "", t)
    if there.instead:
        return t("{name}, {when}: {why}. The nearest that is free:", name=name, when=when, why=why)
    return t("{name}, {when}: {why}. Nothing near that is free either.", name=name, when=when, why=why)


_FREE: Final[dict[Kind, Callable[[Words, str], str]]] = {
    Kind.ROOM: lambda t, when: t("Free on {when}. Which room?", when=when),
    Kind.EQUIPMENT: lambda t, when: t("Free on {when}. Which of them?", when=when),
    Kind.SPEAKER: lambda t, when: t("Free on {when}. Whom shall I ask?", when=when),
}


def _terms(one: search.Found, wanted: Wanted, t: Words) -> str:
    """Say whose it is, and how far from the point that was named: from a unit's middle says nothing to anybody."""
    parts = [t.distance(one.metres)] if one.metres is not None and wanted.point_id else []
    if one.at_once:
        parts.append(t.plain("yours at once"))
    elif one.resource.kind is Kind.SPEAKER:
        parts.append(t.plain("is asked"))
    else:
        parts.append(t.plain("{unit} is asked", unit=readable(one.resource.unit_name, _LABEL)))
    return " · ".join(parts)


def _instead(there: Offered, desk: Desk) -> Buttons:
    rows = [(Button(_label(one, desk), _alternative(one.resource.id, 0, one.span)),) for one in there.instead]
    rows += [(Button(_pair(one, desk), _alternative(one.room.id, one.speaker.id, one.span)),) for one in there.pairs]
    return tuple(rows)


def _label(one: Alternative, desk: Desk) -> str:
    t, name = desk.words, readable(one.resource.name, _LABEL)
    if one.other is not Other.ROOM:
        return t.button("{name}, {when}", name=name, when=_span(one.span, desk))
    if one.seats_short:
        return t.button("{name}, then, {number} seats", name=name, number=one.resource.capacity)
    return t.button("{name}, then", name=name)


def _pair(one: Pair, desk: Desk) -> str:
    names = (readable(one.room.name, _LABEL // 2), readable(one.speaker.name, _LABEL // 2))
    return desk.words.button(
        "{room} and {speaker}, {when}", room=names[0], speaker=names[1], when=_span(one.span, desk)
    )


def _span(span: Span, desk: Desk) -> str:
    return text.span(span.starts_at, span.ends_at, desk.now.tzinfo, desk.words)


def _wait(there: Offered, desk: Desk) -> Buttons:
    """Offer to stand in line for the very one that was meant."""
    return ((Button(desk.words.button("Wait for it"), f"w.{there.meant}"),),)


# ---------------------------------------------------------------- choosing


def _alternative(resource_id: int, speaker_id: int, span: Span) -> str:
    """Write what a button offers instead: whom, and when, in minutes since 1970."""
    return f"a.{resource_id}.{speaker_id}.{int(span.starts_at) // 60}.{round(span.seconds / 60)}"


def hear(step: FreeList, _path: str, event: Happening, desk: Desk) -> Move | None:
    wanted = step.wanted
    match event:
        case Chose("back", message_id):
            return Go(holding.before(wanted, desk), replaces=message_id)
        case Chose("time"):
            return Go(SayingAnotherTime(wanted))
        case Chose(choice) if choice.startswith("w."):
            return _wait_for(wanted, _numbers(choice), desk)
        case Chose(choice) if choice.startswith("r."):
            return _take(wanted, _numbers(choice), desk)
        case Chose(choice) if choice.startswith("a."):
            return _take_instead(wanted, _numbers(choice), desk)
    return None


def _numbers(choice: str) -> list[int]:
    return [int(one) if one.isdecimal() and len(one) < _DIGITS else 0 for one in choice.split(".")[1:]]


_DIGITS: Final = 16
_INSTEAD: Final = 4
_LONGEST_MIN: Final = 14 * 1_440


def _take(wanted: Wanted, numbers: list[int], desk: Desk) -> Move | None:
    row = resources.find(desk.unit, numbers[0]) if numbers else None
    if row is None:
        return None
    return holding.chosen(replace(wanted, chosen=(*wanted.chosen, row.id), sought=wanted.sought[1:]), desk)


def _wait_for(wanted: Wanted, numbers: list[int], desk: Desk) -> Move | None:
    row = resources.find(desk.unit, numbers[0]) if numbers else None
    return None if row is None else holding.waited(wanted, row.id, desk)


def _take_instead(wanted: Wanted, numbers: list[int], desk: Desk) -> Move | None:
    """Take what was offered instead, at its own time; where it has fewer seats, for as many as can sit there."""
    if len(numbers) != _INSTEAD or not 0 < numbers[3] <= _LONGEST_MIN:
        return None
    found: list[ResourceRow | None] = [resources.find(desk.unit, one) for one in numbers[:2] if one]
    some = [one for one in found if one is not None]
    if not some:
        return None
    starts_at = numbers[2] * 60.0
    moved = replace(
        wanted,
        starts_at=starts_at,
        ends_at=starts_at + numbers[3] * 60.0,
        people=min([wanted.people, *(one.capacity for one in some if one.kind is Kind.ROOM and one.capacity)]),
        chosen=(*wanted.chosen, *(one.id for one in some)),
        sought=wanted.sought[len(some) :],
    )
    return holding.chosen(moved, desk)


# ---------------------------------------------------------------- another time


def show_time(step: SayingAnotherTime, _path: str, desk: Desk) -> Text:
    t, wanted = desk.words, step.wanted
    lines = (
        t("When instead? Type a time, for example {example}.", example=t.plain("Dec 4, 14:00-16:00")),
        t("At present: {value}", value=text.span(wanted.starts_at, wanted.ends_at, desk.now.tzinfo, t)),
    )
    return Text("\n".join(lines), ((Button(t.button("Back"), "back"),),))


def hear_time(step: SayingAnotherTime, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(FreeList(step.wanted), replaces=message_id)
        case Said(typed):
            found = asking.at(step.wanted, typed, desk)
            if found is not None:
                return Go(FreeList(found))
            t = desk.words
            example = t.plain("Dec 4, 14:00-16:00")
            return Remain(
                (Text(t("Please type a time that is still to come, for example {example}.", example=example)),)
            )
    return None
