"""The picture on the wall or on a phone: a QR code whose token changes every minute, drawn anew in place by itself."""

from datetime import datetime
from typing import Final

from bot.chat import Button, Drawing
from bot.deep_links import check_in_link
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import local
from bot.papers import scan_code
from bot.texts import Words
from domain.activities import tokens
from storage.activities import check_in_keys
from storage.activities.activities import ActivityRow
from storage.messages import notices, open_pictures
from storage.unit_of_work import UnitOfWork

LONGEST_S: Final = 3 * 3_600.0
"""So long a picture goes on changing; then somebody opens it once more."""

RENEW: Final = "renew"
"""The kind of the notice by which it changes; its subject names activity and bot, its version is the minute."""

_QUIET_MODULES: Final = 4
_SCALE: Final = 14  # about 600 pixels a side: sharp on a projector, and a few kilobytes


def drawing(unit: UnitOfWork, row: ActivityRow, to: str, now: datetime, t: Words, replaces: int = 0) -> Drawing:  # noqa: PLR0913, PLR0917  a picture has these parts
    """Draw the code of this minute; `to` is what its link leads to (`bot.deep_links.link`)."""
    at = now.timestamp()
    link = check_in_link(to, row.token, tokens.token(check_in_keys.secret(unit, row.id), at))
    changes = t.clock(local(tokens.changes_at(at), now.tzinfo))
    caption = t.plain("Scan to check in: {title}\nThe code changes at {clock}.", title=row.title, clock=changes)
    choices = (
        Button(t.button("Renew the code"), EntryPoint.RENEW_CODE.data(row.id)),
        Button(t.button("Put it away"), EntryPoint.PUT_CODE_AWAY.data(row.id)),
    )
    back = Button(t.button("Check-in desk"), EntryPoint.CHECK_IN.data(row.id))
    return Drawing(scan_code.png(link, _SCALE, _QUIET_MODULES), caption, (choices, (back,)), replaces)


def about(activity_id: int) -> str:
    """Name what the pictures of an activity are about, for the outbox to find them again."""
    return f"check_in:{activity_id}"


def keep_changing(unit: UnitOfWork, activity_id: int, bot: str, now: float) -> None:
    """Plan that the pictures change when the token does; those that hang already go on with the same notice."""
    due_at = tokens.changes_at(now)
    version = int(due_at // tokens.STEP_S)
    notices.plan(unit, f"{about(activity_id)}:{bot}", version, [notices.Planned(RENEW, due_at)])


def hanging(unit: UnitOfWork, activity_id: int, now: float) -> list[open_pictures.Hanging]:
    return open_pictures.hanging(unit, about(activity_id), now - LONGEST_S)
