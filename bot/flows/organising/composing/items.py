"""The questions about an activity beside its time: where, how many seats, who may come, and what may be added."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.chat import Button, Buttons, Said, SentFile, SharedPlace, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local
from bot.flows.moments import moment as moments_moment
from bot.flows.organising.composing import changes, defaults
from bot.flows.organising.composing.start import TITLE_MOST, named
from bot.flows.organising.steps import (
    AnsweringItem,
    ChoosingPart,
    ChoosingVenue,
    DraftCard,
    FoundVenue,
    Item,
    SayingWhen,
    Seed,
)
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain import seat_counts, when
from domain.activities import Attachment, Audience, Kind, Plan, Spot, Stage
from domain.geo import Position
from domain.when import Slot
from storage.activities.activities import ActivityRow
from storage.places import places
from storage.places.search import Hit, HitKind

FIRST: Final = (Item.WHERE, Item.SEATS, Item.AUDIENCE)
"""What is asked of every new activity, in this order."""

NOTES_MOST: Final = 1_000
ROOM_MOST: Final = 40
_POINTS: Final = 6
_LABEL: Final = 40
_FOUND: Final = 4
_VENUES: Final = frozenset({HitKind.POINT, HitKind.BUILDING, HitKind.STREET})


def hear(step: AnsweringItem, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(_before(step, row), replaces=message_id)
        case Chose(choice, message_id) if step.item is Item.AUDIENCE:
            return _toggled(step, row, choice, message_id, desk)
        case Chose() | Said() | SharedPlace() | SentFile():
            return _answered(step, row, event, desk)
    return None


def _before(step: AnsweringItem, row: ActivityRow) -> Step:
    if not step.goes_on or step.item not in FIRST:
        return ChoosingPart(row.id)
    at = FIRST.index(step.item)
    return AnsweringItem(row.id, FIRST[at - 1], goes_on=True) if at else SayingWhen(_seed(row))


def _seed(row: ActivityRow) -> Seed:
    return Seed(row.unit_id, row.kind, row.title, row.id)


def asked_after(item: Item, row: ActivityRow) -> Step:
    """Return the next of the first questions; after the last of them the card of the draft."""
    at = FIRST.index(item) + 1 if item in FIRST else len(FIRST)
    return AnsweringItem(row.id, FIRST[at], goes_on=True) if at < len(FIRST) else DraftCard(row.id)


def _answered(step: AnsweringItem, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    if step.item is Item.WHERE and isinstance(event, Said):
        return _look_up(step, row, event.text, desk)
    try:
        plan = _read(step.item, row, event, desk)
    except ValueError:
        plan = None  # it closes before it opens, and the like
    if plan is not None:
        return _with(step.item, row, plan, desk, goes_on=step.goes_on)
    return Remain((Text(_unclear(step.item, desk)),)) if isinstance(event, Said) else None


def _with(item: Item, row: ActivityRow, plan: Plan, desk: Desk, *, goes_on: bool) -> Move:
    moved = changes.propose(row, plan, desk)
    return replace(moved, step=asked_after(item, row)) if goes_on and row.stage is Stage.DRAFT else moved


def _read(item: Item, row: ActivityRow, event: Happening, desk: Desk) -> Plan | None:
    """Return the plan with this answer in it; None for what is no answer. Raises `ValueError` for what makes none."""
    plan = row.plan
    match item, event:
        case Item.WHERE, (Chose() | SharedPlace()):
            spot = _spot(event, desk)
            return None if spot is None else replace(plan, spot=replace(spot, room=plan.spot.room))
        case Item.SEATS, (Chose() | Said()):
            return _with_seats(plan, event)
        case Item.KIND, Chose(choice) if choice in set(Kind):
            return replace(plan, kind=Kind(choice))
        case ((Item.OPENS | Item.CLOSES | Item.CONFIRM), (Chose() | Said())):
            return _with_moment(item, plan, event, desk)
        case Item.FILE, (Chose("none") | SentFile("photo" | "document")):
            return replace(plan, attachment=_attachment(event))
    return _with_words(item, plan, event)


def _with_words(item: Item, plan: Plan, event: Happening) -> Plan | None:
    match item, event:
        case Item.TITLE, Said(typed) if readable(typed):
            return replace(plan, title=readable(typed, TITLE_MOST))
        case Item.ROOM, (Chose("none") | Said()):
            room = readable(event.text, ROOM_MOST) if isinstance(event, Said) else ""
            return replace(plan, spot=replace(plan.spot, room=room))
        case Item.NOTES, (Chose("none") | Said()):
            return replace(plan, notes=_paragraphs(event.text) if isinstance(event, Said) else "")
    return None


def _paragraphs(typed: str) -> str:
    """Keep the lines, without control and direction marks."""
    lines = (readable(line, NOTES_MOST) for line in typed[:NOTES_MOST].splitlines())
    return "\n".join(line for line in lines if line)


def _attachment(event: Happening) -> Attachment | None:
    return Attachment(event.kind, event.file_id) if isinstance(event, SentFile) else None


# ---------------------------------------------------------------- where


def _spot(answer: Chose | SharedPlace, desk: Desk) -> Spot | None:
    if isinstance(answer, SharedPlace):
        title = readable(answer.title, _LABEL) or desk.words.plain("a place on the map")
        return Spot(title=title, position=Position(answer.latitude, answer.longitude))
    point = places.point(desk.unit, answer.row_id)
    return None if point is None else Spot(point_id=point.id)


def _look_up(step: AnsweringItem, row: ActivityRow, typed: str, desk: Desk) -> Move:
    """Take the one place that was meant; else ask which, and offer to take it as it was typed."""
    written = readable(typed, _LABEL)
    if not written:
        return Remain((Text(_unclear(Item.WHERE, desk)),))
    found = desk.search.find(desk.unit, typed, _FOUND)
    hits = [hit for hit in found.hits if hit.kind in _VENUES]
    if found.sure and len(hits) == len(found.hits) == 1:
        plan = replace(row.plan, spot=replace(_of(hits[0]), room=row.plan.spot.room))
        return _with(Item.WHERE, row, plan, desk, goes_on=step.goes_on)
    venues = tuple(FoundVenue(readable(_label(hit), _LABEL), _of(hit)) for hit in hits)
    return Go(ChoosingVenue(row.id, written, venues, step.goes_on))


def _of(hit: Hit) -> Spot:
    match hit.kind:
        case HitKind.POINT:
            return Spot(point_id=hit.id)
        case HitKind.BUILDING:
            return Spot(building_id=hit.id)
    return Spot(title=readable(hit.name, _LABEL), position=hit.position)


def _label(hit: Hit) -> str:
    return f"{hit.name} · {hit.where}" if hit.where else hit.name


def choose_venue(step: ChoosingVenue, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    asking = AnsweringItem(row.id, Item.WHERE, step.goes_on)
    match event:
        case Chose("back", message_id):
            return Go(asking, replaces=message_id)
        case Chose("typed"):
            spot = Spot(title=step.typed or "…")
        case Chose(choice) if choice in [str(number) for number in range(len(step.found))]:
            spot = step.found[int(choice)].spot
        case Said() | SharedPlace():
            return hear(asking, row, event, desk)
        case _:
            return None
    if not _is_there(spot, desk):
        return Go(asking)
    plan = replace(row.plan, spot=replace(spot, room=row.plan.spot.room))
    return _with(Item.WHERE, row, plan, desk, goes_on=step.goes_on)


def _is_there(spot: Spot, desk: Desk) -> bool:
    """Tell whether the point or building is still on the list."""
    if spot.point_id is not None:
        return places.point(desk.unit, spot.point_id) is not None
    return spot.building_id is None or places.building(desk.unit, spot.building_id) is not None


def venues(step: ChoosingVenue, desk: Desk) -> Text:
    t = desk.words
    said = t("Which place is it?") if step.found else t("“{typed}” is not on the list.", typed=step.typed)
    rows = tuple((Button(one.label or "…", str(number)),) for number, one in enumerate(step.found))
    as_typed = (Button(t.button("Write “{typed}”", typed=readable(step.typed, 20) or "…"), "typed"),)
    return Text(said, (*rows, as_typed, (Button(t.button("Back"), "back"),)))


# ---------------------------------------------------------------- seats, who may come


def _with_seats(plan: Plan, answer: Chose | Said) -> Plan | None:
    seats = seat_counts.read(answer.choice if isinstance(answer, Chose) else answer.text)
    if seats is None:
        return None
    return replace(plan, seats=None if seats == "unlimited" else seats)


def _toggled(step: AnsweringItem, row: ActivityRow, choice: str, message_id: int, desk: Desk) -> Move | None:
    now = _ticked(step, row)
    one = next((one for one in Audience if str(int(one)) == choice), None)
    if one is not None:
        return Go(replace(step, chosen=int(now ^ one) or int(now)), replaces=message_id)  # it is for somebody
    if choice != "done":
        return None
    return _with(Item.AUDIENCE, row, replace(row.plan, audience=now), desk, goes_on=step.goes_on)


def _ticked(step: AnsweringItem, row: ActivityRow) -> Audience:
    return Audience(step.chosen & int(~Audience(0))) or row.plan.audience


# ---------------------------------------------------------------- until when


def _with_moment(item: Item, plan: Plan, answer: Chose | Said, desk: Desk) -> Plan | None:
    """Read a moment for the sign-up window or the confirmations. Raises `ValueError` for one that does not fit."""
    at = _moment(plan, answer, desk)
    if at is None:
        return None
    moment = at or None
    if moment is not None and moment <= desk.now.timestamp():
        return None
    match item:
        case Item.OPENS:
            return replace(plan, opens_at=moment)
        case Item.CLOSES:
            return replace(plan, closes_at=moment)
    return replace(plan, confirm_by=moment)


def _moment(plan: Plan, answer: Chose | Said, desk: Desk) -> float | None:
    """Return seconds since 1970, 0 for "none", None for what is no answer."""
    if isinstance(answer, Chose):
        return _proposed(plan, desk).get(answer.choice, 0.0 if answer.choice == "none" else None)
    starts = datetime.fromtimestamp(plan.starts_at, desk.now.tzinfo)
    slot = when.read(answer.text, desk.now.replace(tzinfo=None), starts.date())
    return slot.starts.replace(tzinfo=desk.now.tzinfo).timestamp() if isinstance(slot, Slot) else None


def _proposed(plan: Plan, desk: Desk) -> Mapping[str, float]:
    """Return the moments that can be tapped, those that are still to come."""
    starts = datetime.fromtimestamp(plan.starts_at, desk.now.tzinfo)
    moments = {
        "evening": datetime.combine(starts.date() - timedelta(days=1), time(18), starts.tzinfo),
        "noon": datetime.combine(starts.date() - timedelta(days=1), time(12), starts.tzinfo),
        "week": starts - timedelta(days=7),
    }
    return {name: moment.timestamp() for name, moment in moments.items() if moment > desk.now}


# ---------------------------------------------------------------- the questions


def _unclear(item: Item, desk: Desk) -> str:
    """Say what would help, where an answer was not understood."""
    t = desk.words
    match item:
        case Item.SEATS:
            return t("Please type a number, for example {example}.", example="30")
        case Item.OPENS | Item.CLOSES | Item.CONFIRM:
            return t(
                "Please type a time that is still to come and before it begins, for example {example}.",
                example=t.plain("tomorrow 18:00"),
            )
        case Item.FILE:
            return t("Please send the picture or file itself, or tap “{none}”.", none=t.button("None"))
        case Item.WHERE:
            return t("Please type the name of a place.")
    return t("Please tap one of these, or type a few words.")


def question(step: AnsweringItem, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    lines = [_asking(step.item, row, desk)]
    if row.stage is Stage.PUBLISHED:
        lines.append(t("Nothing changes until you have seen whom it concerns."))
    return Text("\n".join(lines), (*_choices(step, row, desk), (Button(t.button("Back"), "back"),)))


def _asking(item: Item, row: ActivityRow, desk: Desk) -> str:
    t = desk.words
    asked = {
        Item.WHERE: t("Where? Tap a point, type the name of a point or building, or send a place on the map."),
        Item.SEATS: t("How many seats are there? Tap or type a number."),
        Item.AUDIENCE: t("Who may come? Tap to add or take away, then “{done}”.", done=t.button("Done")),
        Item.KIND: t("What is it?"),
        Item.TITLE: t("What is it called?"),
        Item.ROOM: t("In which room, or where to meet? For example: {example}", example=t.plain("3rd floor, room 301")),
        Item.OPENS: t("From when can people sign up? Tap or type a time."),
        Item.CLOSES: t("Until when can people sign up? Tap or type a time."),
        Item.CONFIRM: t("Until when is a seat to be confirmed? Who has not confirmed by then gives it to the next."),
        Item.NOTES: t("What else should people know? For example what to bring."),
        Item.FILE: t("Send a picture or a file that goes with it."),
    }
    now = value(item, row, desk)
    return f"{asked[item]}\n{t('At present: {value}', value=now)}" if now and item is not Item.AUDIENCE else asked[item]


def value(item: Item, row: ActivityRow, desk: Desk) -> str:
    """Say what is there now; "" where that is nothing."""
    t, plan = desk.words, row.plan
    match item:
        case Item.WHERE:
            return text.where(desk.unit, row, t)
        case Item.SEATS:
            return str(plan.seats) if plan.seats else ""
        case Item.KIND:
            return text.kind_name(plan.kind, t)
        case Item.TITLE | Item.ROOM | Item.NOTES:
            return {Item.TITLE: plan.title, Item.ROOM: plan.spot.room, Item.NOTES: plan.notes}[item]
        case Item.FILE:
            return t.plain("one is attached") if plan.attachment else ""
    at = {Item.OPENS: plan.opens_at, Item.CLOSES: plan.closes_at, Item.CONFIRM: plan.confirm_by}.get(item)
    return moments_moment(local(at, desk.now.tzinfo), t) if at else ""


def _choices(step: AnsweringItem, row: ActivityRow, desk: Desk) -> Buttons:
    t = desk.words
    match step.item:
        case Item.WHERE:
            points = places.points_of(desk.unit, row.unit_id, 0, _POINTS)
            return tuple((Button(readable(point.name, _LABEL), str(point.id)),) for point in points)
        case Item.SEATS:
            numbers = tuple(Button(str(number), str(number)) for number in defaults.SEATS)
            return numbers, (Button(t.button("As many as come"), "unlimited"),)
        case Item.AUDIENCE:
            return _audiences(_ticked(step, row), t)
        case Item.KIND:
            return two_a_row([Button(named(kind, t), kind) for kind in defaults.KINDS])
        case Item.TITLE:
            return ()
        case Item.ROOM | Item.NOTES | Item.FILE:
            return ((Button(t.button("None"), "none"),),)
    return _moments(step.item, row, desk)


def _audiences(ticked: Audience, t: Words) -> Buttons:
    labels = {
        Audience.MEMBERS: t.button("Members of the unit"),
        Audience.AFFILIATED: t.button("Affiliated here"),
        Audience.ANYONE: t.button("Every member"),
        Audience.SUPPORTERS: t.button("Supporters"),
    }
    shown = [Button(f"✓ {labels[one]}" if one in ticked else labels[one], str(int(one))) for one in labels]
    return (*two_a_row(shown), (Button(t.button("Done"), "done"),))


def _moments(item: Item, row: ActivityRow, desk: Desk) -> Buttons:
    t, zone = desk.words, desk.now.tzinfo
    none = {
        Item.OPENS: t.button("At once"),
        Item.CLOSES: t.button("Until it begins"),
        Item.CONFIRM: t.button("No confirmation"),
    }
    offered = {Item.OPENS: ("week",), Item.CLOSES: ("evening", "noon"), Item.CONFIRM: ("evening", "noon")}
    moments = _proposed(row.plan, desk)
    shown = [
        (Button(moments_moment(local(moments[name], zone), t), name),) for name in offered[item] if name in moments
    ]
    return (*shown, (Button(none[item], "none"),))
