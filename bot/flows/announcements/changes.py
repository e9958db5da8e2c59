"""What an organiser changes about an announcement, in whose name and when."""

from typing import Unpack

from bot.flows.desk import Desk
from domain.announcements import Verb
from storage.activities.activities import By
from storage.announcements import announcements
from storage.announcements.announcements import Amendment, AnnouncementRow
from storage.people import roles


def by(desk: Desk) -> By:
    return By(desk.person.chat_id, roles.role_of(desk.unit, desk.person.chat_id))


def amend(row: AnnouncementRow, desk: Desk, **parts: Unpack[Amendment]) -> AnnouncementRow:
    """Change a draft. Raises `NotPossibleError` for what is none any more."""
    return announcements.change(desk.unit, row.id, desk.person.chat_id, desk.now.timestamp(), **parts)


def do(
    row: AnnouncementRow, verb: Verb, desk: Desk, *, reason: str = "", version: int | None = None
) -> AnnouncementRow:
    """Do it, if it is possible now. `version`, `reason` and what it raises as in `announcements.do`."""
    return announcements.do(desk.unit, row.id, verb, by(desk), desk.now.timestamp(), reason=reason, version=version)
