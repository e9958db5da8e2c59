"""Finding an activity: this week, around somebody, at a service point, of a kind, on a day; five to a page."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Key, Reply, Said, SharedPlace, Text
from bot.flows.activities import buttons, text
from bot.flows.activities.finding import AROUND_M, PAGE, Found, Page, may_see, page, position_of
from bot.flows.activities.steps import (
    ActivityCard,
    ActivityList,
    ChoosingDay,
    ChoosingKind,
    ChoosingSpot,
    ChoosingWay,
    SayingSpot,
    Spot,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.finding.nearest import received
from bot.flows.finding.typed_place import MOST
from bot.flows.keyboards import keys_away
from bot.flows.moments import local
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities import LATER_S, Kind
from domain.dates import read
from domain.geo import Position
from storage.activities import signups
from storage.places import places
from storage.places.places import PointRow

PLACES: Final = (ActivityList, ChoosingWay, ChoosingKind, ChoosingDay, SayingSpot, ChoosingSpot)
DAYS: Final = 4  # offered as buttons; any other can be typed
_ECHO: Final = 40


def first_list(desk: Desk) -> ActivityList:
    """Look around the person's own service point, where there is one."""
    point = _my_point(desk)
    return ActivityList() if point is None else ActivityList(_spot_of(point))


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case ActivityList() | ChoosingWay() | SayingSpot() | ChoosingSpot(), SharedPlace():
            return _around_here(event, desk)
        case ActivityList(), Chose(choice, message_id):
            return _listed(step, choice, event.row_id, message_id)
        case ActivityList(), Said(typed):
            return _numbered(step, typed.strip(), desk)
        case ChoosingWay(back), Chose(choice, message_id):
            return _way_chosen(back, choice, message_id, desk)
        case ChoosingKind(back), Chose(choice, message_id):
            return _kind_chosen(back, choice, message_id)
        case ChoosingDay(back), Chose("back", message_id):
            return Go(back, replaces=message_id)
        case ChoosingDay(), Chose(choice, message_id):
            return _on_day(choice, message_id, desk)
        case ChoosingDay(), Said(typed):
            return _on_day(typed, 0, desk)
        case SayingSpot(back), Said(typed) if typed == desk.words.button("Back"):
            return Go(back, before=(keys_away(desk),))
        case SayingSpot(back), Said(typed):
            return _search(back, typed, desk)
        case ChoosingSpot(back, _, spots), Chose(choice, message_id):
            return _spot_chosen(back, spots, choice, message_id)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    t = desk.words
    match step:
        case ActivityList():
            return (_list(step, desk),)
        case ChoosingWay():
            return (_ways(desk),)
        case ChoosingKind():
            return (_kinds(desk),)
        case ChoosingDay():
            return (_days(desk),)
        case ChoosingSpot(typed=typed, spots=spots):
            return (_spots(typed, spots, t),)
    return (_where(t),)


# ---------------------------------------------------------------- the list


def _listed(step: ActivityList, choice: str, row_id: int, message_id: int) -> Move | None:
    match choice:
        case "next":
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case "previous":
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case "ways":
            return Go(ChoosingWay(step), replaces=message_id)
    return Go(ActivityCard(row_id, from_list=step)) if row_id else None


def _numbered(step: ActivityList, typed: str, desk: Desk) -> Move | None:
    """Open the line of the page whose number was typed, where there is one."""
    chosen = (row for number, (row, _) in _lines(step, page(step, desk)) if typed == str(number))
    return next((Go(ActivityCard(row.id, from_list=step)) for row in chosen), None)


def _lines(step: ActivityList, shown: Page) -> list[tuple[int, Found]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(shown.found, step.page * PAGE + 1))


