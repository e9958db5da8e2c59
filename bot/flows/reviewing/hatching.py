"""The hatchery: a building or company with enough members and no branch is suggested once, and a branch founded."""

from typing import Final

from bot.chat import Button, Reply, Said, Text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint, Opened, row_id
from bot.flows.keyboards import to_menu
from bot.flows.reviewing import tells as review_tells
from bot.flows.reviewing.steps import NamingBranch, NestCard
from bot.flows.rights import forbid, nothing_here, organised
from bot.flows.step import AtMenu, Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.affiliations import HERE
from domain.places import Unit, UnitKind
from storage.affiliations import affiliations, hatchery
from storage.affiliations.hatchery import Nest
from storage.people import deeds, members, roles
from storage.places import places
from storage.places.places import UnitRow

NAME_MOST: Final = 40
_SUBJECT: Final = "nest:"
_JOIN: Final = "j"


def suggestions(chat_id: int, desk: Desk) -> tuple[Tell, ...]:
    """Suggest each nest that this person has made complete to the organisers of its unit, once, with figures only."""
    now = desk.now.timestamp()
    nests = [nest for nest in hatchery.around(desk.unit, chat_id) if hatchery.suggest_once(desk.unit, nest, now)]
    return tuple(tell for nest in nests for tell in _suggest(nest, desk))


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case NestCard(subject), Chose("found", message_id):
            return _ready(subject, desk) or Go(NamingBranch(subject), replaces=message_id)
        case NamingBranch(subject), Chose("back", message_id):
            return Go(NestCard(subject), replaces=message_id)
        case NamingBranch(subject), Chose("proposed"):
            return _found(subject, "", desk)
        case NamingBranch(subject), Said(typed) if typed.strip():
            return _found(subject, readable(typed, NAME_MOST), desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case NestCard(subject) | NamingBranch(subject):
            nest = _nest(subject, desk)
            if nest is None or not desk.may_organise(nest.unit_id):
                return nothing_here(desk)
            return (_naming(nest, desk) if isinstance(step, NamingBranch) else _card(nest, desk),)
    raise AssertionError(step)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open a nest for its organisers, or take a member's word that he or she would like to join."""
    if opened.choice.startswith(_JOIN):
        return _join(row_id(opened.choice.removeprefix(_JOIN)), desk)
    subject = _SUBJECT + opened.choice
    return _ready(subject, desk) or Go(NestCard(subject), before=tuple(_named(subject, desk)))


def _nest(subject: str, desk: Desk) -> Nest | None:
    return next((nest for nest in hatchery.ready(desk.unit) if nest.subject == subject), None)


def _ready(subject: str, desk: Desk) -> Move | None:
    """Say why there is nothing to found here; None: there is, and the person may."""
    nest = _nest(subject, desk)
    if nest is not None and desk.may_organise(nest.unit_id):
        return None
    if nest is None and organised(desk):
        t = desk.words
        return Go(
            AtMenu(), before=(Text(t("There is nothing to found here any more: a branch may be there already.")),)
        )
    return forbid(subject[:40], desk)


# ---------------------------------------------------------------- the suggestion


def _suggest(nest: Nest, desk: Desk) -> list[Tell]:
    organisers = roles.organisers_of(desk.unit, places.path_of(desk.unit, nest.unit_id))
    return [Tell(chat, _suggestion(nest, desk, desk.words_for(chat))) for chat in sorted(organisers)]


def _suggestion(nest: Nest, desk: Desk, t: Words) -> Text:
    see = Button(t.button("See it"), EntryPoint.NEST.data(nest.subject.removeprefix(_SUBJECT)))
    return Text(_figures(nest, _building(nest, desk) or t.plain("A company"), t), ((see,),))


def _figures(nest: Nest, place: str, t: Words) -> str:
    lines = (
        t("{place}: enough members for a branch of its own.", place=place),
        t.plural(
            "{number} member takes part, and there is no branch yet.",
            "{number} members take part, and there is no branch yet.",
            nest.members,
        ),
        t.plural("{number} agreed to be named.", "{number} agreed to be named.", len(nest.nameable)),
    )
    return "\n".join(lines)


def _building(nest: Nest, desk: Desk) -> str:
    """Return the building's name; empty for a company, which only the card names, to who may see it now."""
    building = places.building(desk.unit, nest.building_id) if nest.building_id is not None else None
    return building.name if building else ""


def _place(nest: Nest, desk: Desk) -> str:
    return readable(_building(nest, desk) or hatchery.company_of(desk.unit, nest))


def _named(subject: str, desk: Desk) -> list[Text]:
    """Name those who agreed to be named, and note it as a look at their details."""
    nest = _nest(subject, desk)
    if nest is None or not nest.nameable:
        return []
    told = members.find_all(desk.unit, nest.nameable)
    deeds.write_down(desk.unit, desk.deed(), "member.reveal", *(f"person:{chat_id}" for chat_id in told))
    names = " · ".join(readable(one.details.name) for one in told.values())
    return [Text(desk.words("Agreed to be named: {names}", names=names))]


def _card(nest: Nest, desk: Desk) -> Text:
    t = desk.words
    after = t("Founding it makes the branch a unit here, and invites everybody who takes part, named or not.")
    buttons = ((Button(t.button("Found the branch"), "found"), to_menu(desk)),)
    return Text(f"{_figures(nest, _place(nest, desk), t)}\n{after}", buttons)


# ---------------------------------------------------------------- founding


def _naming(nest: Nest, desk: Desk) -> Text:
    t = desk.words
    rows = ((Button(_proposed(nest, desk), "proposed"),), (Button(t.button("Back"), "back"),))
    return Text(t("What is the branch called? Take the proposal or type a name."), rows)


def _proposed(nest: Nest, desk: Desk) -> str:
    return desk.words.button("{place} branch", place=readable(_place(nest, desk), NAME_MOST - 12))


def _found(subject: str, typed: str, desk: Desk) -> Move | None:
    refused = _ready(subject, desk)
    nest = _nest(subject, desk)
    above = places.unit(desk.unit, nest.unit_id) if nest else None
    if refused is not None or nest is None or above is None:
        return refused
    name = typed or _proposed(nest, desk)
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
    places.save_units(desk.unit, [Unit(code, UnitKind.BRANCH, name, above.code)])
    return next(unit.id for unit in places.children(desk.unit, above.id) if unit.code == code)


def _invitation(branch_id: int, name: str, t: Words) -> Text:
    lines = (
        t("{name} has been founded where you work.", name=name),
        t("You are welcome to its meetings. Your membership stays at home, and your affiliation as it is."),
    )
    return Text(
        "\n".join(lines), ((Button(t.button("I would like to join"), EntryPoint.NEST.data(f"{_JOIN}{branch_id}")),),)
    )


def _join(branch_id: int, desk: Desk) -> Move:
    """Tell the organisers, who then see the member's own card; once, however often it is pressed."""
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


FLOW = Flow("t", (NestCard, NamingBranch), hear, show, opens)
