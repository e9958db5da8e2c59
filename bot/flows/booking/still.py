"""Is it still needed? Yes, or given back; and what came free is taken, or passed on to the next in line."""

from collections.abc import Callable

from bot.chat import Text
from bot.flows.booking import following, rights
from bot.flows.booking.following import hand
from bot.flows.booking.rights import Seen
from bot.flows.booking.steps import BookingCard, MyBookings
from bot.flows.desk import Desk, Go, Move
from bot.flows.entry_points import Opened
from domain.booking.life import HAD, State, Verb
from storage.booking import booking

Does = Callable[[Seen, int, Desk], Move]


def _by_button(does: Does) -> Callable[[Opened, Desk], Move]:
    """Make what a lasting button does: only the borrower's organisers answer."""

    def opened(opened: Opened, desk: Desk) -> Move:
        seen = rights.seen(opened.row_id, desk)
        if seen is None or not seen.borrows:
            return rights.forbid_booking(opened.row_id, desk)
        return does(seen, 0, desk)

    return opened


def _stands(seen: Seen, desk: Desk) -> Move:
    """Say that a button has come too late, and how it stands."""
    return Go(BookingCard(seen.row.id), before=(Text(desk.words("This is settled already. This is how it stands:")),))


def confirm(seen: Seen, message_id: int, desk: Desk) -> Move:
    if seen.row.state not in HAD:
        return _stands(seen, desk)
    row = booking.confirm(desk.unit, seen.row.id, desk.deed())
    told = following.stepped(row, Verb.CONFIRM, hand(desk))
    done = Text(desk.words("✅ Noted: it is needed, and stays yours."), replaces=message_id)
    return Go(BookingCard(row.id), before=(done,), tells=told)


def give_back(seen: Seen, message_id: int, desk: Desk) -> Move:
    """Give it back; who waits for it is asked at once, and its owner is told."""
    if seen.row.state not in HAD:
        return _stands(seen, desk)
    by, t = hand(desk), desk.words
    done = booking.release(desk.unit, seen.row.id, by.opening, desk.deed())
    said = t("Given back, thank you. The owner is told.")
    if done.offers:
        said = t("Given back, thank you. The next in line is asked.")
    told = following.done(done, Verb.RELEASE, by)
    return Go(MyBookings(), before=(Text(said, replaces=message_id),), tells=told)


def take(seen: Seen, message_id: int, desk: Desk) -> Move:
    """Take what came free: it is had at once, or its owner is asked while it is kept."""
    if seen.row.state is not State.OFFERED:
        return _stands(seen, desk)
    row = booking.take(desk.unit, seen.row.id, desk.deed())
    verb = Verb.TAKE if row.state is State.GRANTED else Verb.REQUEST
    told = following.stepped(row, verb, hand(desk))
    t = desk.words
    said = t("✅ It is yours.") if row.state is State.GRANTED else t("Its owner is asked now; it is kept meanwhile.")
    return Go(BookingCard(row.id), before=(Text(said, replaces=message_id),), tells=told)


def pass_on(seen: Seen, message_id: int, desk: Desk) -> Move:
    if seen.row.state is not State.OFFERED:
        return _stands(seen, desk)
    by = hand(desk)
    done = booking.pass_on(desk.unit, seen.row.id, by.opening, desk.deed())
    said = Text(desk.words("Noted, the next in line is asked."), replaces=message_id)
    return Go(MyBookings(), before=(said,), tells=following.done(done, Verb.PASS, by))


needed = _by_button(confirm)
not_needed = _by_button(give_back)
taken = _by_button(take)
passed = _by_button(pass_on)
