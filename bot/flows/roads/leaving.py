"""A way in is taken off, or a page closed for good; both ends hear of it."""

from bot.chat import Button, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.keyboards import two_a_row
from bot.flows.roads import telling
from bot.flows.roads.names import Road, road_in_full, road_name, roads_of
from bot.flows.roads.steps import AtRoads, Leaving
from bot.flows.step import AtMenu
from storage.messages import conversations
from storage.pages import lines, openings
from storage.people import addresses, audit, page_proofs, road_codes


def _road(number: int, desk: Desk) -> Road | None:
    return next((road for road in roads_of(desk.person.chat_id, desk) if road.number == number), None)


def _can_unlink(road: Road) -> bool:
    """Tell whether it can be a way in of its own again: the number of a person stays that person's."""
    return road.number != road.address.person


def _can_close(road: Road, desk: Desk) -> bool:
    return road.is_page and road.number != desk.address


def _which(desk: Desk) -> list[Road]:
    return [road for road in roads_of(desk.person.chat_id, desk) if _can_unlink(road) or _can_close(road, desk)]


def show(step: Leaving, desk: Desk) -> Text:
    t, back = desk.words, Button(desk.words.button("Back"), "back")
    road = _road(step.number, desk) if step.number else None
    if road is None:
        choices = two_a_row([Button(_label(one, desk), str(one.number)) for one in _which(desk)])
        said = t("Which way in do you want to take off?")
        return Text(said, (*choices, (back,)))
    told, choices_of = [t("<b>Take off: {name}</b>", name=road_in_full(road, desk))], list[Button]()
    if _can_unlink(road):
        told.append(
            t("Unlinked, it is a stranger’s way in: it begins anew, and what was said there still stands there.")
        )
        choices_of.append(Button(t.button("Unlink it"), "unlink"))
    if _can_close(road, desk):
        told.append(
            t("Closed, its browser gets in no more, and what was said there is deleted. Do that if it is lost.")
        )
        choices_of.append(Button(t.button("Close that page"), "close"))
    told.append(t("Your affiliation, seats and letters stay yours."))
    return Text("\n".join(told), (tuple(choices_of), (back,)))


def _label(road: Road, desk: Desk) -> str:
    t = desk.words
    return t.plain("This page") if road.number == desk.address else road_name(road, t)


def hear(step: Leaving, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(Leaving() if step.number else AtRoads(), replaces=message_id)
        case Chose("unlink" | "close" as choice, message_id) if step.number:
            return _taken_off(step.number, choice, message_id, desk)
        case Chose(choice, message_id) if choice.isdigit() and not step.number:
            road = _road(int(choice), desk)
            return Go(Leaving(road.number), replaces=message_id) if road is not None else Go(AtRoads())
    return None


def _taken_off(number: int, choice: str, message_id: int, desk: Desk) -> Move:
    road, t = _road(number, desk), desk.words
    allowed = road is not None and (_can_unlink(road) if choice == "unlink" else _can_close(road, desk))
    if road is None or not allowed:
        return Go(AtRoads(), replaces=message_id)
    name = road_name(road, t)
    told = _told(road, choice, desk)
    _write(road, choice, desk)
    if number == desk.address:
        said = t("✓ This page is unlinked. It knows nothing of you any more, and begins anew.")
        return Go(AtMenu(), before=(Text(said, replaces=message_id),), tells=told)
    said = t("✓ Closed: {name}.", name=name) if choice == "close" else t("✓ Unlinked: {name}.", name=name)
    return Go(AtRoads(), before=(Text(said, replaces=message_id),), tells=told)


def _write(road: Road, choice: str, desk: Desk) -> None:
    now, me, unit = desk.now.timestamp(), desk.person.chat_id, desk.unit
    conversations.lock_besides(unit, {road.number} - {desk.address})
    audit.hold(unit)
    conversations.forget(unit, road.number)  # whoever is there next is somebody else
    page_proofs.end(unit, [road.number])
    road_codes.drop_shown_at(unit, road.number)
    if choice == "close":
        openings.close(unit, road.number, now)
        lines.clear(unit, [road.number])
    if _can_unlink(road):
        addresses.unlink(unit, road.number)
    audit.write(unit, audit.Entry(me, "member", f"road.{choice}", f"person:{me}"), now)


def _told(road: Road, choice: str, desk: Desk) -> tuple[Tell, ...]:
    """Tell the other end and all others; nobody reads a page that is closed."""
    t = desk.words_for(desk.person.chat_id)
    name, clock = road_name(road, t), t.clock(desk.now)
    what = (
        t("A way in was closed: {name}, {clock}.", name=name, clock=clock)
        if choice == "close"
        else t("A way in was unlinked: {name}, {clock}.", name=name, clock=clock)
    )
    said = Text(what, ((telling.ways_in(t),),))
    others = telling.elsewhere(desk.person.chat_id, said, desk, without=road.number)
    if choice == "close" or road.number == desk.address:
        return others
    own = t("This way in was unlinked at {clock}: it is nobody’s now, and begins anew.", clock=clock)
    return (*others, telling.at(road.number, Text(own)))
