"""What a lasting button opens: the entry points of all conversations, by name, and what older buttons called them.

A lasting button hangs in a chat for months, so a name here is kept for good; one that changes stays in `FORMER`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.buttons import Lasting, lasting

_ROW_ID: Final = re.compile("[0-9]{1,15}")  # both databases count to 9,223,372,036,854,775,807, and a page has rows


class EntryPoint(StrEnum):
    """Where a lasting button leads; whoever taps it is asked anew what may be done there.

    `data` writes a button's data: the entry point, and the row that it is about.
    """

    MENU = "menu"
    HELP = "help"
    LANGUAGE = "language"
    CANCEL = "cancel"
    POINT = "point"
    PRIVACY = "privacy"
    MY_AFFILIATION = "my_affiliation"
    STILL_HERE = "still_here"
    RENEW_STAY = "renew_stay"
    ACTIVITY = "activity"  # all that is on, where it names none
    ACTIVITIES_AT_POINT = "activities_at_point"
    COME = "come"
    EXCUSE = "excuse"
    CALENDAR_FILE = "calendar_file"
    MY_ACTIVITIES = "my_activities"
    MY_CALENDAR = "my_calendar"
    HERE = "here"
    CHECK_IN = "check_in"
    RENEW_CODE = "renew_code"
    PUT_CODE_AWAY = "put_code_away"
    DUTY = "duty"
    DUTIES = "duties"  # of an activity
    TAKE_DUTY = "take_duty"
    DECLINE_DUTY = "decline_duty"
    MY_DUTY = "my_duty"
    MY_DUTIES = "my_duties"
    RATE = "rate"
    MY_RECORD = "my_record"
    CERTIFICATE = "certificate"
    VERIFY = "verify"
    ACTIVITY_REPORT = "activity_report"
    MONTH = "month"
    TOPICS = "topics"
    INTERESTS = "interests"
    WISH = "wish"
    WISHES = "wishes"
    DIGEST = "digest"
    WRITE = "write"
    PASS_ON = "pass_on"  # noqa: S105  what somebody wrote, not a password
    MAIL = "mail"
    GROUPS = "groups"
    GROUP_AGREES = "group_agrees"
    BIND_GROUP = "bind_group"
    TURN_GROUP_DOWN = "turn_group_down"
    TO_DO = "to_do"
    DESK_DOOR = "desk_door"
    REVIEW = "review"
    MEMBERS = "members"
    QUESTION = "question"
    RULES = "rules"
    INVITE = "invite"
    COLLEAGUE_NAME = "colleague_name"
    NEST = "nest"
    JOIN_BRANCH = "join_branch"
    GRID = "grid"
    BUILDING = "building"
    PROMISES = "promises"
    PROMISE = "promise"
    ASSIGNMENT = "assignment"  # all that are handed out, where it names none
    BRIEFING = "briefing"
    TEAM = "team"  # all teams, where it names none
    MANAGE = "manage"
    COMPOSE = "compose"
    COPY_ACTIVITY = "copy_activity"
    ANNOUNCEMENT = "announcement"
    ANNOUNCE = "announce"
    ANNOUNCE_TO = "announce_to"  # to those around an activity
    COPY_ANNOUNCEMENT = "copy_announcement"
    AUDIENCE = "audience"
    ANNOUNCED = "announced"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    ROADS = "roads"
    ROAD_PROOF = "road_proof"  # this page asks to act for a role
    ROAD_CONFIRM = "road_confirm"
    ROAD_END = "road_end"
    ROAD_DESK = "road_desk"  # an organiser brings a member back
    ROAD_COVER = "road_cover"

    SHARED = "shared"
    BORROW = "borrow"  # of a point ("p5"), one resource ("r5"), or anything
    BOOKING = "booking"
    TO_LEND = "to_lend"  # requests that wait for their owner
    GRANT_BOOKING = "grant_booking"
    REFUSE_BOOKING = "refuse_booking"
    ASK_BORROWER = "ask_borrower"
    OTHER_TIME = "other_time"
    MOVE_BOOKING = "move_booking"  # to the time that a speaker has proposed
    STILL_NEEDED = "still_needed"
    NOT_NEEDED = "not_needed"
    TAKE_OFFERED = "take_offered"
    PASS_OFFERED = "pass_offered"  # noqa: S105  what came free, to the next in line
    RESOURCE = "resource"
    LEAVE_SPEAKERS = "leave_speakers"

    def data(self, choice: str | int = "") -> str:
        """Write the data of a lasting button. Raises `ValueError` for a choice that does not fit."""
        return lasting(self, str(choice))


FORMER: Final[dict[str, dict[str, EntryPoint]]] = {
    "a": {"still": EntryPoint.STILL_HERE, "renew": EntryPoint.RENEW_STAY, "": EntryPoint.MY_AFFILIATION},
    "c": {"": EntryPoint.HERE},
    "d": {
        "a": EntryPoint.DUTIES,
        "y": EntryPoint.TAKE_DUTY,
        "n": EntryPoint.DECLINE_DUTY,
        "m": EntryPoint.MY_DUTY,
        "": EntryPoint.DUTY,
    },
    "e": {
        "r": EntryPoint.MY_RECORD,
        "c": EntryPoint.CERTIFICATE,
        "o": EntryPoint.ACTIVITY_REPORT,
        "m": EntryPoint.MONTH,
        "": EntryPoint.RATE,
    },
    "g": {"": EntryPoint.INVITE},
    "i": {"": EntryPoint.MY_ACTIVITIES},
    "j": {
        "n": EntryPoint.ANNOUNCE,
        "c": EntryPoint.COPY_ANNOUNCEMENT,
        "a": EntryPoint.ANNOUNCE_TO,
        "": EntryPoint.ANNOUNCEMENT,
    },
    "ja": {"": EntryPoint.AUDIENCE},
    "jp": {"p": EntryPoint.PAUSE, "r": EntryPoint.RESUME, "s": EntryPoint.STOP},
    "jw": {"": EntryPoint.ANNOUNCED},
    "k": {"q": EntryPoint.RENEW_CODE, "z": EntryPoint.PUT_CODE_AWAY, "": EntryPoint.CHECK_IN},
    "l": {"": EntryPoint.MEMBERS},
    "o": {
        "p": EntryPoint.ACTIVITIES_AT_POINT,
        "y": EntryPoint.COME,
        "n": EntryPoint.EXCUSE,
        "f": EntryPoint.CALENDAR_FILE,
        "": EntryPoint.ACTIVITY,
    },
    "p": {"": EntryPoint.POINT},
    "q": {"": EntryPoint.QUESTION},
    "t": {"j": EntryPoint.JOIN_BRANCH, "": EntryPoint.NEST},
    "u": {"": EntryPoint.RULES},
    "v": {"": EntryPoint.REVIEW},
    "w": {"c": EntryPoint.COPY_ACTIVITY, "": EntryPoint.COMPOSE},
    "x": {"": EntryPoint.MANAGE},
    "y": {"": EntryPoint.PRIVACY},
    "z": {
        "a": EntryPoint.GROUP_AGREES,
        "b": EntryPoint.BIND_GROUP,
        "n": EntryPoint.TURN_GROUP_DOWN,
        "": EntryPoint.GROUPS,
    },
    "zi": {"k": EntryPoint.PASS_ON, "": EntryPoint.WRITE},
    "zm": {"": EntryPoint.MAIL},
    "zw": {
        "t": EntryPoint.TOPICS,
        "i": EntryPoint.INTERESTS,
        "w": EntryPoint.WISH,
        "n": EntryPoint.WISHES,
        "d": EntryPoint.DIGEST,
    },
}
"""What buttons carried that were sent before entry points had names: a letter, and how the choice began."""


def row_id(choice: str) -> int:
    """Read the number of a row; 0, which no row has, for anything else."""
    return int(choice) if _ROW_ID.fullmatch(choice) else 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A lasting button was pressed, of whatever age, or its command written.

    `entry` is what it opens, None: nothing that there is (any more); `choice` is what it carried besides.
    """

    entry: EntryPoint | None
    choice: str
    message_id: int

    @property
    def row_id(self) -> int:
        """The row that the choice names; 0, which no row has, for any other choice."""
        return row_id(self.choice)


def opened_by(button: Lasting, message_id: int) -> Opened:
    """Read what a lasting button opens; its entry is None for what there never was."""
    if button.name in _NAMES:
        return Opened(EntryPoint(button.name), button.choice, message_id)
    for kind, entry in FORMER.get(button.name, {}).items():  # the empty kind, which begins everything, stands last
        if button.choice.startswith(kind):
            return Opened(entry, button.choice.removeprefix(kind), message_id)
    return Opened(None, button.choice, message_id)


_NAMES: Final = frozenset(EntryPoint)
