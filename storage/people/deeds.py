"""What was done is written down: each deed is a row of the audit for each subject, under the role it was done in."""

from domain.people.deeds import Deed
from storage.people import audit, roles
from storage.unit_of_work import UnitOfWork


def write_down(unit: UnitOfWork, deed: Deed, what: str, *subjects: str) -> None:
    """Write down that this was done to these ("activity:12"), in the role that is said or else the highest held."""
    role = roles.acting_role(unit, deed.by)
    entries = [audit.Entry(deed.by.chat_id, role, what, subject, deed.reason) for subject in subjects]
    audit.write_all(unit, entries, deed.now)
