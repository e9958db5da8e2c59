"""The nearest service points: around a shared location, a pin, a building or a street."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Key, Reply, Said, SharedPlace, Text
from bot.facts.opening_hours import look
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.finding import point_text
from bot.flows.finding.steps import ChoosingService, NearestList, Origin, PointCard, SayingWhere
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.geo import Position
from domain.places import NO_SERVICES, Services
from storage.places.nearest import Near, nearest
from storage.places.places import PointRow

PAGE: Final = 5
FAR_M: Final = 5000.0
"""Beyond this many metres the list says first that nothing is nearer."""


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case SayingWhere(), SharedPlace():
            return around(event, desk, before=(received(desk),))
        case NearestList(), Chose(choice, message_id):
            return _listed(step, event, message_id)
        case NearestList(), Said(typed):
            return _numbered(step, typed.strip(), desk)
        case ChoosingService(narrows), Chose("back", message_id):
            return Go(narrows, replaces=message_id)
        case ChoosingService(narrows), Chose(choice, message_id) if choice in _SERVICES:
            return Go(_narrowed(narrows, Services(int(choice))), replaces=message_id)
    return None


def _narrowed(step: NearestList, service: Services) -> NearestList:
    """Ask for this service, or for none, and go on asking for affiliations where they were asked for."""
    affiliations = Services(step.services) & Services.ACCEPTS_AFFILIATIONS
    return replace(step, services=int(affiliations | service), page=0)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case NearestList():
            return (_list(step, desk),)
        case ChoosingService(narrows):
            return (_services(narrows, desk.words),)
    return (_where(desk.words),)


def around(shared: SharedPlace, desk: Desk, before: tuple[Reply, ...] = ()) -> Move:
    """List what is near a shared location, which is held in memory and not written down."""
    desk.origins.keep(desk.person.chat_id, Position(shared.latitude, shared.longitude), desk.now)
    return Go(NearestList(Origin(readable(shared.title))), before)


def position_of(origin: Origin, desk: Desk) -> Position | None:
    """Return where distances count from; None when the person's location has been forgotten."""
    if origin.latitude is None or origin.longitude is None:
        return desk.origins.recall(desk.person.chat_id, desk.now)
    return Position(origin.latitude, origin.longitude)


def _listed(step: NearestList, chose: Chose, message_id: int) -> Move | None:
    match chose.choice:
        case "next":
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case "previous":
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case "open":
            return Go(replace(step, open_only=not step.open_only, page=0), replaces=message_id)
        case "affiliations":
            services = Services(step.services) ^ Services.ACCEPTS_AFFILIATIONS
            return Go(replace(step, services=int(services), page=0), replaces=message_id)
        case "services":
            return Go(ChoosingService(step), replaces=message_id)
        case "elsewhere":
            return Go(SayingWhere())
    return Go(PointCard(chose.row_id, from_nearest=step)) if chose.row_id else None


def _numbered(step: NearestList, typed: str, desk: Desk) -> Move | None:
    """Open the line of the page whose number was typed, where there is one."""
    chosen = (near.point for number, near in _lines(step, _page(step, desk)) if typed == str(number))
    return next((Go(PointCard(point.id, from_nearest=step)) for point in chosen), None)


def _lines(step: NearestList, found: list[Near]) -> list[tuple[int, Near]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(found[:PAGE], step.page * PAGE + 1))


def _page(step: NearestList, desk: Desk) -> list[Near]:
    """Return the points of this page and one more, where there is one."""
    position = position_of(step.origin, desk)
    if position is None:
        return []

    def is_open(point: PointRow) -> bool:
        doors = look(point.hours, desk.now)
        return doors is not None and doors.are_open

    return nearest(
        desk.unit,
        position,
        PAGE + 1,
        services=Services(step.services),
        accepts=is_open if step.open_only else None,
        skip=step.page * PAGE,
    )


def _list(step: NearestList, desk: Desk) -> Text:
    t = desk.words
    if position_of(step.origin, desk) is None:
        said = t("Your location was used and then forgotten. Please share it once more, or type a place.")
        return Text(said, keys=_keys(t))
    found = _page(step, desk)
    lines = [_heading(step, found, t)]
    lines += [point_text.listed(number, near.point, near.metres, desk.now, t) for number, near in _lines(step, found)]
    return Text("\n".join(lines), _list_buttons(step, found, t))


def _heading(step: NearestList, found: list[Near], t: Words) -> str:
    if not found:
        return _nothing(step, t)
    if step.page == 0 and found[0].metres > FAR_M:
        return _far(step, t)
    if step.page > 0:
        return t("The next service points, numbers {first} to {last}:", **_numbers(step, found))
    if step.origin.title:
        return t("The nearest service points to “{place}”:", place=step.origin.title)
    return t("The nearest service points:")


def _far(step: NearestList, t: Words) -> str:
    if step.services or step.open_only:
        return t("Nothing within {distance} fits. The nearest all the same:", distance=t.distance(FAR_M))
    return t("There is nothing within {distance}. The nearest all the same:", distance=t.distance(FAR_M))


def _numbers(step: NearestList, found: list[Near]) -> dict[str, int]:
    return {"first": step.page * PAGE + 1, "last": step.page * PAGE + len(found[:PAGE])}


def _nothing(step: NearestList, t: Words) -> str:
    if step.page > 0:
        return t("That was all. There are no more on this list.")
    if step.services or step.open_only:
        return t("No service point nearby fits. Take a condition away and look again.")
    return t("There are no service points here yet.")


def _list_buttons(step: NearestList, found: list[Near], t: Words) -> Buttons:
    numbers = tuple(Button(str(number), str(near.point.id)) for number, near in _lines(step, found))
    takes = Services.ACCEPTS_AFFILIATIONS in Services(step.services)
    rows = [numbers] if numbers else []
    rows.append(
        (
            Button(t.button("✓ Takes affiliations") if takes else t.button("Takes affiliations"), "affiliations"),
            Button(t.button("✓ Open now") if step.open_only else t.button("Open now"), "open"),
        )
    )
    paging = [Button(t.button("Services"), "services")]
    if step.page:
        paging.append(Button(t.button("Previous"), "previous"))
    if len(found) > PAGE:
        paging.append(Button(t.button("Next"), "next"))
    rows.append(tuple(paging))
    rows.append((Button(t.button("Another place"), "elsewhere"), Button(t.button("Menu"), "menu")))
    return tuple(rows)


def _services(narrows: NearestList, t: Words) -> Text:
    offered = [Button(_label(one, narrows, t), str(int(one))) for one in _OFFERED]
    rows = [tuple(offered[first : first + 2]) for first in range(0, len(offered), 2)]
    rows.append((Button(t.button("All"), "0"), Button(t.button("Back"), "back")))
    return Text(t("What should the service point offer?"), tuple(rows))


_OFFERED: Final = (
    Services.TRANSFER_DESK,
    Services.STUDY,
    Services.ROOM_HIRE,
    Services.COUNSELLING,
    Services.RIDER_REST,
    Services.READING,
)
_SERVICES: Final = frozenset(str(int(service)) for service in (NO_SERVICES, *_OFFERED))


def _label(service: Services, narrows: NearestList, t: Words) -> str:
    name = point_text.sentence(point_text.service_name(service, t))
    return f"✓ {name}" if service in Services(narrows.services) else name


def _where(t: Words) -> Text:
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


FLOW = Flow("n", (SayingWhere, NearestList, ChoosingService), hear, show)
