"""The personal fields of a member, each masked, and revealed one at a time: every look is on record by its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.desk import acting
from bot.facts import phones
from bot.flows.desk import Desk
from bot.flows.reviewing import rights
from bot.texts import paper
from domain.people.masks import masked
from domain.people.members import Details
from storage.people import members


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in forms, how it is called (a message of paper), and what stands there, masked."""

    name: str
    called: str
    value: str


Reads = Callable[[Details], str]


def _phone(told: Details) -> str:
    return phones.shown(told.phone) if told.phone else ""


def _home(told: Details) -> str:
    return " · ".join(one for one in (told.home.name, told.home.place, told.home.contact) if one)


_READS: Final[Mapping[str, tuple[str, Reads]]] = MappingProxyType(
    {
        "name": (paper("name"), lambda told: told.name),
        "phone": (paper("phone"), _phone),
        "employer": (paper("employer"), lambda told: told.employer),
        "building": (paper("building"), lambda told: told.building),
        "home": (paper("home branch"), _home),
        "document": (paper("document number"), lambda told: told.paper.number),
    }
)


def fields(affiliation_id: int, desk: Desk) -> list[Field]:
    """Return the fields that there are of a stay's member, masked; none where they are not this person's business."""
    told = _details(affiliation_id, desk)
    if told is None:
        return []
    hidden = masked(told)
    found = (Field(name, called, reads(hidden)) for name, (called, reads) in _READS.items())
    return [one for one in found if one.value]


def reveal(affiliation_id: int, name: str, desk: Desk) -> tuple[str, str] | None:
    """Return one field as it was told, and write down that the person has looked at it; None: there is none to see."""
    told = _details(affiliation_id, desk)
    row = rights.seen(affiliation_id, desk)
    if told is None or row is None or name not in _READS:
        return None
    acting.note("member.reveal", desk, f"person:{row.chat_id}", reason=name)
    return name, _READS[name][1](told)


def _details(affiliation_id: int, desk: Desk) -> Details | None:
    row = rights.seen(affiliation_id, desk)
    if row is None or not rights.may_see_details(row, desk):
        return None
    member = members.find(desk.unit, row.chat_id)
    return None if member is None else member.details
