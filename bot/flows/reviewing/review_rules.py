"""The review rules of a unit: how many levels look at a request, and within how many working days."""

from typing import Final

from bot.chat import Button, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.flow import Guard
from bot.flows.reviewing.steps import MemberList, SettingRules
from bot.flows.rights import closed, forbid, organised, own_units, without_role
from bot.flows.typed import readable
from domain.rules import Rule
from storage.people import deeds
from storage.places import places, unit_rules

_MOST: Final = 5
_LEVELS: Final = "levels"
_CHOICES: Final = {
    "levels1": (Rule.REVIEW_LEVELS, 1),
    "levels2": (Rule.REVIEW_LEVELS, 2),
    "days2": (Rule.REVIEW_WORKING_DAYS, 2),
    "days3": (Rule.REVIEW_WORKING_DAYS, 3),
    "days5": (Rule.REVIEW_WORKING_DAYS, 5),
}


def opened(_button: Opened, desk: Desk) -> Move:
    own = own_units(desk)
    if not own:
        return forbid("rules", desk)
    return Go(SettingRules(own[0].id if len(own) == 1 else 0))


def hear(step: SettingRules, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SettingRules(step.unit_id) if step.wanted else MemberList(), replaces=message_id)
        case Chose("really", message_id) if step.wanted:
            return _put(step.unit_id, f"{_LEVELS}{step.wanted}", message_id, desk)
        case Chose("levels1" | "levels2" as choice, message_id) if step.unit_id:
            wanted = _CHOICES[choice][1]
            same = wanted == desk.rule(Rule.REVIEW_LEVELS, step.unit_id)
            return Go(SettingRules(step.unit_id, 0 if same else wanted), replaces=message_id)
        case Chose(choice, message_id) if step.unit_id and choice in _CHOICES:
            return _put(step.unit_id, choice, message_id, desk)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            if not desk.may_organise(unit_id):
                return forbid(f"unit:{unit_id}", desk)
            return Go(SettingRules(unit_id), replaces=message_id)
    return None


def _put(unit_id: int, choice: str, message_id: int, desk: Desk) -> Move:
    rule, value = _CHOICES[choice]
    before = unit_rules.value(desk.unit, rule, unit_id)
    if value != before:
        unit_rules.put(desk.unit, rule, unit_id, value)
        deeds.write_down(desk.unit, desk.deed(f"{rule} {before} -> {value}"), "rule.set", f"unit:{unit_id}")
    return Go(SettingRules(unit_id), replaces=message_id)


def show(step: SettingRules, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    if step.wanted:
        return _asked(step, desk)
    if step.unit_id:
        return _rules(step.unit_id, desk)
    rows = tuple((Button(readable(unit.name, 40), str(unit.id)),) for unit in own_units(desk)[:_MOST])
    return Text(t("The rules of which unit?"), (*rows, (Button(t.button("Back"), "back"),)))


def _asked(step: SettingRules, desk: Desk) -> Text:
    """Ask once: it holds for everybody who sends a request there, and for other people's work."""
    t, unit = desk.words, places.unit(desk.unit, step.unit_id)
    name = unit.name if unit else ""
    lines = (
        t("<b>{unit}</b>: change who looks at a request?", unit=name),
        t.plural(
            "A request is looked at on {number} level.", "A request is looked at on {number} levels.", step.wanted
        ),
        t("So it is in all units below that set none of their own, for requests that are sent from now on."),
    )
    return Text("\n".join(lines), ((Button(t.button("Change it"), "really"), Button(t.button("Back"), "back")),))


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


def _in_hand(step: SettingRules, desk: Desk) -> list[str] | None:
    paths = organised(desk)
    return paths if paths and (not step.unit_id or desk.may_organise(step.unit_id)) else None


def _refuse(step: SettingRules, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id) if organised(desk):
            return Go(MemberList(), replaces=message_id)
        case Chose(row_id=unit_id):
            return without_role(event, f"unit:{unit_id or step.unit_id}", desk)
    return None


AN_OWN_UNIT: Final[Guard[SettingRules, list[str]]] = Guard(
    sees=_in_hand,
    acts=_in_hand,
    refuses=_refuse,
    closed=lambda _step, desk: closed(desk),
)
