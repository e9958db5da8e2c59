"""What is needed and when, said in words or begun from a card: from the menu, a point, a room, a sentence, a draft."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import in_hand
from bot.flows.booking import rights, text
from bot.flows.booking.changing import moment
from bot.flows.booking.steps import ChoosingBorrower, FreeList, SayingNeed, SharedHome, Sought, Wanted
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened, row_id
from bot.flows.rights import forbid, own_units
from bot.flows.typed import readable
from domain.activities.activities import Stage
from domain.booking.raster import LONGEST_S
from domain.booking.resources import Kind
from domain.said.borrowing import booking as said_booking
from domain.said.borrowing.booking import Need, Sort
from storage.activities import activities
from storage.activities.activities import ActivityRow
from storage.booking import resources
from storage.places import places
from storage.places.places import UnitRow

_KINDS: Final = {Sort.ROOM: Kind.ROOM, Sort.THING: Kind.EQUIPMENT, Sort.SPEAKER: Kind.SPEAKER}
_SAID: Final = 160


def opened(opened: Opened, desk: Desk) -> Move:
    """Begin: "p5" at a service point, "r5" with one resource, "a5" for an activity, else with a question."""
    kind, number = opened.choice[:1], row_id(opened.choice[1:])
    own = own_units(desk)
    if not own:
        return forbid("booking", desk)
    if kind == "r":
        return _of_one(number, desk)
    if kind == "a":
        return _for_activity(number, desk)
    point_id = number if kind == "p" and places.point(desk.unit, number) else 0
    return begin(own, "", desk, point_id=point_id)


def _of_one(resource_id: int, desk: Desk) -> Move:
    row = rights.offered(resource_id, desk)
    if row is None or row.retired_at is not None:
        return forbid(f"resource:{resource_id}", desk)
    return begin(own_units(desk), "", desk, resource_id=row.id)


def _for_activity(activity_id: int, desk: Desk) -> Move:
    """Look for a room in which an activity can be held."""
    row = activities.find(desk.unit, activity_id)
    if row is None or not desk.may_organise(row.unit_id):
        return forbid(f"activity:{activity_id}", desk)
    if row.starts_at <= desk.now.timestamp() or row.stage is Stage.CANCELLED:
        return Go(in_hand.card(row))
    return Go(FreeList(for_activity(row)))


def for_activity(row: ActivityRow) -> Wanted:
    """Return what is wanted for an activity: a room, when it is held."""
    people = row.plan.seats or 0
    room = (Sought(Kind.ROOM),)
    return Wanted(row.unit_id, row.starts_at, row.ends_at, room, people=people, activity_id=row.id, title=row.title)


def begin(own: list[UnitRow], said: str, desk: Desk, *, point_id: int = 0, resource_id: int = 0) -> Move:
    """Ask who borrows where there is a choice, then what is needed, unless it was said."""
    if len(own) != 1:
        return Go(ChoosingBorrower(said, point_id, resource_id))
    return _needed(SayingNeed(own[0].id, said, point_id, resource_id), desk)


def _needed(step: SayingNeed, desk: Desk) -> Move:
    found = _read(step, "", desk) if step.said else None
    return Go(step) if found is None else Go(FreeList(found))


def sentence(said: Said, desk: Desk) -> Move | None:
    """Open what a sentence asks to borrow; None: it asks for nothing of the kind, or somebody may not borrow."""
    need = said_booking.read(said.text, desk.now)
    own = own_units(desk) if need is not None else []
    return begin(own, readable(said.text, _SAID), desk) if own else None


def is_sentence(said: Said, desk: Desk) -> bool:
    """Tell the same before it is done."""
    return said_booking.read(said.text, desk.now) is not None and bool(own_units(desk))


def show_borrowers(_step: ChoosingBorrower, own: list[UnitRow], desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(unit.name), str(unit.id)),) for unit in own)
    return Text(t("For which unit?"), (*rows, (Button(t.button("Back"), "back"),)))


def hear_borrower(step: ChoosingBorrower, own: list[UnitRow], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SharedHome(), replaces=message_id)
        case Chose(row_id=unit_id) if unit_id in {unit.id for unit in own}:
            return _needed(SayingNeed(unit_id, step.said, step.point_id, step.resource_id), desk)
    return None


def show(step: SayingNeed, _path: str, desk: Desk) -> Text:
    t = desk.words
    example = t.plain("Thursday evening, a room for 30, and a lawyer")
    named = resources.find(desk.unit, step.resource_id) if step.resource_id else None
    point = places.point(desk.unit, step.point_id) if step.point_id else None
    if named is not None:
        asks = t(
            "When do you need {name}? For example: {example}",
            name=text.called(named),
            example=t.plain("Thursday 19:00-21:00"),
        )
    elif step.said:
        asks = t("And when? For example: {example}", example=t.plain("Thursday 19:00-21:00"))
    elif point is not None:
        asks = t("What do you need at {point}, and when? For example: {example}", point=point.name, example=example)
    else:
        asks = t("What do you need, and when? For example: {example}", example=example)
    return Text(asks, ((Button(t.button("Back"), "back"),),))


def hear(step: SayingNeed, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SharedHome(), replaces=message_id)
        case Said(typed):
            found = _read(step, typed, desk)
            if found is not None:
                return Go(FreeList(found))
            if _answer(typed, desk) is not None:
                return Go(SayingNeed(step.unit_id, readable(typed, _SAID), step.point_id, step.resource_id))
            t = desk.words
            unclear = t(
                "Please say what and when, for example: {example}",
                example=t.plain("a room for 30, Thursday 19:00-21:00"),
            )
            return Remain((Text(unclear),))
    return None


def _read(step: SayingNeed, typed: str, desk: Desk) -> Wanted | None:
    """Read what is wanted out of what was said before and now; None where no time to come is in it, or no thing."""
    need = _need(step, typed, desk)
    if need is None or need.day is None:
        return None
    begins, ends = said_booking.slot(need, need.day)
    starts_at, ends_at = moment(begins, desk), moment(ends, desk)
    if not desk.now.timestamp() < starts_at < ends_at <= starts_at + LONGEST_S:
        return None
    sought = tuple(Sought(_KINDS[one.sort], one.named, one.subject) for one in need.asked)
    if step.resource_id:
        named = resources.find(desk.unit, step.resource_id)
        sought = (Sought(named.kind),) if named is not None else sought
    return Wanted(
        step.unit_id,
        starts_at,
        ends_at,
        sought,
        people=need.people,
        resource_id=step.resource_id,
        point_id=step.point_id,
        weekly=need.weekly,
    )


def at(wanted: Wanted, typed: str, desk: Desk) -> Wanted | None:
    """Return the same at another time; what that does not say stays. None for what is no time to come."""
    found = said_booking.at(Need(()), typed, desk.now)
    if found.day is None:
        return None
    begins, ends = said_booking.slot(found, found.day)
    starts_at = moment(begins, desk)
    lasts = moment(ends, desk) - starts_at if found.ends else wanted.ends_at - wanted.starts_at
    if not desk.now.timestamp() < starts_at < starts_at + lasts <= starts_at + LONGEST_S:
        return None
    return replace(wanted, starts_at=starts_at, ends_at=starts_at + lasts, people=found.people or wanted.people)


def _need(step: SayingNeed, typed: str, desk: Desk) -> Need | None:
    """Return what both sentences say together, the last thing that was asked for; a bare time is what was missing."""
    if step.said and typed:
        before = _answer(typed, desk) or _answer(step.said, desk)
        return None if before is None else said_booking.at(before, typed, desk.now)
    if step.resource_id and typed:
        return said_booking.at(Need(()), typed, desk.now)
    return _answer(typed or step.said, desk)


def _answer(said: str, desk: Desk) -> Need | None:
    return said_booking.read(said, desk.now, is_answer=True)
