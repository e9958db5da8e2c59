"""What was chosen is booked, or asked of its owner and held meanwhile; who comes second hears who was first."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Reply, Said, Text
from bot.flows.activities import in_hand, rights
from bot.flows.activities import text as activity_text
from bot.flows.booking import following, reasons, text
from bot.flows.booking.following import hand
from bot.flows.booking.steps import (
    BookingCard,
    ChoosingWeeks,
    FreeList,
    ResourceCard,
    SayingPurpose,
    SeriesDates,
    SharedHome,
    Sought,
    Wanted,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local
from bot.flows.rights import by_finding, path_in_hand
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities.activities import Spot, Stage
from domain.booking.life import Actor, State, Verb
from domain.booking.raster import Span
from domain.booking.resources import Kind
from storage.activities import activities
from storage.activities.activities import ActivityRow
from storage.booking import booking, bookings, resources, series
from storage.booking.booking import Booked
from storage.booking.bookings import BookingRow, Wish
from storage.booking.resources import ResourceRow

_TITLE: Final = 40
_WEEKS: Final = (4, 8, 12, 26)
_WEEK_S: Final = 7 * 86_400.0


A_BORROWER: Final = by_finding(lambda step, desk: path_in_hand(step.wanted.unit_id, desk), "booking")
"""For who organises the unit that borrows: screens of a step with what is wanted, which get its path."""


def before(wanted: Wanted, desk: Desk) -> Step:
    """Return what a search was reached from."""
    row = activities.find(desk.unit, wanted.activity_id) if wanted.activity_id else None
    if row is not None:
        return in_hand.card(row)
    return ResourceCard(wanted.resource_id) if wanted.resource_id else SharedHome()


def chosen(wanted: Wanted, desk: Desk) -> Move:
    """Go on to what is still to be chosen, or asked; else book all of it."""
    if wanted.sought:
        return Go(FreeList(replace(wanted, resource_id=0)))
    if wanted.weekly and wanted.weeks == 1:
        return Go(ChoosingWeeks(wanted))
    return booked(wanted, desk) if wanted.title else Go(SayingPurpose(wanted))


# ---------------------------------------------------------------- how often, and for what


def show_weeks(step: ChoosingWeeks, _path: str, desk: Desk) -> Text:
    t = desk.words
    begins = local(step.wanted.starts_at, desk.now.tzinfo)
    asks = t("Every {weekday}: for how many weeks?", weekday=t.weekday(begins.weekday()))
    weeks = [Button(t.button("{number} weeks", number=number), str(number)) for number in _WEEKS]
    once = Button(t.button("Once only"), "once")
    return Text(asks, (*two_a_row(weeks), (once, Button(t.button("Back"), "back"))))


def hear_weeks(step: ChoosingWeeks, _path: str, event: Happening, desk: Desk) -> Move | None:
    wanted = step.wanted
    match event:
        case Chose("back", message_id):
            return Go(_again(wanted, desk), replaces=message_id)
        case Chose("once"):
            return chosen(replace(wanted, weekly=False), desk)
        case Chose(choice) if choice in map(str, _WEEKS):
            return chosen(replace(wanted, weeks=int(choice)), desk)
    return None


def show_purpose(_step: SayingPurpose, _path: str, desk: Desk) -> Text:
    t = desk.words
    asks = t("What is it for? That is what others read at the door. Tap, or type a few words.")
    choices = [Button(one, str(at)) for at, one in enumerate(_purposes(t))]
    return Text(asks, (*two_a_row(choices), (Button(t.button("Back"), "back"),)))


def _purposes(t: Words) -> tuple[str, ...]:
    return t.plain("Branch meeting"), t.plain("Study"), t.plain("Theme day"), t.plain("Lecture")


def hear_purpose(step: SayingPurpose, _path: str, event: Happening, desk: Desk) -> Move | None:
    wanted = step.wanted
    match event:
        case Chose("back", message_id):
            return Go(_again(wanted, desk), replaces=message_id)
        case Chose("0" | "1" | "2" | "3" as choice):
            return booked(replace(wanted, title=_purposes(desk.words)[int(choice)]), desk)
        case Said(typed) if readable(typed):
            return booked(replace(wanted, title=readable(typed, _TITLE)), desk)
    return None


def _again(wanted: Wanted, desk: Desk) -> FreeList:
    """Return the list from which the last of them was chosen."""
    *first, last = wanted.chosen or (0,)
    row = resources.find(desk.unit, last)
    sought = (Sought(row.kind),) if row is not None else wanted.sought
    return FreeList(replace(wanted, chosen=tuple(first), sought=sought, weeks=1))


# ---------------------------------------------------------------- booking


def booked(wanted: Wanted, desk: Desk) -> Move:
    """Book all that was chosen, one by one; the first that somebody else has had meanwhile ends it, and says who."""
    if (over := _called_off(wanted, desk)) is not None:
        return over
    if wanted.weeks > 1:
        return _begun(wanted, desk)
    by, rows, shown = hand(desk), list[BookingRow](), list[Reply]()
    for resource_id in wanted.chosen:
        result = hold(wanted, resource_id, desk)
        if result.row is None:
            return lost(wanted, resource_id, result, rows, desk)
        rows.append(result.row)
        shown.append(Text(done(result.row, desk)))
    told = following.begun(rows, by)
    for row in rows:
        said, freed = placed(row, desk)
        shown += said
        told += freed
    return Go(_after(wanted, rows, desk), before=tuple(shown), tells=told)


def _called_off(wanted: Wanted, desk: Desk) -> Move | None:
    """Book nothing for an activity that was called off, or discarded, while a room was looked for."""
    row = activities.find(desk.unit, wanted.activity_id) if wanted.activity_id else None
    if not wanted.activity_id or (row is not None and rights.is_open(row, desk)):
        return None
    said = desk.words("This activity is over or called off: it cannot be changed any more.")
    return Go(before(wanted, desk), before=(Text(said),))


def hold(wanted: Wanted, resource_id: int, desk: Desk) -> Booked:
    """Book one of what was chosen, or ask for it; who is second gets the reason."""
    return booking.book(desk.unit, wish(wanted, resource_id), hand(desk).opening, desk.deed())


def wish(wanted: Wanted, resource_id: int) -> Wish:
    return Wish(
        resource_id,
        wanted.unit_id,
        wanted.title,
        Span(wanted.starts_at, wanted.ends_at),
        wanted.people or None,
        wanted.activity_id or None,
    )


def _after(wanted: Wanted, rows: list[BookingRow], desk: Desk) -> Step:
    return before(wanted, desk) if wanted.activity_id else BookingCard(rows[0].id)


def placed(row: BookingRow, desk: Desk) -> tuple[tuple[Text, ...], tuple[Tell, ...]]:
    """Let a draft be held in the room that it has now; another room that was held for it is free again.

    What is published is moved by its own screens, where it is seen first whom that concerns; what is said leads there.
    """
    resource = bookings.resource_of(desk.unit, row)
    activity = activities.find(desk.unit, row.activity_id) if row.activity_id else None
    if activity is None or resource.kind is not Kind.ROOM:
        return (), ()
    there, said = spot(resource), tuple[Text, ...]()
    if activity.stage is Stage.DRAFT:
        activities.amend(desk.unit, activity.id, replace(activity.plan, spot=there), desk.deed())
    elif activity.plan.spot != there:
        said = (Text(_still_read(activity, desk)),)
    return said, former_freed(row, desk)


def _still_read(activity: ActivityRow, desk: Desk) -> str:
    t = desk.words
    return t(
        "People still read this place: {place}. Say under “Change something” where it is held now: then those who "
        "signed up are told.",
        place=activity_text.where(desk.unit, activity, t),
    )


def spot(resource: ResourceRow) -> Spot:
    """Return the place of an activity that is held in this room."""
    if resource.point_id is None:
        return Spot(title=text.called(resource), room=readable(resource.whereabouts, _TITLE))
    return Spot(point_id=resource.point_id, room=text.called(resource))


def former_freed(row: BookingRow, desk: Desk) -> tuple[Tell, ...]:
    """Let the rooms go that were held before for the same activity."""
    by, told = hand(desk), tuple[Tell, ...]()
    for one in bookings.of_activity(desk.unit, row.activity_id or 0):
        if one.id != row.id and bookings.resource_of(desk.unit, one).kind is Kind.ROOM:
            freed = booking.cancel(desk.unit, one.id, by.opening, desk.deed(), actor=Actor.HOUSE)
            told += following.done(freed, Verb.CANCEL, by)
    return told


def done(row: BookingRow, desk: Desk) -> str:
    """Say that it is had, or asked for and held meanwhile."""
    t, resource = desk.words, bookings.resource_of(desk.unit, row)
    if row.state is State.GRANTED:
        return t("✅ {name} is booked.", name=text.called(resource))
    until = text.until(row.turn_until, desk.now.tzinfo, t)
    return t("{name} is asked for, and kept for you until {when}.", name=text.called(resource), when=until)


def lost(wanted: Wanted, resource_id: int, result: Booked, had: list[BookingRow], desk: Desk) -> Move:
    """Say who or what was in the way, keep what was had before, and offer what comes nearest."""
    t, miss, resource = desk.words, result.miss, resources.find(desk.unit, resource_id)
    other = miss.other.title if miss and miss.other else ""
    name = text.called(resource) if resource else ""
    why = reasons.why(miss.why if miss else None, other, t)
    said = [Text(done(row, desk)) for row in had]
    said.append(Text(t("{name} cannot be had: {why}.", name=name, why=why)))
    left = wanted.chosen[len(had) :]
    kinds = tuple(Sought(row.kind) for one in left if (row := resources.find(desk.unit, one)) is not None)
    again = replace(wanted, chosen=(), sought=kinds, resource_id=resource_id)
    return Go(FreeList(again), before=tuple(said), tells=following.begun(had, hand(desk)))


def waited(wanted: Wanted, resource_id: int, desk: Desk) -> Move:
    """Stand in line for the very one; if it is free by now it is booked."""
    by = hand(desk)
    if (over := _called_off(wanted, desk)) is not None:
        return over
    titled = wanted if wanted.title else replace(wanted, title=desk.words.plain("Meeting"))
    row = booking.wait(desk.unit, wish(titled, resource_id), by.opening, desk.deed()).row
    return Go(BookingCard(row.id), tells=following.begun([row], by))


def _begun(wanted: Wanted, desk: Desk) -> Move:
    """Book every week: what fits is had, what does not keeps its reason."""
    by, first = hand(desk), local(wanted.starts_at, desk.now.tzinfo).date()
    until = local(wanted.starts_at + (wanted.weeks - 1) * _WEEK_S, desk.now.tzinfo).date()
    tells: tuple[Tell, ...] = ()
    step: Step = SharedHome()
    for resource_id in wanted.chosen:
        rule = f"FREQ=WEEKLY;BYDAY={_DAYS[first.weekday()]}"
        begun = series.begin(desk.unit, wish(wanted, resource_id), rule, until, by.opening, desk.deed())
        tells += _asked_once(following.begun(begun.rows, by))
        step = step if isinstance(step, SeriesDates) else SeriesDates(begun.series.id)
    return Go(step, tells=tells)


_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _asked_once(tells: tuple[Tell, ...]) -> tuple[Tell, ...]:
    """Ask each owner once about a series: about its first date; the others stand in the list of what waits."""
    first: dict[int, Tell] = {}
    for tell in tells:
        first.setdefault(tell.chat_id, tell)
    return tuple(first.values())
