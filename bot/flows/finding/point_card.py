"""The card of one service point: where it is, when it is open, how to get there, and "make this my point"."""

from bot.chat import Button, Pin, Text
from bot.flows.affiliating.registering import start
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.finding import point_text
from bot.flows.finding.nearest import position_of
from bot.flows.flow import Shown
from bot.flows.keyboards import to_menu
from bot.flows.points import PointCard
from bot.flows.rights import organised
from bot.flows.step import AtMenu
from domain.activities.activities import LATER_S
from domain.places.geo import distance_m
from storage.activities import agenda
from storage.booking import resources
from storage.people import people
from storage.places import places
from storage.places.places import PointRow


def opened(opened: Opened, desk: Desk) -> Move | None:
    """Open a point that somebody suggests."""
    point = places.point(desk.unit, opened.row_id)
    return None if point is None else Go(PointCard(point.id))


def hear(step: PointCard, event: Happening, desk: Desk) -> Move | None:
    back = step.back
    match event:
        case Chose("map"):
            return _on_the_map(step.point_id, desk)
        case Chose("mine"):
            return _choose(step.point_id, desk)
        case Chose("affiliate"):
            return start.begin(step.point_id, desk)
        case Chose("back") if back is not None:
            return Go(back)
    return None


def _choose(point_id: int, desk: Desk) -> Move:
    point = places.point(desk.unit, point_id)
    if point is None:
        return Go(AtMenu(), before=(_gone(desk),))
    people.choose_point(desk.unit, desk.person.chat_id, point_id)
    return Remain((Text(desk.words("✅ {name} is now your service point. You find it in the menu.", name=point.name)),))


def _on_the_map(point_id: int, desk: Desk) -> Move:
    """Send the pin, which opens in whatever map the phone has, and the ways to the others."""
    t, point = desk.words, places.point(desk.unit, point_id)
    if point is None:
        return Go(AtMenu(), before=(_gone(desk),))
    address = point.address or _where(point, desk)
    pin = Pin(
        point.position.latitude,
        point.position.longitude,
        point.name,
        address,
        as_text=f"📍 {t('{name}, {address}', name=point.name, address=address)}",
    )
    return Remain((pin, Text(t("Which map shall open?"), point_text.routes(point, t))))


def _where(point: PointRow, desk: Desk) -> str:
    return " · ".join(unit.name for unit in places.ancestors(desk.unit, point.unit_id)[1:])


def _gone(desk: Desk) -> Text:
    said = desk.words("This service point is no longer on the list. Please look for another one.")
    return Text(said, ((to_menu(desk),),))


def show(step: PointCard, desk: Desk) -> Shown:
    t, point = desk.words, places.point(desk.unit, step.point_id)
    if point is None:
        return _gone(desk)
    facts = point_text.card(point, _where(point, desk), metres(step, point, desk), desk.now, t)
    mine = desk.person.my_point_id == point.id
    own = Button(t.button("✓ My point") if mine else t.button("Make this my point"), "mine")
    back = Button(t.button("Back"), "back") if step.from_nearest or step.from_unit else to_menu(desk)
    affiliate = (Button(t.button("Affiliate here"), "affiliate"),) if start.takes(point) else ()
    first = (*affiliate, *_activities(point, desk), *_rooms(point, desk))
    rows = (*((first,) if first else ()), (Button(t.button("Map"), "map"), own), (back,))
    return Text(facts, rows)


def _activities(point: PointRow, desk: Desk) -> tuple[Button, ...]:
    """Lead to what is on here, where there is something."""
    now = desk.now.timestamp()
    is_busy = agenda.coming(desk.unit, agenda.Wanted(now, now + LATER_S, point_id=point.id), count=1)
    label = desk.words.button("What is on here")
    return (Button(label, EntryPoint.ACTIVITIES_AT_POINT.data(point.id)),) if is_busy else ()


def _rooms(point: PointRow, desk: Desk) -> tuple[Button, ...]:
    """Let organisers borrow what is lent here, where something is."""
    if not organised(desk) or not resources.at_point(desk.unit, point.id):
        return ()
    return (Button(desk.words.button("Borrow a room"), EntryPoint.BORROW.data(f"p{point.id}")),)


def metres(step: PointCard, point: PointRow, desk: Desk) -> float | None:
    """Return how far it is from where its list looks around; None: from nowhere that is known."""
    position = position_of(step.from_nearest.origin, desk) if step.from_nearest else None
    return None if position is None else distance_m(position, point.position)
