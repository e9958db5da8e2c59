"""An update that cannot take effect: it is kept with its traceback, and the person is told a reference to it."""

import hashlib
import traceback
from base64 import b32encode
from dataclasses import dataclass
from typing import Final

from bot import codec
from bot.chat import TELEGRAM, Arrival, Text
from bot.texts import Words, language_of, words
from domain.messages.delivery import Lane
from storage.messages import failed_updates, inbox, outbox
from storage.messages.failed_updates import Failure
from storage.messages.outbox import Draft
from storage.unit_of_work import UnitOfWork

_SHORTEST: Final = 6
_LONGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Trouble:
    """An update of this bot, and what was raised when it was to take effect."""

    bot_id: int
    arrival: Arrival
    error: Exception


def keep(unit: UnitOfWork, trouble: Trouble, now: float) -> str:
    """Store the update and what was raised, and return its reference."""
    bot_id, arrival = trouble.bot_id, trouble.arrival
    told = "".join(traceback.format_exception(trouble.error))
    names = (reference_of(bot_id, arrival.known_as, length) for length in range(_SHORTEST, _LONGEST + 1))
    reference = next(name for name in names if not failed_updates.is_taken(unit, name))
    kept = codec.encode_arrival(arrival)
    whose = (reference, bot_id, arrival.update_id, arrival.chat_id)
    failure = Failure(*whose, kept, told, now, channel=arrival.channel)
    failed_updates.record(unit, failure)
    return reference


def give_up(unit: UnitOfWork, trouble: Trouble, fallback: str, now: float) -> str | None:
    """Settle an update that cannot be stored as others are, and commit. Returns None if it has taken effect meanwhile.

    Only what went wrong is written, and an apology: nothing of what the update was to change.
    """
    bot_id, arrival = trouble.bot_id, trouble.arrival
    known_as = inbox_key(arrival, bot_id)
    if inbox.seen(unit, {known_as}):
        return None
    inbox.take(unit, [known_as], now)
    reference = keep(unit, trouble, now)
    sorry = codec.encode(apology(reference, words(language_of(arrival.language, fallback))))
    key = f"{dedupe(arrival, bot_id)}:sorry"
    outbox.write(unit, [Draft(key, arrival.chat_id, Lane.INTERACTIVE, sorry, now)], now)
    unit.commit()
    return reference


def apology(reference: str, t: Words) -> Text:
    lines = (
        t("I am sorry, something went wrong on our side. It is noted under {reference}.", reference=reference),
        t("Please try once more, or start from the menu: /start"),
    )
    return Text("\n".join(lines))


def reference_of(bot_id: int, known_as: int | str, length: int = _SHORTEST) -> str:
    """Return letters and digits that name an update to a person and in `waystation failed list`."""
    return b32encode(hashlib.sha256(f"{bot_id}:{known_as}".encode()).digest()).decode()[:length]


def inbox_key(arrival: Arrival, bot_id: int) -> inbox.Key:
    """Return by what an arrival is known when it comes again."""
    return f"{arrival.channel}:{bot_id}", arrival.known_as


def dedupe(arrival: Arrival, bot_id: int) -> str:
    """Return what the messages that an arrival leads to are named after."""
    if arrival.channel == TELEGRAM:
        return f"{bot_id}:{arrival.update_id}"
    return hashlib.sha256("\n".join(inbox_key(arrival, bot_id)).encode()).hexdigest()[:32]
