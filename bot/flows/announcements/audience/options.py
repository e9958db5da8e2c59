"""What an audience can be chosen by: the options of each sort, and what a tap on one of them makes of the audience."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.flows.activities import text
from bot.flows.announcements.audience import text as audience_text
from bot.flows.announcements.steps import Sort
from bot.flows.desk import Desk
from bot.flows.entry_points import row_id
from bot.flows.moments import local
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import affiliation_name, role_name, stay_name
from domain.activities.activities import Stage
from domain.affiliations.affiliations import HERE, State, Stay
from domain.announcements import audience_steps
from domain.announcements.audience_steps import OneOfMany
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Audience,
    Holds,
    Likes,
    Reads,
    Stays,
    ToActivities,
    Under,
)
from domain.announcements.topics import INTERESTS
from domain.people.roles import Role
from storage.activities import agenda
from storage.activities.agenda import Of
from storage.announcements import audience_places, names
from storage.announcements.audiences import LANGUAGES

_ACTIVITIES: Final = 30
_HASH: Final = 24  # of the sixty-four signs of a hash a button has room for these
_EVERY_STAY: Final = frozenset(Stay)

AFFILIATED: Final = Stays(_EVERY_STAY, HERE)
"""Who takes part here."""

STAYS_OFFERED: Final[Mapping[str, Stays]] = {
    "here": AFFILIATED,
    "mobile": Stays(frozenset({Stay.MOBILE}), HERE),
    "visit": Stays(frozenset({Stay.VISIT}), HERE),
    "due": Stays(_EVERY_STAY, frozenset({State.CONFIRMATION_DUE})),
    "asked": Stays(_EVERY_STAY, frozenset({State.SUBMITTED, State.HOST_ACCEPTED})),
    "returned": Stays(_EVERY_STAY, frozenset({State.RETURNED})),
}


@dataclass(frozen=True, slots=True)
class Option:
    """Something to tap: what its button carries, what it says, and whether it is chosen already."""

    data: str
    label: str
    chosen: bool = False


def sort_name(sort: Sort, t: Words) -> str:
    return {
        Sort.STAYS: t.button("Affiliation"),
        Sort.BUILDINGS: t.button("Buildings"),
        Sort.ACTIVITIES: t.button("Activities"),
        Sort.ROLES: t.button("Roles"),
        Sort.UNITS: t.button("Units below"),
        Sort.COMPANIES: t.button("Companies"),
        Sort.INTERESTS: t.button("Interests"),
        Sort.LANGUAGES: t.button("Language"),
    }[sort]


def question(sort: Sort, t: Words) -> str:
    return {
        Sort.STAYS: t("With which affiliation?"),
        Sort.BUILDINGS: t("In which buildings? Tap one or several, or type a part of the name."),
        Sort.ACTIVITIES: t("Which activity? Tap it, or type a part of its title."),
        Sort.ROLES: t("With which role?"),
        Sort.UNITS: t("Of which units? Tap one or several, or type a part of the name."),
        Sort.COMPANIES: t("At which companies? Tap one or several, or type a part of the name."),
        Sort.INTERESTS: t("Interested in what? Tap one or several."),
        Sort.LANGUAGES: t("Who reads which language?"),
    }[sort]


def options(sort: Sort, audience: Audience, out: bool, typed: str, desk: Desk) -> list[Option]:  # noqa: FBT001  left out or not
    """Return all that can be chosen within the audience's path, or what of it bears this part of a name."""
    if sort is Sort.STAYS:
        found = _stays(audience, out, desk.words)
    elif sort is Sort.ACTIVITIES:
        found = _activities(audience, out, desk)
    else:
        chosen = audience_steps.values(audience, _ONE_OF[sort].kind, out)
        named = _ONE_OF[sort].named(audience.path, typed, desk)
        found = [Option(_data(value), name, value in chosen) for value, name in named]
    part = typed.casefold()
    return [one for one in found if part in one.label.casefold()]


