"""Around buildings: a promise is due today, an assignment ends soon, or has ended and what was open passes on."""

from bot.chat import Button, Text
from bot.flows.desk import Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.grid.handing import handed_over
from bot.flows.grid.text import area_name, building_name, day_of, looker_name
from bot.flows.moments import local
from bot.flows.typed import readable
from bot.planning.grid import Due
from domain.grid.promises import State
from domain.messages.delivery import Lane
from domain.people.deeds import CLOCK, Deed
from scheduler.notices.occasion import Occasion, Told
from storage.grid import areas, handing_over, promises
from storage.grid.areas import AssignmentRow
from storage.people import roles


def ring_promise(occasion: Occasion) -> Told:
    """Remind whoever owes it now, unless it is closed; where that comes days late, name the day."""
    row = promises.find(occasion.unit, occasion.number)
    if row is None or row.state is not State.OPEN:
        return None
    t = occasion.words_for(row.owner)
    building, words = building_name(occasion.unit, row.building_id), readable(row.what, 100)
    if local(row.due, occasion.now.tzinfo).date() < occasion.now.date():
        day = day_of(row.due, t, occasion.now.tzinfo)
        said = t("You wanted to see to it by {day}, in {building}: {words}", day=day, building=building, words=words)
    else:
        said = t("Today you wanted to see to it in {building}: {words}", building=building, words=words)
    see = Button(t.button("See it"), EntryPoint.PROMISE.data(row.id))
    return [Tell(row.owner, Text(said, ((see,),)), Lane.REMINDER)]


def ring_assignment(occasion: Occasion) -> Told:
    """Ask about it before it ends; when it has, let what is open pass on. A new end has made an older notice stale."""
    row = areas.find(occasion.unit, occasion.number)
    if row is None or row.ended_at is not None or row.version != occasion.notice.version:
        return None
    if occasion.notice.kind == Due.ENDS_SOON:
        return _asked(occasion, row)
    passed = handing_over.end(occasion.unit, row, Deed(CLOCK, occasion.at))
    return handed_over(occasion.unit, row, passed, occasion.words_for, occasion.now)


def _asked(occasion: Occasion, row: AssignmentRow) -> Told:
    """Ask those who hand it out, and tell who has it."""
    organisers = roles.organisers_of(occasion.unit, row.path)
    tells = []
    for chat_id in dict.fromkeys([*organisers, *areas.chats_of(occasion.unit, row)]):
        t = occasion.words_for(chat_id)
        said = t(
            "{area}: {who} has it until {day}. Shall it go on, or be handed over?",
            area=area_name(occasion.unit, row, t),
            who=looker_name(occasion.unit, row, t),
            day=day_of(row.ends or occasion.at, t, occasion.now.tzinfo),
        )
        see = Button(t.button("See it"), EntryPoint.ASSIGNMENT.data(row.id))
        tells.append(Tell(chat_id, Text(said, ((see,),)), Lane.REMINDER))
    return tells
