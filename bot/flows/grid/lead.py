"""A member tells of others without a branch: it reaches whoever has the building, as something that is owed to it."""

from datetime import timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.finding.sure_names import buildings_in
from bot.flows.grid import noting
from bot.flows.grid.steps import SayingLeadPlace
from bot.flows.grid.text import building_name, evening
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.planning import grid as planning
from domain.grid import notes
from domain.grid.promises import LEAD_DAYS, MOST_WORDS, Kind, State
from storage.grid import handing_over, promises
from storage.grid.promises import New
from storage.people import members

_OPEN_MOST: Final = 3
"""So many leads of one person are open at most: more say the same."""


def heard(said: str, desk: Desk) -> Move | None:
    """Pass a lead on; where neither the words nor the member's own details name the building, ask for it."""
    named = _named(said, desk)
    member = members.find(desk.unit, desk.person.chat_id)
    building_id = named or (member.building_id if member else None)
    return Go(SayingLeadPlace(said[:200])) if building_id is None else _pass_on(building_id, said, desk)


def _named(typed: str, desk: Desk) -> int | None:
    named = {hit.id for _, _, hit in buildings_in(typed, desk.search.names(desk.unit))}
    return named.pop() if len(named) == 1 else None


def show(_step: SayingLeadPlace, desk: Desk) -> Text:
    t = desk.words
    asked = t("Thank you. In which building is that? Type its name, and I tell whoever looks after it.")
    return Text(asked, ((Button(t.button("Never mind"), "menu"),),))


def hear(step: SayingLeadPlace, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Said(typed) if readable(typed):
            building_id = _named(typed, desk)
            if building_id is not None:
                return _pass_on(building_id, step.said, desk)
            return Go(step, before=(Text(desk.words("I know no building of that name. Please type its whole name.")),))
        case Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
    return None


def _pass_on(building_id: int, said: str, desk: Desk) -> Move | None:
    t, unit, now = desk.words, desk.unit, desk.now
    owner = handing_over.in_charge(unit, building_id, now.timestamp(), without=(desk.person.chat_id,))
    if owner is None:
        return None  # nobody in the whole house has a role: the centre's mail says so
    name = building_name(unit, building_id)
    told = [one for one in promises.ever_of(unit, desk.person.chat_id) if one.told_by == desk.person.chat_id]
    waiting = [one for one in told if one.state is State.OPEN]
    if len(waiting) >= _OPEN_MOST or any(one.building_id == building_id for one in waiting):
        known = t("Whoever looks after {building} knows of it already and will come. You hear from us.", building=name)
        return Go(AtMenu(), before=(Text(known),))
    due = evening(now.date() + timedelta(days=LEAD_DAYS), now.tzinfo)
    note = notes.kept(said[:MOST_WORDS])
    new = New(Kind.LEAD, building_id, owner, note.words, due, told_by=desk.person.chat_id)
    made = promises.make(unit, new, now.timestamp())
    planning.plan_promise(unit, made, now)
    thanks = t("✅ Thank you. Whoever looks after {building} has it now, and will come within a week.", building=name)
    before = (Text(thanks), *noting.left_out(note.left_out, desk))
    return Go(AtMenu(), before=before, tells=(_tell(owner, made.id, name, note.words, desk),))


def _tell(owner: int, promise_id: int, building: str, said: str, desk: Desk) -> Tell:
    t = desk.words_for(owner)
    lines = (t("A member tells of {building}:", building=building), t("“{words}”", words=readable(said, MOST_WORDS)))
    see = Button(t.button("See it"), EntryPoint.PROMISE.data(promise_id))
    return Tell(owner, Text("\n".join(lines), ((see,),)))
