"""The hatchery: a building or company with enough members and no branch is suggested once, and a branch founded."""

from collections.abc import Sequence
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint, Opened, row_id
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from bot.flows.reviewing import tells as review_tells
from bot.flows.reviewing.steps import NamingBranch, NestCard
from bot.flows.rights import closed, forbid, organised
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.texts import Words
from domain.affiliations.affiliations import HERE
from domain.places.places import Unit, UnitKind
from storage.affiliations import affiliations, hatchery
from storage.affiliations.hatchery import Nest
from storage.people import deeds, members, roles
from storage.places import places, saving
from storage.places.places import UnitRow

NAME_MOST: Final = 40
_SUBJECT: Final = "nest:"
_DOORS: Final = 3


def suggestions(chat_id: int, desk: Desk) -> tuple[Tell, ...]:
    """Suggest each nest that this person has made complete to the organisers of its unit, once, with figures only."""
    now = desk.now.timestamp()
    return tuple(
        Tell(organiser, _suggestion(nest, desk, desk.words_for(organiser)))
        for nest in hatchery.around(desk.unit, chat_id)
        if hatchery.suggest_once(desk.unit, nest, now)
        for organiser in sorted(roles.organisers_of(desk.unit, places.path_of(desk.unit, nest.unit_id)))
    )


def doors(desk: Desk) -> list[Button]:
    """Return the ways to the nests that the person could found a branch in now, the first few."""
    return [_door(nest, desk) for nest in _in_own_units(desk)[:_DOORS]]


def in_hand(desk: Desk) -> list[str]:
    """Return what the buttons of these nests carry."""
    return [_carried(nest) for nest in _in_own_units(desk)]


def _in_own_units(desk: Desk) -> Sequence[Nest]:
    return hatchery.ready(desk.unit, tuple(organised(desk)))


def _carried(nest: Nest) -> str:
    return nest.subject.removeprefix(_SUBJECT)


def _door(nest: Nest, desk: Desk) -> Button:
    t = desk.words
    place = readable(_building(nest, desk), NAME_MOST) or t.plain("A company")
    label = t.button("Enough for a branch: {place}", place=place)
    return Button(label, EntryPoint.NEST.data(_carried(nest)))


def opened(button: Opened, desk: Desk) -> Move:
    """Open a nest for its organisers."""
    subject = _SUBJECT + button.choice
    nest = _in_hand(subject, desk)
    return _refusal(subject, desk) if nest is None else Go(NestCard(subject), before=_named(nest, desk))


def _called(subject: str, nests: Sequence[Nest], desk: Desk) -> Nest | None:
    """Return the nest of this name, or that of the building that the one of this name was merged into."""
    named = next((nest for nest in nests if subject in nest.subjects), None)
    return named or _of_merged(subject, nests, desk)


def _of_merged(subject: str, nests: Sequence[Nest], desk: Desk) -> Nest | None:
    number = row_id(subject.removeprefix(f"{_SUBJECT}b"))
    row = places.building(desk.unit, number) if number else None
    if row is None or row.id == number:
        return None
    return next((nest for nest in nests if nest.building_id == row.id), None)


def _in_hand(subject: str, desk: Desk) -> Nest | None:
    return _called(subject, _in_own_units(desk), desk)


def _refusal(subject: str, desk: Desk) -> Move:
    """Say why there is nothing to found here."""
    if organised(desk) and _called(subject, hatchery.ready(desk.unit), desk) is None:
        gone = Text(desk.words("There is nothing to found here any more: a branch may be there already."))
        return Go(AtMenu(), before=(gone,))
    return forbid(subject[:40], desk)