def tapped(sort: Sort, choice: str, audience: Audience, out: bool, desk: Desk) -> Audience | None:  # noqa: FBT001  as above
    """Return the audience with this option chosen, or no longer chosen; None: there is no such option (any more)."""
    if sort is Sort.STAYS:
        wanted = STAYS_OFFERED.get(choice)
        return None if wanted is None else audience_steps.stays(audience, wanted, out)
    offered = (value for value, _ in _ONE_OF[sort].named(audience.path, "", desk))
    value = _found(sort, choice, audience, desk) or next((one for one in offered if _data(one) == choice), None)
    return None if value is None else audience_steps.flipped(audience, _ONE_OF[sort].kind, value, out)


def _found(sort: Sort, choice: str, audience: Audience, desk: Desk) -> int:
    """Return the unit or building that the choice names, if it is within the audience's path; else 0."""
    number = row_id(choice)
    is_there = {Sort.UNITS: audience_places.has_unit, Sort.BUILDINGS: audience_places.has_building}.get(sort)
    return number if number and is_there and is_there(desk.unit, audience.path, number) else 0


def _data(value: Hashable) -> str:
    return str(value)[:_HASH]


def _stays(audience: Audience, out: bool, t: Words) -> list[Option]:  # noqa: FBT001  as above
    held = audience_steps.held(audience, out)
    labels = {
        "here": t.button("Affiliated"),
        "mobile": stay_name(Stay.MOBILE, t),
        "visit": stay_name(Stay.VISIT, t),
        "due": t.button("Asked to confirm it"),
        "asked": t.button("Request under way"),
        "returned": affiliation_name(State.RETURNED, t),
    }
    return [Option(data, labels[data], stays in held) for data, stays in STAYS_OFFERED.items()]


def _activities(audience: Audience, out: bool, desk: Desk) -> list[Option]:  # noqa: FBT001  as above
    """Return what is to come, the next first, and then what has been, the latest first."""
    now, paths = desk.now.timestamp(), [audience.path]
    coming = agenda.managed(desk.unit, Of(paths), now, 0, _ACTIVITIES)
    rows = [row for row in coming if row.stage is Stage.PUBLISHED]
    rows += agenda.past(desk.unit, Of(paths), now, 0, _ACTIVITIES)
    criteria = [one for one in audience_steps.held(audience, out) if isinstance(one, ToActivities)]
    chosen = {number for one in criteria for number in one.activity_ids}
    days = [desk.words.month_day(local(row.starts_at, desk.now.tzinfo).date()) for row in rows]
    return [Option(str(row.id), f"{day} {row.title}", row.id in chosen) for row, day in zip(rows, days, strict=True)]


_Named = list[tuple[Hashable, str]]


@dataclass(frozen=True, slots=True)
class _OneOf:
    """A sort of which any will do: its criterion, and what there is of it within a path, by part of a name."""

    kind: type[OneOfMany]
    named: Callable[[str, str, Desk], _Named]


_ONE_OF: Final[Mapping[Sort, _OneOf]] = {
    Sort.BUILDINGS: _OneOf(
        AtBuildings,
        lambda path, typed, desk: [
            (one.id, one.name) for one in audience_places.buildings_within(desk.unit, path, typed)
        ],
    ),
    Sort.ROLES: _OneOf(
        Holds,
        lambda _path, _typed, desk: [(role, role_name(role, desk.words)) for role in (Role.VOLUNTEER, Role.ORGANISER)],
    ),
    Sort.UNITS: _OneOf(
        Under,
        lambda path, typed, desk: [(one.id, one.name) for one in audience_places.units_below(desk.unit, path, typed)],
    ),
    Sort.COMPANIES: _OneOf(
        AtCompanies,
        lambda path, _typed, desk: [
            (one.employer_hash, readable(one.name)) for one in names.companies(desk.unit, path)
        ],
    ),
    Sort.INTERESTS: _OneOf(
        Likes, lambda _path, _typed, desk: [(kind, text.kind_name(kind, desk.words)) for kind in INTERESTS]
    ),
    Sort.LANGUAGES: _OneOf(
        Reads, lambda _path, _typed, desk: [(one, audience_text.language_name(one, desk.words)) for one in LANGUAGES]
    ),
}
