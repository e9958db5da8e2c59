"""The nearest service points: around a shared location, a pin, a building or a street."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.chat import Button, Buttons, Key, Reply, Said, SharedPlace, Text
from bot.facts.opening_hours import look, on_day
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding import point_text
from bot.flows.finding.steps import ChoosingService
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.moments import days_said, part_name
from bot.flows.paging import PAGE, page_buttons
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere
from bot.flows.typed import readable
from bot.texts import Words
from domain.places.geo import Position
from domain.places.places import Services
from domain.said.days import Part
from storage.places.nearest import Near, nearest
from storage.places.places import PointRow

FAR_M: Final = 5000.0
"""Beyond this many metres the list says first that nothing is nearer."""


def around(shared: SharedPlace, desk: Desk, before: tuple[Reply, ...] = (), wanted: SayingWhere | None = None) -> Move:
    """List what is near a shared location, which is held sealed for a while; None: whatever is there is `wanted`."""
    desk.keep_location(Position(shared.latitude, shared.longitude))
    sought = wanted or SayingWhere()
    return Go(NearestList(Origin(readable(shared.title)), sought.services).open_on_days(sought.days), before)


def position_of(origin: Origin, desk: Desk) -> Position | None:
    """Return where distances count from; None when the person's location has been forgotten."""
    if origin.latitude is None or origin.longitude is None:
        return desk.shared_location
    return Position(origin.latitude, origin.longitude)


