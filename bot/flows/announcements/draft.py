"""What the screens of an announcement ask and change before it leaves: who it would reach, and each of its parts."""

from typing import Unpack

from bot.flows.desk import Desk
from storage.announcements import announcements, audiences, before_sending
from storage.announcements.announcements import Amendment, AnnouncementRow
from storage.announcements.audiences import Count, Who


def who(row: AnnouncementRow, desk: Desk) -> Who:
    return before_sending.who(desk.unit, row, desk.house_language)


def count(row: AnnouncementRow, desk: Desk) -> Count:
    return audiences.count(desk.unit, who(row, desk))


def amend(row: AnnouncementRow, desk: Desk, **parts: Unpack[Amendment]) -> AnnouncementRow:
    """Change a draft. Raises `NotPossibleError` for what is none any more."""
    return announcements.change(desk.unit, row.id, desk.person.chat_id, **parts)
