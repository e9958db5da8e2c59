"""Finding an activity: what is coming this week, around a place, at a service point, of a kind, on a day."""

from bot.chat import Button, Buttons, Said, SharedPlace, Text
from bot.flows.activities import around, buttons, text
from bot.flows.activities.finding import AROUND_M, Found, Page, page, position_of
from bot.flows.activities.steps import ActivityCard, ActivityList, ChoosingWay, Spot
from bot.flows.activities.ways import my_point
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from storage.activities import signup_reading
from storage.places import places


def first_list(desk: Desk) -> ActivityList:
    """Look around the person's own service point, where there is one."""
    point = my_point(desk)
    return ActivityList(Spot(point.name, point.position.latitude, point.position.longitude) if point else None)


def hear(step: ActivityList, event: Happening, desk: Desk) -> Move | None:
    match event:
        case SharedPlace():
            return around.around_here(event, desk)
        case Chose("ways", message_id):
            return Go(ChoosingWay(step), replaces=message_id)
        case Chose(row_id=activity_id) if activity_id:
            return Go(ActivityCard(activity_id, from_list=step))
        case Said(typed):
            chosen = (row for number, (row, _) in _lines(step, page(step, desk)) if typed.strip() == str(number))
            return next((Go(ActivityCard(row.id, from_list=step)) for row in chosen), None)
    return None


def _lines(step: ActivityList, shown: Page) -> list[tuple[int, Found]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(shown.found, step.page * PAGE + 1))


def show(step: ActivityList, desk: Desk) -> Text:
    t = desk.words
    if step.around and position_of(step.around, desk) is None:
        said = t("Your location was used and then forgotten. Please share it once more, or look another way.")
        return Text(said, ((Button(t.button("Look another way"), "ways"), to_menu(desk)),))
    shown = page(step, desk)
    counts = signup_reading.counts(desk.unit, [row.id for row, _ in shown.found])
    lines = [_heading(step, shown, desk)]
    for number, (row, metres) in _lines(step, shown):
        facts = [text.seats_left(row, counts[row.id], t), *([t.distance(metres)] if metres is not None else [])]
        lines.append(text.listed(number, row, " · ".join(facts), desk.now.tzinfo, t))
    return Text("\n".join(lines), _buttons(step, shown, desk))


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


def _buttons(step: ActivityList, shown: Page, desk: Desk) -> Buttons:
    t = desk.words
    numbers = tuple(Button(str(number), str(row.id)) for number, (row, _) in _lines(step, shown))
    count = (step.page + 1) * PAGE + shown.has_more
    return (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, count, desk),
        (Button(t.button("Look another way"), "ways"), buttons.my_activities(t)),
        (to_menu(desk),),
    )
