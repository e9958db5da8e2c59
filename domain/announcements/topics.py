"""What announcements are about, what people may say no to, and what they may be interested in."""

from enum import StrEnum
from typing import Final

from domain.activities.activities import Kind


class Topic(StrEnum):
    """What an announcement is about. Everybody may say no to any of them; what is obligatory comes all the same."""

    NOTICES = "notices"  # 通知公告
    ACTIVITIES = "activities"  # 活动预告
    STUDY = "study"  # 学习资料
    VOLUNTEERING = "volunteering"  # 志愿招募
    SERVICES = "services"  # 便民服务


INTERESTS: Final = (Kind.LECTURE, Kind.THEME_DAY, Kind.VOLUNTEERING, Kind.LIFE_MEETING, Kind.OTHER)
"""The kinds of activity that somebody may be interested in, and wish for, in the order in which they are shown."""
