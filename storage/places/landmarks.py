"""Landmarks written and read: what an import gives, over what is there of the same codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select, update

from domain.places.geo import Position
from domain.places.places import Landmark, LandmarkKind
from storage.places.places import tidy
from storage.places.saving import Saved, raise_revision
from storage.tables.places import landmarks
from storage.unit_of_work import UnitOfWork


def save_landmarks(unit: UnitOfWork, given: Iterable[Landmark]) -> Saved:
    """Write these landmarks over those of the same codes."""
    wanted = {each.code: _values(each) for each in given}
    known = {row.code: row._asdict() for row in unit.connection.execute(select(landmarks))}
    new = [row for code, row in wanted.items() if code not in known]
    complete = {code: row | {"id": known[code]["id"]} for code, row in wanted.items() if code in known}
    differing = [row | {"row_id": row["id"]} for code, row in complete.items() if known[code] != row]
    if new:
        unit.connection.execute(landmarks.insert(), new)
    if differing:
        unit.connection.execute(update(landmarks).where(landmarks.c.id == bindparam("row_id")), differing)
    if new or differing:
        raise_revision(unit)
    return Saved(len(new), len(differing), len(complete) - len(differing))


def known_landmarks(unit: UnitOfWork) -> list[Landmark]:
    return [_landmark(row._asdict()) for row in unit.connection.execute(select(landmarks).order_by(landmarks.c.id))]


def rename_landmarks(unit: UnitOfWork, renamed: Mapping[str, str]) -> None:
    """Give landmarks their new codes, by their old ones."""
    if renamed:
        change = update(landmarks).where(landmarks.c.code == bindparam("old")).values(code=bindparam("new"))
        unit.connection.execute(change, [{"old": old, "new": new} for old, new in renamed.items()])


def _values(given: Landmark) -> dict[str, Any]:
    position = tidy(given.position)
    return {
        "code": given.code,
        "name": given.name,
        "kind": given.kind,
        "other_names": "\n".join(given.other_names),
        "lines": "\n".join(given.lines),
        "latitude": position.latitude,
        "longitude": position.longitude,
    }


def _landmark(row: Mapping[str, Any]) -> Landmark:
    return Landmark(
        row["code"],
        row["name"],
        LandmarkKind(row["kind"]),
        Position(row["latitude"], row["longitude"]),
        tuple(row["other_names"].splitlines()),
        tuple(row["lines"].splitlines()),
    )