def _refuse(step: NestCard | NamingBranch, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case NamingBranch(subject), Chose("back", message_id):
            return Go(NestCard(subject), replaces=message_id)
        case (NestCard(subject), Chose("found")) | (NamingBranch(subject), Chose("proposed")):
            return _refusal(subject, desk)
        case NamingBranch(subject), Said(typed) if readable(typed):
            return _refusal(subject, desk)
    return None


A_NEST: Final[Guard[NestCard | NamingBranch, Nest]] = Guard(
    sees=lambda step, desk: _in_hand(step.subject, desk),
    acts=lambda step, desk: _in_hand(step.subject, desk),
    refuses=_refuse,
    closed=lambda _step, desk: closed(desk),
)


def _suggestion(nest: Nest, desk: Desk, t: Words) -> Text:
    see = Button(t.button("See it"), EntryPoint.NEST.data(_carried(nest)))
    return Text(_figures(nest, _building(nest, desk) or t.plain("A company"), t), ((see,),))


def _figures(nest: Nest, place: str, t: Words) -> str:
    lines = (
        t("{place}: enough members for a branch of its own.", place=place),
        t.plural(
            "{number} member takes part, and there is no branch yet.",
            "{number} members take part, and there is no branch yet.",
            nest.members,
        ),
        t.plural("{number} agreed to be named.", "{number} agreed to be named.", nest.nameable),
    )
    return "\n".join(lines)


def _building(nest: Nest, desk: Desk) -> str:
    """Return the building's name; empty for a company, which only the card names, to who may see it now."""
    building = places.building(desk.unit, nest.building_id) if nest.building_id is not None else None
    return building.name if building else ""


def _place(nest: Nest, desk: Desk) -> str:
    return readable(_building(nest, desk) or hatchery.company_of(desk.unit, nest))


def _named(nest: Nest, desk: Desk) -> tuple[Text, ...]:
    """Name those who agreed to be named, and note it as a look at their details."""
    if not nest.nameable:
        return ()
    told = members.find_all(desk.unit, hatchery.who_may_be_named(desk.unit, nest))
    deeds.write_down(desk.unit, desk.deed(), "member.reveal", *(f"person:{chat_id}" for chat_id in told))
    names = " · ".join(readable(one.details.name) for one in told.values())
    return (Text(desk.words("Agreed to be named: {names}", names=names)),)


def show_card(_step: NestCard, nest: Nest, desk: Desk) -> Text:
    t = desk.words
    after = t("Founding it makes the branch a unit here, and invites everybody who takes part, named or not.")
    buttons = ((Button(t.button("Found the branch"), "found"), to_menu(desk)),)
    return Text(f"{_figures(nest, _place(nest, desk), t)}\n{after}", buttons)


def hear_card(step: NestCard, _nest: Nest, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("found", message_id):
            return Go(NamingBranch(step.subject), replaces=message_id)
    return None


def show_naming(_step: NamingBranch, nest: Nest, desk: Desk) -> Text:
    t = desk.words
    rows = ((Button(_proposed(nest, desk), "proposed"),), (Button(t.button("Back"), "back"),))
    return Text(t("What is the branch called? Take the proposal or type a name."), rows)


def hear_name(step: NamingBranch, nest: Nest, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(NestCard(step.subject), replaces=message_id)
        case Chose("proposed"):
            return _found(nest, _proposed(nest, desk), desk)
        case Said(typed) if readable(typed):
            return _found(nest, readable(typed, NAME_MOST), desk)
    return None


def _proposed(nest: Nest, desk: Desk) -> str:
    return desk.words.button("{place} branch", place=readable(_place(nest, desk), NAME_MOST - 12))


def _found(nest: Nest, name: str, desk: Desk) -> Move | None:
    above = places.unit(desk.unit, nest.unit_id)
    if above is None:
        return None
    people = hatchery.people_of(desk.unit, nest)
    branch_id = _make_unit(above, name, desk)
    hatchery.found(desk.unit, nest, branch_id, desk.now.timestamp())
    deeds.write_down(desk.unit, desk.deed(), "branch.found", f"unit:{branch_id}")
    said = desk.words("✅ {name} is founded. Everybody who takes part has been invited.", name=name)
    invited = review_tells.to_each(people, desk, lambda t: _invitation(branch_id, name, t))
    return Go(AtMenu(), before=(Text(said),), tells=tuple(invited))


def _make_unit(above: UnitRow, name: str, desk: Desk) -> int:
    """Make the branch a unit below this one, under the next free code."""
    taken = {unit.code for unit in places.children(desk.unit, above.id)}
    code = next(code for number in range(1, len(taken) + 2) if (code := f"{above.code}-Z{number}") not in taken)
    saving.save_units(desk.unit, [Unit(code, UnitKind.BRANCH, name, above.code)])
    return next(unit.id for unit in places.children(desk.unit, above.id) if unit.code == code)


def _invitation(branch_id: int, name: str, t: Words) -> Text:
    lines = (
        t("{name} has been founded where you work.", name=name),
        t("You are welcome to its meetings. Your membership stays at home, and your affiliation as it is."),
    )
    join_it = Button(t.button("I would like to join"), EntryPoint.JOIN_BRANCH.data(branch_id))
    return Text("\n".join(lines), ((join_it,),))


def join(button: Opened, desk: Desk) -> Move:
    """Take a member's word that he or she would like to join the branch.

    The organisers are told, who then see the member's own card; once, however often it is pressed.
    """
    branch_id = button.row_id
    branch = places.unit(desk.unit, branch_id)
    here = [row for row in affiliations.current(desk.unit, desk.person.chat_id) if row.state in HERE]
    if branch is None or not here or not hatchery.is_of(desk.unit, desk.person.chat_id, branch_id):
        return forbid(f"unit:{branch_id}", desk)
    if not hatchery.join_once(desk.unit, desk.person.chat_id, branch_id, desk.now.timestamp()):
        t = desk.words
        known = t("{name} knows already that you would like to join. They will get in touch.", name=branch.name)
        return Go(AtMenu(), before=(Text(known),))
    path = places.path_of(desk.unit, here[0].unit_id)
    tells = review_tells.to_each(
        roles.organisers_of(desk.unit, path),
        desk,
        lambda t: Text(
            t("A member would like to join {name}.", name=branch.name), ((review_tells.card_button(here[0].id, t),),)
        ),
    )
    thanks = desk.words("✅ Thank you, {name} has been told. They will get in touch.", name=branch.name)
    return Go(AtMenu(), before=(Text(thanks),), tells=tuple(tells))
