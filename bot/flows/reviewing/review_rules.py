"""The review rules of a unit: how many levels look at a request, and within how many working days."""

from typing import Final

from bot.chat import Button, Reply, Text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.reviewing.steps import MemberList, SettingRules
from bot.flows.rights import forbid, nothing_here, organised, own_units
from bot.flows.step import Step
from bot.flows.typed import readable
from domain.rules import Rule
from storage.people import deeds
from storage.places import places, unit_rules

_MOST: Final = 5
_CHOICES: Final = {
    "levels1": (Rule.REVIEW_LEVELS, 1),
    "levels2": (Rule.REVIEW_LEVELS, 2),
    "days2": (Rule.REVIEW_WORKING_DAYS, 2),
    "days3": (Rule.REVIEW_WORKING_DAYS, 3),
    "days5": (Rule.REVIEW_WORKING_DAYS, 5),
}


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case SettingRules(), Chose("back", message_id) if organised(desk):
            return Go(MemberList(), replaces=message_id)
        case SettingRules(unit_id), Chose(choice, message_id) if unit_id and choice in _CHOICES:
            return _put(unit_id, choice, message_id, desk)
        case SettingRules(), Chose(row_id=unit_id, message_id=message_id) if unit_id:
            return _into(unit_id, message_id, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case SettingRules(0) if organised(desk):
            return (_which(desk),)
        case SettingRules(unit_id) if desk.may_organise(unit_id):
            return (_rules(unit_id, desk),)
    return nothing_here(desk)


def opens(_opened: Opened, desk: Desk) -> Move | None:
    return rules(desk)


def rules(desk: Desk) -> Move:
    own = own_units(desk)
    if not own:
        return forbid("rules", desk)
    return Go(SettingRules(own[0].id if len(own) == 1 else 0))


def _into(unit_id: int, message_id: int, desk: Desk) -> Move:
    if not desk.may_organise(unit_id):
        return forbid(f"unit:{unit_id}", desk)
    return Go(SettingRules(unit_id), replaces=message_id)


def _put(unit_id: int, choice: str, message_id: int, desk: Desk) -> Move:
    if not desk.may_organise(unit_id):
        return forbid(f"unit:{unit_id}", desk)
    rule, value = _CHOICES[choice]
    before = unit_rules.value(desk.unit, rule, unit_id)
    if value != before:
        unit_rules.put(desk.unit, rule, unit_id, value)
        deeds.write_down(desk.unit, desk.deed(f"{rule} {before} -> {value}"), "rule.set", f"unit:{unit_id}")
    return Go(SettingRules(unit_id), replaces=message_id)


def _which(desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(unit.name, 40), str(unit.id)),) for unit in own_units(desk)[:_MOST])
    return Text(t("The rules of which unit?"), (*rows, (Button(t.button("Back"), "back"),)))


def _rules(unit_id: int, desk: Desk) -> Text:
    t = desk.words
    unit = places.unit(desk.unit, unit_id)
    name = unit.name if unit else ""
    levels, days = desk.rule(Rule.REVIEW_LEVELS, unit_id), desk.rule(Rule.REVIEW_WORKING_DAYS, unit_id)
    lines = (
        t("<b>{unit}</b>: the rules here and in all units below that set none of their own", unit=name),
        t.plural("A request is looked at on {number} level.", "A request is looked at on {number} levels.", levels),
        t.plural("Each answers within {number} working day.", "Each answers within {number} working days.", days),
        t("A change holds for requests that are sent from now on."),
    )
    labels = {
        "levels1": t.button("One level"),
        "levels2": t.button("Two levels"),
        "days2": t.button("2 working days"),
        "days3": t.button("3 working days"),
        "days5": t.button("5 working days"),
    }
    chosen = {("levels", levels), ("days", days)}
    shown = [
        Button(f"✓ {label}" if (choice[:-1], int(choice[-1])) in chosen else label, choice)
        for choice, label in labels.items()
    ]
    return Text("\n".join(lines), (tuple(shown[:2]), tuple(shown[2:]), (Button(t.button("Back"), "back"),)))


FLOW = Flow("u", (SettingRules,), hear, show, opens)
