"""What booking needs to know of opening hours, and who can tell it: whoever reads OpenStreetMap's syntax."""

from datetime import tzinfo
from typing import Protocol

from domain.booking.life import Why
from domain.booking.raster import Span


class Opening(Protocol):
    """Reads opening hours ("" is open at any time) in one zone, by the calendar in force."""

    @property
    def zone(self) -> tzinfo:
        """In which the hours are written."""

    def shut(self, hours: str, span: Span) -> Why | None:
        """Tell why it is not open throughout: OUTSIDE_HOURS, or HOLIDAY where a day off is the reason; None: it is."""

    def touches(self, hours: str, span: Span) -> bool:
        """Tell whether some of the span lies within these hours; "" are no hours at all here."""

    def open_spans(self, hours: str, span: Span) -> tuple[Span, ...]:
        """Return when it is open within the span, in order."""