def hear(step: NearestList, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("services", message_id):
            return Go(ChoosingService(step), replaces=message_id)
        case Chose(choice, message_id) if choice in _FILTERS:
            return Go(_filtered(step, choice), replaces=message_id)
        case Chose("elsewhere"):
            return Go(SayingWhere())
        case Chose(row_id=point_id) if point_id:
            return Go(PointCard(point_id, from_nearest=step))
        case Said(typed):  # the number of a line
            chosen = (near.point for number, near in _lines(step, _page(step, desk)) if typed.strip() == str(number))
            return next((Go(PointCard(point.id, from_nearest=step)) for point in chosen), None)
    return None


def _lines(step: NearestList, found: list[Near]) -> list[tuple[int, Near]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(found[:PAGE], step.page * PAGE + 1))


def lines(step: NearestList, desk: Desk) -> list[tuple[int, PointRow]]:
    """Return the points that the list shows, with their numbers."""
    return [(number, near.point) for number, near in _lines(step, _page(step, desk))]


def _page(step: NearestList, desk: Desk) -> list[Near]:
    """Return the points of this page and one more, where there is one."""
    position = position_of(step.origin, desk)
    if position is None:
        return []

    def is_open(point: PointRow) -> bool:
        return _is_open(point, step, desk)

    return nearest(
        desk.unit,
        position,
        PAGE + 1,
        services=Services(step.services),
        accepts=is_open if step.asks_hours else None,
        skip=step.page * PAGE,
    )


_WHOLE_DAY: Final = ((0, 24 * 60),)


def _is_open(point: PointRow, step: NearestList, desk: Desk) -> bool:
    """Tell whether its doors are open whenever the list asks that they are."""
    if step.open_on is not None:
        return _is_open_on(point, step.open_on, step.open_until or step.open_on, step.part)
    moment = desk.now if step.open_at is None else datetime.combine(desk.today, step.open_at, desk.now.tzinfo)
    doors = look(point.hours, moment)
    is_then = doors is not None and doors.are_open
    return is_then and (not step.all_day or on_day(point.hours, desk.today) == _WHOLE_DAY)


def _is_open_on(point: PointRow, first: date, last: date, part: Part | None) -> bool:
    """Tell whether its doors are open on one of these days, at some minute of this part of it."""
    begins, ends = (0, 24 * 60) if part is None else _MINUTES[part]
    days = (first + timedelta(days=ahead) for ahead in range(min((last - first).days, _MOST_DAYS) + 1))
    return any(opens < ends and closes > begins for day in days for opens, closes in on_day(point.hours, day) or ())


_MINUTES: Final = MappingProxyType(
    {Part.MORNING: (0, 12 * 60), Part.AFTERNOON: (12 * 60, 18 * 60), Part.EVENING: (18 * 60, 24 * 60)}
)
"""From which minute of the day to which it is this part of it."""

_MOST_DAYS: Final = 7
"""Beyond a week the hours are the same again."""


def show(step: NearestList, desk: Desk) -> Text:
    t = desk.words
    if position_of(step.origin, desk) is None:
        said = t("Your location was used and then forgotten. Please share it once more, or type a place.")
        return Text(said, keys=_keys(t))
    found = _page(step, desk)
    lines = [_heading(step, found, t), *_only(step, t)]
    lines += [point_text.listed(number, near.point, near.metres, desk.now, t) for number, near in _lines(step, found)]
    return Text("\n".join(lines), _buttons(step, found, desk))


def _heading(step: NearestList, found: list[Near], t: Words) -> str:
    is_narrowed = bool(step.services or step.asks_hours)
    first = step.page * PAGE
    if not found and first:
        return t("That was all. There are no more on this list.")
    if not found and is_narrowed:
        return t("No service point nearby fits. Take a condition away and look again.")
    if not found:
        return t("There are no service points here yet.")
    if first:
        last = first + len(found[:PAGE])
        return t("The next service points, numbers {first} to {last}:", first=first + 1, last=last)
    if found[0].metres > FAR_M and is_narrowed:
        return t("Nothing within {distance} fits. The nearest all the same:", distance=t.distance(FAR_M))
    if found[0].metres > FAR_M:
        return t("There is nothing within {distance}. The nearest all the same:", distance=t.distance(FAR_M))
    if step.origin.title:
        return t("The nearest service points to “{place}”:", place=step.origin.title)
    return t("The nearest service points:")


def _only(step: NearestList, t: Words) -> tuple[str, ...]:
    """Name every filter that is on."""
    on = [name for _, name in _that_are_on(step, t)]
    return (t("Only: {filters}", filters=t(", ").join(on)),) if on else ()


def _buttons(step: NearestList, found: list[Near], desk: Desk) -> Buttons:
    """Keep them few: the lines by number, the filters that are on, and one way each to narrow, to go on, and back."""
    t = desk.words
    rows: list[tuple[Button, ...]] = []
    lines = _lines(step, found)
    if lines:
        rows.append(tuple(Button(str(number), str(near.point.id)) for number, near in lines))
    rows += two_a_row([Button(f"✓ {name}", choice) for choice, name in _that_are_on(step, t)])
    pages = [one for row in page_buttons(step.page, PAGE, step.page * PAGE + len(found), desk) for one in row]
    narrow = [] if step.page else [Button(t.button("Filter"), "services")]
    rows += two_a_row([*narrow, *pages])
    elsewhere = () if len(lines) == PAGE else (Button(t.button("Another place"), "elsewhere"),)
    return (*rows, (*elsewhere, to_menu(desk)))


_OPEN: Final = "open"
_AT: Final = "at"
_ON: Final = "on"
_ALL_DAY: Final = "allday"
_ASKED: Final = {
    "affiliations": Services.ACCEPTS_AFFILIATIONS,
    **{f"s{int(one)}": one for one in Services if one is not Services.ACCEPTS_AFFILIATIONS},
}
"""The services by what their buttons carry: never a bare number, which is a point's."""

_FILTERS: Final = frozenset({_OPEN, _AT, _ON, _ALL_DAY, *_ASKED})
_SURROUNDINGS: Final = 50
"""So many of the nearest points are looked at to tell which services there are nearby."""


def _filters(step: NearestList, desk: Desk) -> list[tuple[str, str]]:
    """Return what the list can be narrowed to, as button data and name: what is nearby, and what is on already."""
    position = position_of(step.origin, desk)
    near = nearest(desk.unit, position, _SURROUNDINGS) if position else []
    offered = Services(step.services)
    for one in near:
        if one.metres <= max(FAR_M, near[0].metres):
            offered |= one.point.services
    return _named(offered, desk.words)


def _that_are_on(step: NearestList, t: Words) -> list[tuple[str, str]]:
    """Return the filters that are on, which the step tells without a look around."""
    if not step.services and not step.asks_hours:
        return []
    on = [(choice, name) for choice, name in _named(Services(step.services), t) if _is_on(step, choice)]
    if step.open_at is not None:
        on.append((_AT, t.button("Open at {clock}", clock=t.clock(step.open_at))))
    if step.open_on is not None:
        day, part = days_said(step.open_on, step.open_until, t), step.part and part_name(step.part, t)
        on.append(
            (_ON, t.button("Open {day}, {part}", day=day, part=part) if part else t.button("Open {day}", day=day))
        )
    return [*on, (_ALL_DAY, t.button("Open around the clock"))] if step.all_day else on


def _named(offered: Services, t: Words) -> list[tuple[str, str]]:
    """Name what a list can be narrowed to where there are these services."""
    affiliations = ("affiliations", t.button("Takes affiliations"))
    others = [(choice, one) for choice, one in _ASKED.items() if one in offered and choice != affiliations[0]]
    named = [(choice, point_text.sentence(point_text.service_name(one, t))) for choice, one in others]
    return [affiliations, (_OPEN, t.button("Open now")), *named]


def _is_on(step: NearestList, choice: str) -> bool:
    return step.open_only if choice == _OPEN else _ASKED[choice] in Services(step.services)


def _filtered(step: NearestList, choice: str) -> NearestList:
    """Turn a filter on or off; of the services beside affiliations one is asked for at a time."""
    if choice == _OPEN:
        return replace(step.open_on_days(None), open_only=not step.open_only)
    if choice == _ON:
        return step.open_on_days(None)
    if choice in {_AT, _ALL_DAY}:  # they are said, and a button only takes them off
        return replace(step, open_at=None, page=0) if choice == _AT else replace(step, all_day=False, page=0)
    before, asked = Services(step.services), _ASKED[choice]
    kept = before if asked is Services.ACCEPTS_AFFILIATIONS else before & (Services.ACCEPTS_AFFILIATIONS | asked)
    return replace(step, services=int(kept ^ asked), page=0)


def hear_services(step: ChoosingService, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.narrows, replaces=message_id)
        case Chose("all", message_id):
            return Go(NearestList(step.narrows.origin), replaces=message_id)
        case Chose(choice, message_id) if choice in _FILTERS:
            return Go(_filtered(step.narrows, choice), replaces=message_id)
    return None


def show_services(step: ChoosingService, desk: Desk) -> Text:
    t = desk.words
    rows = two_a_row(
        [
            Button(f"✓ {name}" if _is_on(step.narrows, choice) else name, choice)
            for choice, name in _filters(step.narrows, desk)
        ]
    )
    last = (Button(t.button("All"), "all"), Button(t.button("Back"), "back"))
    return Text(t("What should the service point offer?"), (*rows, last))


def show_where(_step: SayingWhere, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("Where are you looking?"),
        t("Share your location with the button below. It is used once and then forgotten."),
        t("Or type a name, a building, a street or an address, for example “{example}”.", example=t.plain("Jiaxing")),
    )
    return Text("\n".join(lines), keys=_keys(t))


def _keys(t: Words) -> tuple[tuple[Key, ...], ...]:
    return (
        (Key(t.button("📍 Share my location"), "location"),),  # fails on desktop and web, so typing is always possible
        (Key(t.button("Browse by district")), Key(t.button("Back"))),
    )


def received(desk: Desk) -> Text:
    return Text(desk.words("Got your location. It is forgotten after this search."), hide_keys=True)
