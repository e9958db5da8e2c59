"""A list of what is on: what it is narrowed to, where and how far each is, and what is one's own."""

from typing import Final

from bot.chat import Button, Buttons, Said, SharedPlace, Text
from bot.flows.activities import around, buttons, filters, listing
from bot.flows.activities.finding import Found, Page, page, position_of
from bot.flows.activities.steps import ActivityCard, ActivityList, ChoosingWay, Spot
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.own_point import own_point
from bot.flows.paging import PAGE, page_buttons
from bot.flows.step import Step

BUTTONS: Final = 6
"""So many buttons stand below a list at most, besides the numbers of its lines and the turning of pages."""


def first_list(desk: Desk) -> ActivityList:
    """Look around the person's own service point, where there is one."""
    point = own_point(desk)
    return ActivityList(Spot(point.name, point.position.latitude, point.position.longitude) if point else None)


def hear(step: ActivityList, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("ways", message_id):
            return Go(ChoosingWay(step), replaces=message_id)
        case Chose(row_id=activity_id) if activity_id:
            return Go(ActivityCard(activity_id, from_list=step))
        case Chose(choice, message_id):
            loosened = filters.without(step, choice, desk)
            return Go(loosened, replaces=message_id) if loosened else None
        case Said(typed):
            chosen = (row for number, (row, _) in _lines(step, page(step, desk)) if typed.strip() == str(number))
            return next((Go(ActivityCard(row.id, from_list=step)) for row in chosen), None)
    return None


def looked_around(step: Step, shared: SharedPlace, desk: Desk) -> Move | None:
    """Look around a location that is shared at a list or on the way to another one; None: at any other step."""
    match step:
        case ActivityList():
            return around.around_here(shared, step, desk)
        case ChoosingWay(back):
            return around.around_here(shared, back, desk)
    return None


def _lines(step: ActivityList, shown: Page) -> list[tuple[int, Found]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(shown.found, step.page * PAGE + 1))


def show(step: ActivityList, desk: Desk) -> Text:
    t = desk.words
    if step.around and position_of(step.around, desk) is None:
        said = t("Your location was used and then forgotten. Please share it once more, or look another way.")
        return Text(said, two_a_row([*filters.buttons(step, desk), _another_way(desk), to_menu(desk)]))
    shown = page(step, desk)
    lines = [_heading(step, shown, desk), *listing.lines(_lines(step, shown), desk)]
    return Text("\n".join(lines), _buttons(step, shown, desk))


def _heading(step: ActivityList, shown: Page, desk: Desk) -> str:
    t = desk.words
    what = {"what": _sought(step, desk)}
    if not shown.found:
        return t("That was all. There are no more on this list.") if step.page else _nothing(step, shown, desk)
    if step.page:
        return t("{what}, continued:", **what)
    if shown.is_later:
        return t("{what}: nothing. Later on there is:", **what)
    return t("{what}:", **what)


def _nothing(step: ActivityList, shown: Page, desk: Desk) -> str:
    t, what = desk.words, {"what": _sought(step, desk)}
    if shown.is_past:
        return t("{what}: that is over. Take the day off with the button, and you see what is coming.", **what)
    if filters.said(step, desk):
        return t("{what}: nothing that you could come to. Take something off below, or look another way.", **what)
    return t("{what}: nothing that you could come to. Another day or another place may have something.", **what)


def _sought(step: ActivityList, desk: Desk) -> str:
    """Say what the list is of, as plain text: every filter that is on, and the week where it looks no further."""
    t = desk.words
    narrowed = filters.said(step, desk)
    if step.day or step.point_id or step.kind:
        return t.plain("Activities · {filters}", filters=narrowed)
    return t.plain("In the coming week · {filters}", filters=narrowed) if narrowed else t.plain("In the coming week")


def _another_way(desk: Desk) -> Button:
    return Button(desk.words.button("Look another way"), "ways")


def _buttons(step: ActivityList, shown: Page, desk: Desk) -> Buttons:
    numbers = tuple(Button(str(number), str(row.id)) for number, (row, _) in _lines(step, shown))
    count = (step.page + 1) * PAGE + shown.has_more
    below = [*filters.buttons(step, desk), _another_way(desk), to_menu(desk)]
    mine = [buttons.my_activities(desk.words)] if len(below) < BUTTONS else []
    return (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, count, desk),
        *two_a_row([*below[:-1], *mine, below[-1]]),
    )
