"""Planning a month: one activity that there is serves as the pattern for several days, each by the chat's own screens.

Nothing is decided here: "one like this" is opened as in the chat, the day and the hours of the pattern are what is
written there, and what was asked to be published is pressed on the card of the draft that comes of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.desk import acting, calendar_days
from bot.desk.guard import RefusedError
from bot.flows.activities.in_hand import ActivityInHand, DraftCard
from bot.flows.activities.rights import seen
from bot.flows.desk import Desk
from bot.flows.moments import local
from domain.activities.activities import Kind
from storage.activities import agenda
from storage.activities.agenda import Of

MOST: Final = 31
"""Days of one form: a month."""

_OFFERED: Final = 12
_READ: Final = 40
_DRAFT: Final = "draft"
_PUBLISH: Final = "publish"


@dataclass(frozen=True, slots=True)
class Pattern:
    """An activity that others can be like: its number, its title, and its hours ("19:00–20:30")."""

    id: int
    title: str
    hours: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be on some days: one like this activity, as a draft or published."""

    pattern: int
    publishes: bool


class Came(StrEnum):
    """What became of a day."""

    PUBLISHED = "published"
    DRAFTED = "drafted"
    ASKS_MORE = "asks_more"  # its time has gone by, or is at night, or the like: that is for the conversation
    NOT_MINE = "not_mine"


def patterns(paths: Sequence[str], desk: Desk) -> list[Pattern]:
    """Return what was held last and what comes next in these units; of several that are alike the newest."""
    now, of = desk.now.timestamp(), Of(paths)
    rows = [*agenda.past(desk.unit, of, now, 0, _READ), *agenda.managed(desk.unit, of, now, 0, _READ)]
    found: dict[tuple[str, Kind, str, int], Pattern] = {}
    for row in rows:
        hours = "–".join(desk.words.clock(local(at, desk.now.tzinfo)) for at in (row.starts_at, row.ends_at))
        found.setdefault((row.title, row.kind, hours, row.unit_id), Pattern(row.id, row.title, hours))
    return list(found.values())[:_OFFERED]


def read_wish(pattern: int, press: str) -> Wish:
    """Read what a form asks. Raises `RefusedError` for what no form of ours says."""
    if press not in {_DRAFT, _PUBLISH}:
        raise RefusedError(400, "form")
    return Wish(pattern, press == _PUBLISH)


def place(told: str, wish: Wish, desk: Desk) -> Came:
    """Let there be one like the pattern on a day (ISO); the caller commits."""
    day, row = calendar_days.plannable(told, desk.today), seen(wish.pattern, desk)
    if row is None:
        acting.note("forbidden", desk, f"activity:{wish.pattern}")
        return Came.NOT_MINE
    begun = acting.opened("copy", str(row.id), desk).step
    if day is None or begun is None:
        return Came.ASKS_MORE
    drafted = acting.typed(begun, _said(day, row.starts_at, row.ends_at, desk), desk)
    if not isinstance(drafted.step, DraftCard):
        return Came.ASKS_MORE
    if not wish.publishes:
        return Came.DRAFTED
    published = acting.pressed(drafted.step, "publish", desk)
    acting.write(published.tells, desk)
    return Came.PUBLISHED if isinstance(published.step, ActivityInHand) else Came.DRAFTED


def _said(day: date, starts_at: float, ends_at: float, desk: Desk) -> str:
    """Write the day and the hours as somebody would type them."""
    starts, ends = (local(at, desk.now.tzinfo) for at in (starts_at, ends_at))
    return f"{day.isoformat()} {starts:%H:%M}-{ends:%H:%M}"


def summed_up(came: Sequence[Came], desk: Desk) -> list[str]:
    """Say what became of the days."""
    t, lines = desk.words, []
    published, drafted, left = (came.count(one) for one in (Came.PUBLISHED, Came.DRAFTED, Came.ASKS_MORE))
    if published:
        lines.append(t.plural("✅ {number} activity published.", "✅ {number} activities published.", published))
    if drafted:
        lines.append(t.plural("✅ {number} draft made.", "✅ {number} drafts made.", drafted))
    if left:
        lines.append(
            t.plural(
                "{number} day was left as it is: its time is odd, or past. Please plan it by itself.",
                "{number} days were left as they are: their time is odd, or past. Please plan them one by one.",
                left,
            )
        )
    if Came.NOT_MINE in came:
        lines.append(t("This is not in your hands, so I have not opened it."))
    return lines or [t("Nothing was chosen.")]
