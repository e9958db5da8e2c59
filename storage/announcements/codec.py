"""Announcements as JSON and back: whom one is meant for, and what it says."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from domain.activities.activities import Kind
from domain.affiliations.affiliations import State, Stay
from domain.announcements.announcements import Content, Link, Medium, Target
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Audience,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)
from domain.people.roles import Role


def write_audience(audience: Audience) -> str:
    """Write it in one way only: the same audience is the same text, in whatever order its sets were built."""
    told = {
        "path": audience.path,
        "all_of": [_told(one) for one in audience.all_of],
        "none_of": [_told(one) for one in audience.none_of],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read_audience(text: str) -> Audience:
    """Read what `write_audience` wrote. Raises `ValueError` for what is no audience."""
    try:
        told = _read(text)
        return Audience(told["path"], _criteria(told["all_of"]), _criteria(told["none_of"]))
    except (LookupError, TypeError, ValueError) as trouble:
        raise ValueError("this is no audience") from trouble


def _told(one: Criterion) -> list[Any]:  # noqa: PLR0911  one for each criterion
    """Give the name of a criterion, and then what it holds."""
    match one:
        case Under(unit_ids):
            return ["under", sorted(unit_ids)]
        case Holds(held):
            return ["holds", sorted(held)]
        case Stays(stays, states):
            return ["stays", sorted(stays), sorted(states)]
        case AtBuildings(building_ids):
            return ["buildings", sorted(building_ids)]
        case AtCompanies(hashes):
            return ["companies", sorted(hashes)]
        case ToActivities(activity_ids, relation):
            return ["activities", sorted(activity_ids), relation]
        case Likes(kinds):
            return ["likes", sorted(kinds)]
        case Reads(languages):
            return ["reads", sorted(languages)]


def _criteria(told: Iterable[list[Any]]) -> tuple[Criterion, ...]:
    return tuple(_criterion(one) for one in told)


def _criterion(told: list[Any]) -> Criterion:
    name, *parts = told
    first = frozenset(parts[0])
    match name:
        case "stays":
            return Stays(frozenset(map(Stay, first)), frozenset(map(State, parts[1])))
        case "activities":
            return ToActivities(first, Relation(parts[1]))
    return _SIMPLE[name](first)


_SIMPLE: Final[Mapping[str, Callable[[frozenset[Any]], Criterion]]] = {
    "under": Under,
    "holds": lambda held: Holds(frozenset(map(Role, held))),
    "buildings": AtBuildings,
    "companies": AtCompanies,
    "likes": lambda kinds: Likes(frozenset(map(Kind, kinds))),
    "reads": Reads,
}


def write_content(content: Content) -> bytes:
    """Write it in one way only, as `write_audience` does."""
    told = {
        "html": dict(sorted(content.html.items())),
        "media": [[one.kind, one.file_id] for one in content.media],
        "links": [[one.target, one.row_id] for one in content.links],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def read_content(content: bytes) -> Content:
    """Read what `write_content` wrote. Raises `ValueError` for what is no content."""
    try:
        told = _read(content)
        media = tuple(Medium(kind, file_id) for kind, file_id in told["media"])
        links = tuple(Link(Target(target), row_id) for target, row_id in told["links"])
        return Content(told["html"], media, links)
    except (LookupError, TypeError, ValueError) as trouble:
        raise ValueError("this is no content") from trouble


def _read(text: str | bytes) -> Any:  # noqa: ANN401  whatever JSON holds
    return json.loads(text)