def _list(step: ActivityList, desk: Desk) -> Text:
    t = desk.words
    if step.around and position_of(step.around, desk) is None:
        said = t("Your location was used and then forgotten. Please share it once more, or look another way.")
        return Text(said, ((Button(t.button("Look another way"), "ways"), Button(t.button("Menu"), "menu")),))
    shown = page(step, desk)
    counts = signups.counts(desk.unit, [row.id for row, _ in shown.found])
    lines = [_heading(step, shown, desk)]
    for number, (row, metres) in _lines(step, shown):
        facts = [text.seats_left(row, counts[row.id], t), *([t.distance(metres)] if metres is not None else [])]
        lines.append(text.listed(number, row, " · ".join(facts), desk.now.tzinfo, t))
    return Text("\n".join(lines), _list_buttons(step, shown, t))


def _heading(step: ActivityList, shown: Page, desk: Desk) -> str:
    t = desk.words
    if not shown.found:
        return t("That was all. There are no more on this list.") if step.page else _nothing(step, desk)
    what = {"what": _sought(step, desk)}
    if step.page:
        return t("{what}, continued:", **what)
    if shown.is_later:
        return t("Nothing in the coming week. Later on there is:")
    return t("{what}:", **what)


def _nothing(step: ActivityList, desk: Desk) -> str:
    return desk.words(
        "{what}: nothing that you could come to. Another day or another place may have something.",
        what=_sought(step, desk),
    )


def _sought(step: ActivityList, desk: Desk) -> str:
    """Say what the list is of; plain text."""
    t = desk.words
    if step.kind is not None:
        return t.plain("Coming: {kind}", kind=text.kind_name(step.kind, t))
    if step.day is not None:
        return t.plain("On {day}", day=t.day(step.day))
    if step.point_id:
        point = places.point(desk.unit, step.point_id)
        return t.plain("Coming at {place}", place=point.name if point else "…")
    if step.around is None:
        return t.plain("In the coming week")
    title, far = step.around.title, t.distance(AROUND_M)
    if title:
        return t.plain("In the coming week, within {distance} of {place}", distance=far, place=title)
    return t.plain("In the coming week, within {distance} of you", distance=far)


def _list_buttons(step: ActivityList, shown: Page, t: Words) -> Buttons:
    numbers = tuple(Button(str(number), str(row.id)) for number, (row, _) in _lines(step, shown))
    paging = [Button(t.button("Previous"), "previous")] if step.page else []
    if shown.has_more:
        paging.append(Button(t.button("Next"), "next"))
    rows = [row for row in (numbers, tuple(paging)) if row]
    rows.append((Button(t.button("Look another way"), "ways"), buttons.my_activities(t)))
    return (*rows, (Button(t.button("Menu"), "menu"),))


# ---------------------------------------------------------------- another way to look


def _ways(desk: Desk) -> Text:
    t = desk.words
    mine = (Button(t.button("At my service point"), "point"),) if _my_point(desk) else ()
    rows = (
        (Button(t.button("📍 Around a place"), "around"), *mine),
        (Button(t.button("By kind"), "kind"), Button(t.button("By day"), "day")),
        (Button(t.button("Everything this week"), "all"), Button(t.button("Back"), "back")),
    )
    return Text(t("How would you like to look?"), rows)


def _way_chosen(back: ActivityList, choice: str, message_id: int, desk: Desk) -> Move | None:
    point = _my_point(desk)
    match choice:
        case "around":
            return Go(SayingSpot(back))
        case "point" if point is not None:
            return Go(ActivityList(point_id=point.id), replaces=message_id)
        case "kind":
            return Go(ChoosingKind(back), replaces=message_id)
        case "day":
            return Go(ChoosingDay(back), replaces=message_id)
        case "all":
            return Go(ActivityList(), replaces=message_id)
        case "back":
            return Go(back, replaces=message_id)
    return None


def _kinds(desk: Desk) -> Text:
    """Offer the kinds of which there is something."""
    t = desk.words
    coming = {row.kind for row in may_see(desk, desk.now.timestamp() + LATER_S)}
    labels = [Button(text.kind_name(kind, t), kind) for kind in Kind if kind in coming]
    said = t("Which kind?") if labels else t("There is nothing coming that you could sign up for.")
    return Text(said, (*_pairs(labels), (Button(t.button("Back"), "back"),)))


