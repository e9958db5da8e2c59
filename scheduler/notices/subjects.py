"""What a notice can be about, by the noun of its subject ("activity:12"), and what rings then."""

from collections.abc import Callable, Mapping
from typing import Final

from scheduler.notices import activities, affiliations, bookings, check_in, duties, grid, groups, mail
from scheduler.notices.occasion import Occasion, Told
from storage.announcements import answer_troubles

_RINGS: Final[Mapping[str, Callable[[Occasion], Told]]] = {
    "affiliation": affiliations.ring_affiliation,
    "paper": affiliations.ring_paper,
    "contact": affiliations.ring_contact,
    "activity": activities.ring_activity,
    "signup": activities.ring_signup,
    "series": activities.ring_series,
    "booking": bookings.ring_booking,
    "duty": duties.ring_duty,
    "duty_answer": duties.ring_duty_answer,
    "check_in": check_in.ring_check_in,
    "promise": grid.ring_promise,
    "assignment": grid.ring_assignment,
    "group": groups.ring_group,
    "thread": mail.ring_thread,
    answer_troubles.SUBJECT: mail.ring_refused_answer,
}


def ring(occasion: Occasion) -> Told:
    """Do what falls due and return what is said of it. Nothing is committed."""
    noun, _, _ = occasion.notice.subject.partition(":")
    rings = _RINGS.get(noun)
    return None if rings is None else rings(occasion)
