"""The unit that a command names, by its code or by its name; and `waystation units`, which lists them all."""

from collections.abc import Mapping

from bot.cli.process import opened
from bot.imports.values.cells import folded
from bot.settings import Settings
from bot.texts import words
from bot.texts.names import unit_kind_name
from domain.places.places import Unit
from storage.places import places
from storage.places.codes import unit_id_of
from storage.places.imports import known_units
from storage.places.places import UnitRow
from storage.unit_of_work import UnitOfWork


def named(unit: UnitOfWork, told: str) -> UnitRow:
    """Find it, or end the process in one line; of several with the name, that line has the codes."""
    unit_id = unit_id_of(unit, told)
    found = places.unit(unit, _only(unit, told) if unit_id is None else unit_id)
    if found is None:
        raise SystemExit(f"waystation: there is no unit with the code or name {told}; `waystation units` lists them")
    return found


def _only(unit: UnitOfWork, name: str) -> int:
    """Return the id of the only unit of this name; 0, which none has, for a name that there is not."""
    known = {one.code: one for one in known_units(unit)}
    same = [one for one in known.values() if folded(one.name) == folded(name)]
    if len(same) > 1:
        codes = ", ".join(f"{one.code} ({_chain(one, known)})" for one in same)
        raise SystemExit(f"waystation: several units are called {name}; say which by its code: {codes}")
    return (unit_id_of(unit, same[0].code) or 0) if same else 0


def _chain(one: Unit, known: Mapping[str, Unit]) -> str:
    """Name the units above, from the top: 上海市 · 静安区."""
    above = known.get(one.parent_code or "")
    return one.name if above is None else f"{_chain(above, known)} · {one.name}"


def show_units(settings: Settings) -> None:
    """Print a line for each unit, those above before those below: its code, its layer, and where it stands."""
    with opened(settings) as store, store.unit_of_work() as unit:
        known = {one.code: one for one in known_units(unit)}
    t = words(settings.language)
    for one in known.values():
        print(f"{one.code}\t{unit_kind_name(one.kind, t)}\t{_chain(one, known)}")
