"""Opening hours within one search: a city has many rooms and few different hours, and each is read once."""

from dataclasses import dataclass, field
from datetime import tzinfo

from domain.booking.life import Why
from domain.booking.opening import Opening
from domain.booking.raster import Span


@dataclass(frozen=True, slots=True)
class HoursAsked:
    """Opening hours that keep what they said, for as long as one search lasts."""

    opening: Opening
    _shut: dict[tuple[str, Span], Why | None] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        return self.opening.zone

    def shut(self, hours: str, span: Span) -> Why | None:
        asked = hours, span
        if asked not in self._shut:
            self._shut[asked] = self.opening.shut(hours, span)
        return self._shut[asked]

    def touches(self, hours: str, span: Span) -> bool:
        return self.opening.touches(hours, span)

    def open_spans(self, hours: str, span: Span) -> tuple[Span, ...]:
        return self.opening.open_spans(hours, span)
