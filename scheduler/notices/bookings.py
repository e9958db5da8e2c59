"""A notice of a booking falls due: a decision that nobody took, a question, a time that is free again, an offer."""

from collections.abc import Mapping
from typing import Final

from bot.flows.booking import following
from bot.flows.booking.following import Hand
from bot.flows.desk import Tell
from bot.planning.bookings import FellDue, NoticeKind, fall_due
from domain.booking.life import State, Verb
from scheduler.notices.occasion import Occasion, Told
from storage.booking.booking import Done

_VERBS: Final[Mapping[NoticeKind, Verb]] = {
    NoticeKind.ASK_STILL: Verb.ASK_STILL,
    NoticeKind.LAPSE: Verb.LAPSE,
    NoticeKind.OFFER_ENDS: Verb.OFFER_ENDS,
    NoticeKind.OPENS: Verb.OFFER,
    NoticeKind.MISS: Verb.MISS,
}


def ring_booking(occasion: Occasion) -> Told:
    """Do what falls due for a booking, plan what follows, and tell whom it concerns."""
    fell = fall_due(occasion.unit, occasion.number, occasion.notice.version, occasion.notice.kind, occasion.now)
    if fell is None:
        return None
    by = Hand(occasion.unit, occasion.now, occasion.words_for)
    return _one_each(following.told(Done(fell.row, fell.offers), _verb(fell), by))


def _verb(fell: FellDue) -> Verb:
    if fell.kind is NoticeKind.DECIDE:
        return Verb.ESCALATE if fell.row.state is State.REQUESTED else Verb.GIVE_UP
    return _VERBS[fell.kind]


def _one_each(tells: tuple[Tell, ...]) -> list[Tell]:
    """Keep one for each: a notice says one thing to each, and what is offered, said last, goes before what is over."""
    return list({tell.chat_id: tell for tell in tells}.values())