def _kind_chosen(back: ActivityList, choice: str, message_id: int) -> Move | None:
    if choice == "back":
        return Go(back, replaces=message_id)
    return Go(ActivityList(kind=Kind(choice)), replaces=message_id) if choice in set(Kind) else None


def _days(desk: Desk) -> Text:
    """Offer the next days on which there is something."""
    t = desk.words
    coming = {local(row.starts_at, desk.now.tzinfo).date() for row in may_see(desk, desk.now.timestamp() + LATER_S)}
    days = sorted(day for day in coming if day >= desk.today)[:DAYS]
    labels = [Button(t.day(day), day.isoformat()) for day in days]
    said = t("Which day? Tap one, or type it, for example “{example}”.", example=t.plain("December 12"))
    return Text(said, (*_pairs(labels), (Button(t.button("Back"), "back"),)))


def _on_day(typed: str, message_id: int, desk: Desk) -> Move:
    span = read(typed, desk.today, desk.today)
    if span is None:
        t = desk.words
        said = t("I could not read that as a day. “{example}” works, or “tomorrow”.", example=t.plain("December 12"))
        return Remain((Text(said),))
    return Go(ActivityList(day=max(span.first, desk.today)), replaces=message_id)


# ---------------------------------------------------------------- around a place


def _around_here(shared: SharedPlace, desk: Desk) -> Move:
    """Look around a shared location, which is held in memory and not written down."""
    desk.origins.keep(desk.person.chat_id, Position(shared.latitude, shared.longitude), desk.now)
    return Go(ActivityList(Spot(readable(shared.title))), before=(received(desk),))


def _where(t: Words) -> Text:
    lines = (
        t("Where are you looking?"),
        t("Share your location with the button below. It is used once and then forgotten."),
        t("Or type a name, a building, a street or an address, for example “{example}”.", example=t.plain("Jiaxing")),
    )
    keys = ((Key(t.button("📍 Share my location"), "location"),), (Key(t.button("Back")),))
    return Text("\n".join(lines), keys=keys)


def _search(back: ActivityList, typed: str, desk: Desk) -> Move:
    found = desk.search.find(desk.unit, typed, MOST)
    spots = tuple(
        Spot(hit.name, hit.position.latitude, hit.position.longitude) for hit in found.hits if hit.position is not None
    )
    t = desk.words
    if not spots:
        said = t("I could not find “{typed}”. Try a building, a street, or an address.", typed=readable(typed) or "…")
        return Remain((Text(said),))
    if found.sure and len(spots) == 1:
        return Go(ActivityList(spots[0]), before=(keys_away(desk),))
    return Go(ChoosingSpot(back, readable(typed), spots), before=(keys_away(desk),))


def _spots(typed: str, spots: tuple[Spot, ...], t: Words) -> Text:
    rows = tuple((Button(readable(spot.title, _ECHO) or "…", str(number)),) for number, spot in enumerate(spots))
    again = (Button(t.button("None of these"), "again"), Button(t.button("Back"), "back"))
    return Text(t("“{typed}”: which one do you mean?", typed=typed or "…"), (*rows, again))


def _spot_chosen(back: ActivityList, spots: tuple[Spot, ...], choice: str, message_id: int) -> Move | None:
    match choice:
        case "again":
            return Go(SayingSpot(back))
        case "back":
            return Go(back, replaces=message_id)
    chosen = (spot for number, spot in enumerate(spots) if choice == str(number))
    return next((Go(ActivityList(spot), replaces=message_id) for spot in chosen), None)


# ---------------------------------------------------------------- small things


def _my_point(desk: Desk) -> PointRow | None:
    point_id = desk.person.my_point_id
    return None if point_id is None else places.point(desk.unit, point_id)


def _spot_of(point: PointRow) -> Spot:
    return Spot(point.name, point.position.latitude, point.position.longitude)


def _pairs(labels: list[Button]) -> Buttons:
    return tuple(tuple(labels[first : first + 2]) for first in range(0, len(labels), 2))
