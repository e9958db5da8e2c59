"""The entries of a calendar that people subscribe to, and how they change: moved and withdrawn, never silently gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

GONE_KEPT_S: Final = 30 * 86_400.0
"""So long a withdrawn entry is still shown as cancelled: some calendars ask but once a day, and some phones lie off for
weeks. A calendar that finds it missing strikes it out in silence; one that finds it cancelled says so."""

PAST_S: Final = 30 * 86_400.0
"""So long what is over is still shown: whoever looks back a month finds it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a calendar: title, time and place, and nothing else, for it goes through others' servers.

    `key` names it for good ("activity-12"). Times in seconds since 1970; of a whole day the first is its midnight.
    `alarms_s`: so many seconds before it begins (negative: after) the phone rings. `is_sure` False: it may come to
    nothing, as for who waits in a line.
    """

    key: str
    title: str
    starts_at: float
    ends_at: float
    place: str = ""
    alarms_s: tuple[float, ...] = ()
    is_whole_day: bool = False
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it was shown last: how often it has changed, when last, and since when it is withdrawn."""

    entry: Entry
    sequence: int
    changed_at: float
    gone_at: float | None = None


def follow(before: Mapping[str, Shown], there: Iterable[Entry], now: float) -> tuple[Shown, ...]:
    """Return what is to be shown now, the earliest first, after what was shown `before`, by what is `there`.

    What changed, went or came back has the next number. What is over and not there any more is left out: nobody calls
    off what has been.
    """
    entries = {entry.key: entry for entry in there}
    shown = [_shown(before.get(key), entry, now) for key, entry in entries.items()]
    shown += [gone for key, one in before.items() if key not in entries and (gone := _gone(one, now)) is not None]
    return tuple(sorted(shown, key=lambda one: (one.entry.starts_at, one.entry.key)))


def _shown(before: Shown | None, entry: Entry, now: float) -> Shown:
    if before is None:
        return Shown(entry, 0, now)
    if before.entry == entry and before.gone_at is None:
        return before
    return Shown(entry, before.sequence + 1, now)


def _gone(before: Shown, now: float) -> Shown | None:
    if before.gone_at is not None:
        return before if before.gone_at > now - GONE_KEPT_S else None
    return None if before.entry.ends_at <= now else Shown(before.entry, before.sequence + 1, now, gone_at=now)
