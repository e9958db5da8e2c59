"""Tells the admins that updates could not take effect: how many, and how to look. Nothing of what was in them."""

from functools import partial
from typing import Final

from bot.chat import Text
from bot.house import House
from bot.texts import Words
from scheduler import admins
from storage.messages import failed_updates
from storage.unit_of_work import UnitOfWork
from storage.upkeep import troubles_told

EVERY_S: Final = 3600.0
"""A storm is told of once in so many seconds, with the count of all since the last time."""


def sound(unit: UnitOfWork, house: House, now: float) -> int:
    """Tell every admin what has failed since they were last told, and commit; return how many were told.

    Without an admin it waits for one.
    """
    if not _is_due(unit, now) or not admins.are_there(unit):
        return 0
    troubles_told.locked(unit, "failed_updates")  # of several workers one tells; the others find it told
    if not _is_due(unit, now):
        return 0
    count = failed_updates.report(unit, now)
    if not count:
        return 0  # another worker has told them meanwhile
    told = admins.write_to_all(unit, house, "failed", partial(_text, count), now)
    unit.commit()
    return told


def _is_due(unit: UnitOfWork, now: float) -> bool:
    return bool(failed_updates.count_unreported(unit)) and now >= failed_updates.last_reported(unit) + EVERY_S


def _text(count: int, t: Words) -> Text:
    lines = (
        t.plural(
            "{number} message could not be dealt with. Whoever wrote was told, with a reference.",
            "{number} messages could not be dealt with. Whoever wrote was told, with a reference.",
            count,
        ),
        t("On the server, {command} shows what it was.", command="waystation failed list"),
        t("Should there be more, I tell you in an hour at the earliest."),
    )
    return Text("\n".join(lines))
