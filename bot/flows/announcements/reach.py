"""Who an announcement would reach as things stand now."""

from bot.flows.desk import Desk
from storage.announcements import announcements, audiences
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.audiences import Count, Who


def who(row: AnnouncementRow, desk: Desk) -> Who:
    return announcements.who(desk.unit, row, desk.house_language)


def count(row: AnnouncementRow, desk: Desk) -> Count:
    return audiences.count(desk.unit, who(row, desk))
