"""Where what comes unasked reaches somebody: one of their ways in, or wherever they wrote last."""

from bot.chat import Button, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import two_a_row
from bot.flows.roads.names import road_name, roads_of, what_it_does
from bot.flows.roads.steps import AtRoads, ChoosingRoad
from storage.people import addresses


def show(_step: ChoosingRoad, desk: Desk) -> Text:
    t, roads = desk.words, roads_of(desk.person.chat_id, desk)
    lines = [
        t("Where shall reminders and announcements reach you? Never at two places."),
        *(t("· {name}: {what}", name=road_name(road, t), what=what_it_does(road, t)) for road in roads),
        t("Answers come where you asked, always."),
    ]
    choices = [Button(road_name(road, t), str(road.number)) for road in roads]
    choices.append(Button(t.button("Where I wrote last"), "last"))
    return Text("\n".join(lines), (*two_a_row(choices), (Button(t.button("Back"), "back"),)))


def hear(_step: ChoosingRoad, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AtRoads(), replaces=message_id)
        case Chose("last", message_id):
            addresses.choose(desk.unit, desk.person.chat_id, 0)
            return Go(AtRoads(), replaces=message_id)
        case Chose(choice, message_id) if choice.isdigit():
            own = {road.number for road in roads_of(desk.person.chat_id, desk)}
            if int(choice) in own:
                addresses.choose(desk.unit, desk.person.chat_id, int(choice))
            return Go(AtRoads(), replaces=message_id)
    return None
