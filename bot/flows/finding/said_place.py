"""The place within a sentence: cut out of it, so that what is left can be understood."""

from dataclasses import dataclass
from typing import Final

from bot.flows.desk import Desk
from bot.flows.finding.romanised import address_text
from bot.flows.finding.sure_names import Named, named_in
from bot.flows.points import Origin
from bot.flows.typed import readable
from domain.places.geo import Position
from domain.said.places.nearness import is_small_talk, widened
from domain.said.places.shared_text import SharedText, taken_apart
from storage.places import places
from storage.places.search_names import Address, Hit, HitKind
from storage.places.search_text import Street

LONGEST: Final = 120
"""Characters of a sentence in which a place is looked for; a longer one is a letter, not a question."""


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """A place that a sentence names for sure: somewhere to look around, a service point, or a unit.

    A service point is somewhere to look around as well. `address` tells how well the house number is known.
    """

    origin: Origin | None = None
    point_id: int = 0
    unit_id: int = 0
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text says of a place: which, and what is left without it.

    `is_spot`: it is somewhere to look around, and nothing to be opened: a landmark, an address, near something.
    `has_link` tells that there was a link in the text, which nobody opens.
    """

    place: SaidPlace | None
    rest: str
    is_spot: bool = False
    has_link: bool = False

    @property
    def spot(self) -> Origin | None:
        """Return where to look around, where the text says that and nothing else."""
        return self.place.origin if self.place is not None and self.is_spot and self.is_all else None

    @property
    def is_position(self) -> bool:
        """Tell whether it is a position of which only the memory knows: it must stand in no step."""
        return self.place is not None and self.place.origin is not None and self.place.origin.latitude is None

    @property
    def is_all(self) -> bool:
        """Tell whether the text says the place and nothing else."""
        return self.place is not None and is_small_talk(self.rest)


def cut(text: str, desk: Desk) -> tuple[SaidPlace | None, str]:
    """Return the one sure place of a sentence, and the sentence without it; None: it names none."""
    heard = hear(text, desk)
    return heard.place, heard.rest


def hear(text: str, desk: Desk) -> Heard:
    """Look for the one sure place: where a map's app says it is, else by a name that is known."""
    shared = taken_apart(text)
    if shared is not None and shared.position is not None:
        return _here(shared, shared.position, desk)
    heard = _heard(text if shared is None else shared.rest, desk)
    place = _first_named(shared, desk) if shared is not None and (shared.has_link or heard.place is None) else None
    if place is not None:
        return Heard(place, "", is_spot=True)
    return Heard(heard.place, heard.rest, heard.is_spot, has_link=shared is not None and shared.has_link)


def _here(shared: SharedText, position: Position, desk: Desk) -> Heard:
    """Take a position that was shared: held for a while, as a shared location is.

    What an app sends along is its name; what somebody writes around figures is a sentence.
    """
    desk.keep_location(position)
    if not shared.has_link:
        return Heard(SaidPlace(Origin()), shared.rest, is_spot=True)
    return Heard(SaidPlace(Origin(readable(next(iter(shared.names), "")))), "", is_spot=True)


def _first_named(shared: SharedText, desk: Desk) -> SaidPlace | None:
    """Return the first of the names that is known, whatever else was shared with it."""
    heard = (_heard(name, desk) for name in shared.names)
    return next((one.place for one in heard if one.place is not None), None)


def _heard(text: str, desk: Desk) -> Heard:
    if len(text) > LONGEST:
        return Heard(None, text)
    named = named_in(text, desk.search.names(desk.unit))
    if named is None:
        return Heard(None, text)
    around = widened(text, named.start, named.end)
    rest = f"{text[: around.start]} {text[around.end :]}".strip()
    if named.needs_near and not (around.is_near or is_small_talk(rest)):
        return Heard(None, text)
    return Heard(_place(named, desk), rest, is_spot=around.is_near or _is_known_place(named))


def _is_known_place(named: Named) -> bool:
    match named.what:
        case Hit(HitKind.UNIT | HitKind.BUILDING | HitKind.POINT | HitKind.STREET):
            return False
    return True


def _place(named: Named, desk: Desk) -> SaidPlace:
    what = named.what
    if isinstance(what, Address):
        return SaidPlace(_at_address(what, desk), address=what)
    if what.kind is HitKind.UNIT:
        return SaidPlace(_middle(what.id, what.name, desk), unit_id=what.id)
    return SaidPlace(_at(what.name, what.position), point_id=what.id if what.kind is HitKind.POINT else 0)


def _at(name: str, position: Position | None) -> Origin | None:
    return None if position is None else Origin(name, position.latitude, position.longitude)


def _middle(unit_id: int, name: str, desk: Desk) -> Origin | None:
    """Say where a unit is: where its service centre stands, or else any point of it; None: it has none."""
    first = places.points_of(desk.unit, unit_id, 0, 1)
    return _at(name, first[0].position) if first else None


def _at_address(address: Address, desk: Desk) -> Origin:
    here = address.position
    title = address_text(Street(address.street, address.known), desk.words) if address.known else address.street
    return Origin(title, here.latitude, here.longitude)
