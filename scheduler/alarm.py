"""Tells the admins that updates could not take effect: how many, and how to look. Nothing of what was in them."""

from typing import Final

from bot import codec
from bot.chat import Text
from bot.house import House
from bot.texts import Words, language_of, words
from domain.delivery import Lane
from domain.roles import Role
from storage.messages import failed_updates, outbox
from storage.messages.outbox import Draft
from storage.people import people, roles
from storage.unit_of_work import UnitOfWork

EVERY_S: Final = 3600.0
"""A storm is told of once in so many seconds, with the count of all since the last time."""


def sound(unit: UnitOfWork, house: House, now: float) -> int:
    """Tell every admin what has failed since they were last told, and commit; return how many were told.

    Without an admin it waits for one.
    """
    if not failed_updates.count_unreported(unit) or now < failed_updates.last_reported(unit) + EVERY_S:
        return 0
    admins = people.known(unit, roles.holders(unit, {Role.ADMIN})).values()
    if not admins:
        return 0
    count = failed_updates.report(unit, now)
    drafts = [
        Draft(f"failed:{now}:{one.chat_id}", one.chat_id, Lane.CONFIRMATION, codec.encode(_text(count, t)), now)
        for one in admins
        for t in (words(language_of(one.language or one.messenger_language, house.language)),)
    ]
    outbox.write(unit, drafts, now)
    unit.commit()
    return len(drafts)


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
