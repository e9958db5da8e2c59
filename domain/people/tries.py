"""What can be guessed, and how often somebody may miss: then the way is closed to them for a while.

A count for each person and thing, with a window, and one for all together where many accounts could guess a thing.
Whoever knows the word, code or link never meets it; whoever tries one after the other does after a few.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_HOUR: Final = 3_600.0


class Thing(StrEnum):
    """What somebody may try to guess."""

    CODE_WORD = "code_word"  # of one activity
    WORD_OF_ALL = "word_of_all"  # the same, tried by all together
    CHECK_IN = "check_in"  # the changing token of one activity
    NAME = "name"  # who came without signing up, typed at the door of one activity
    ACTIVITY = "activity"  # a link, or a number, of an activity that is for others or that there is not
    INVITATION = "invitation"
    HOME_LINK = "home_link"
    CERTIFICATE = "certificate"
    GROUP = "group"
    ROAD = "road"  # the code of another way in


@dataclass(frozen=True, slots=True)
class Limit:
    """So many misses within `window_s` seconds, and it is closed for `closed_s`."""

    most: int
    window_s: float = _HOUR
    closed_s: float = _HOUR


LIMITS: Final = {
    Thing.CODE_WORD: Limit(5, closed_s=6 * _HOUR),  # 220 words: as good as until the activity is over
    Thing.WORD_OF_ALL: Limit(20, closed_s=6 * _HOUR),  # all together hit it with a chance of one in eleven
    Thing.CHECK_IN: Limit(10),
    Thing.NAME: Limit(20),
    Thing.ACTIVITY: Limit(20),
    Thing.INVITATION: Limit(10),
    Thing.HOME_LINK: Limit(10),
    Thing.CERTIFICATE: Limit(10),
    Thing.GROUP: Limit(10),
    Thing.ROAD: Limit(10),
}

TOGETHER: Final = MappingProxyType({Thing.CODE_WORD: Thing.WORD_OF_ALL})
"""What is short enough to be guessed by many accounts is counted over all of them as well."""

KEPT_S: Final = 86_400.0
"""So long a count is kept after the last miss; no window and no closing lasts longer."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The misses of one person at one thing: how many since when, and until when it is closed (0: it is not).

    `told` tells that those have heard of it whom it concerns. Moments in seconds since 1970.
    """

    count: int = 0
    since: float = 0.0
    closed_until: float = 0.0
    told: bool = False


def is_closed(thing: Thing, tried: Tried, now: float) -> bool:
    """Tell whether the way is closed now; one that lies further off than any closing lasts is a clock's mistake."""
    return now < tried.closed_until <= now + LIMITS[thing].closed_s


def missed(thing: Thing, before: Tried, now: float) -> Tried:
    """Count a miss; the last one that is allowed closes the way."""
    limit = LIMITS[thing]
    is_within = before.count > 0 and before.since <= now < before.since + limit.window_s
    after = replace(before, count=before.count + 1) if is_within else replace(before, count=1, since=now)
    if after.count < limit.most:
        return replace(after, closed_until=0.0)
    return replace(after, count=0, closed_until=now + limit.closed_s)
