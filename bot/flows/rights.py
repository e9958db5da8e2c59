"""Who may what, for every conversation: the roles held in this turn, and the kind refusal of everything else."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from bot.chat import Button, Buttons, Reply, Text
from bot.flows.desk import Chose, Desk, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from domain.people.roles import Role, may_organise
from storage.people import deeds
from storage.people.roles import Held
from storage.places import places
from storage.places.places import UnitRow

Row = TypeVar("Row")


def organised(desk: Desk) -> list[str]:
    """Return the paths that the person organises."""
    return [held.path for held in desk.grants if held.role in {Role.ADMIN, Role.ORGANISER}]


def organises(held: Held, path: str) -> bool:
    """Tell whether this role acts for the unit at this path."""
    return may_organise([held.grant], path)


def forbid(subject: str, desk: Desk) -> Move:
    """Refuse kindly, show nothing, and write it down. What there is not is refused in the same words."""
    deeds.write_down(desk.unit, desk.deed(), "forbidden", subject)
    return Remain((Text(_refusal(desk), _way(desk)),))


def without_role(event: Happening, subject: str, desk: Desk) -> Move | None:
    """Refuse what is pressed on a screen whose role was taken away; None for anything else, and for the way out."""
    return forbid(subject, desk) if isinstance(event, Chose) and event.choice != "menu" else None


def closed(desk: Desk) -> Text:
    """Be the screen of a place that is not in the person's hands (any more)."""
    return Text(_refusal(desk), (*_way(desk), (to_menu(desk),)))


def resting(desk: Desk) -> Text:
    """Say that a role does not act on this page, and how it can."""
    return Text(_refusal(desk), _way(desk))


def _way(desk: Desk) -> Buttons:
    if not desk.has_resting_role:
        return ()
    return ((Button(desk.words.button("Act for my role here"), EntryPoint.ROAD_PROOF.data()),),)


def _refusal(desk: Desk) -> str:
    if desk.has_resting_role:
        return desk.words(
            "On this page you are a member like all others: a browser alone does not prove who is before it. "
            "Confirm it once on Telegram, and your role acts here as well."
        )
    return desk.words("This is not in your hands, so I have not opened it.")


def nothing_here(desk: Desk) -> tuple[Reply, ...]:
    """Stand in for a screen whose owner has lost the role for it."""
    return (closed(desk),)


def own_units(desk: Desk) -> list[UnitRow]:
    """Return the units at the top of what the person organises; an admin's are those at the top of the tree."""
    held = [one for one in desk.grants if one.role in {Role.ADMIN, Role.ORGANISER}]
    if any(one.unit_id is None for one in held):
        return places.children(desk.unit, None)
    found = (places.unit(desk.unit, one.unit_id) for one in held if one.unit_id is not None)
    return [unit for unit in found if unit is not None]


def path_in_hand(unit_id: int, desk: Desk) -> str | None:
    """Return the path of a unit that the person organises; None: it is not in the person's hands."""
    return places.path_of(desk.unit, unit_id) if desk.may_organise(unit_id) else None


def by_finding(finds: Callable[[Any, Desk], Row | None], subject: str) -> Guard[Any, Row]:
    """Guard screens by what `finds` returns for step and desk; whoever gets None is refused.

    `subject` is how a refusal is noted; "{step}" in it stands for the step, as in "unit:{step.unit_id}".
    """
    return Guard(
        sees=finds,
        acts=finds,
        refuses=lambda step, event, desk: without_role(event, subject.format(step=step), desk),
        closed=lambda _step, desk: closed(desk),
    )


def an_organiser(subject: str) -> Guard[Any, list[str]]:
    """Guard a screen of organisers, which gets the paths of their units; `subject` is how a refusal is noted."""
    return by_finding(lambda _step, desk: organised(desk) or None, subject)


def of_own_units(subject: str) -> Guard[Any, list[UnitRow]]:
    """Guard a screen of organisers, which gets the units at the top of what they organise."""
    return by_finding(lambda _step, desk: own_units(desk) or None, subject)


AN_OWN_UNIT: Final = by_finding(lambda step, desk: path_in_hand(step.unit_id, desk), "unit:{step.unit_id}")
"""For who organises the unit of the step: screens of a step with a `unit_id`, which get its path."""
