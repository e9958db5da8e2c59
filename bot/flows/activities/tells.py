"""What others are told about an activity: a seat is free or has gone on, it has changed, it is cancelled.

Flows and clocks both use it, so it takes a unit of work, the words of each reader's language, and the local time.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities import buttons, text
from bot.flows.desk import Tell
from bot.flows.moments import local, moment, night_over
from bot.texts import Words
from domain.activities.seats import COMING, State
from storage.activities import activities, signup_reading
from storage.activities.activities import ActivityRow, Changed
from storage.activities.signup_reading import SignupRow
from storage.unit_of_work import UnitOfWork

WordsFor = Callable[[int], Words]
"""Finds the words of a person's language, by chat."""

CONCERNED: Final = frozenset({*COMING, State.WAITING, State.OFFERED})
"""Who is told of a change: everybody who may still come."""


def offers(rows: Iterable[SignupRow], unit: UnitOfWork, words_for: WordsFor, now: datetime) -> tuple[Tell, ...]:
    """Tell each of these that a seat is kept for them, and until when; after that it is of no use."""
    return tuple(_offer(row, unit, words_for(row.chat_id), now) for row in rows)


def _offer(row: SignupRow, unit: UnitOfWork, t: Words, now: datetime) -> Tell:
    said = (
        f"{t('A seat is free:')}\n{_brief(row.activity_id, unit, now, t)}\n"
        f"{t('It is kept for you until {when}; then the next in line is asked.', when=kept_until(row, now, t))}"
    )
    pair = (buttons.come(row.activity_id, t), buttons.decline(row.activity_id, t))
    shown, until = Text(said, (pair,)), row.offered_until
    return Tell(row.chat_id, shown, not_after=until, not_before=night_over(now), about=f"signup:{row.id}")


def kept_until(row: SignupRow, now: datetime, t: Words) -> str:
    """Say until when a seat is offered; plain text."""
    return moment(local(row.offered_until or 0.0, now.tzinfo), t)


def lapsed(rows: Iterable[SignupRow], unit: UnitOfWork, words_for: WordsFor, now: datetime) -> tuple[Tell, ...]:
    """Tell each of these that the seat kept for them has gone on to the next in line."""
    return tuple(
        _passed_on(row, t("The seat that was kept for you has gone on to the next in line:"), unit, now, t)
        for row in rows
        for t in (words_for(row.chat_id),)
    )


def released(rows: Iterable[SignupRow], unit: UnitOfWork, words_for: WordsFor, now: datetime) -> tuple[Tell, ...]:
    """Tell each of these that their seat was not confirmed in time and was given on."""
    return tuple(
        _passed_on(row, t("We had no answer from you in time, so your seat was given on:"), unit, now, t)
        for row in rows
        for t in (words_for(row.chat_id),)
    )


def _passed_on(row: SignupRow, first: str, unit: UnitOfWork, now: datetime, t: Words) -> Tell:
    last = t("If you would like to come after all, see whether there is a seat, or join the waiting list.")
    said = "\n".join((first, _brief(row.activity_id, unit, now, t), last))
    return Tell(row.chat_id, Text(said, ((buttons.see(row.activity_id, t),),)))


def _brief(activity_id: int, unit: UnitOfWork, now: datetime, t: Words) -> str:
    return text.brief(unit, activities.found(unit, [activity_id])[activity_id], now.tzinfo, t)


def changed(change: Changed, unit: UnitOfWork, words_for: WordsFor, now: datetime) -> tuple[Tell, ...]:
    """Tell everybody concerned what is new; who has a seat is asked again where time or place has moved."""
    rows = signup_reading.of_activity(unit, change.after.id, CONCERNED)
    return tuple(_change(change, row, unit, words_for(row.chat_id), now) for row in rows)


def _change(change: Changed, row: SignupRow, unit: UnitOfWork, t: Words, now: datetime) -> Tell:
    after = change.after
    is_asked = change.moved and row.state in COMING
    lines = [_news(change, t), text.brief(unit, after, now.tzinfo, t)]
    if is_asked:
        lines.append(t("Can you still come? Please tell us once more."))
    rows: Buttons = ((buttons.come(after.id, t), buttons.excuse(after.id, t)),) if is_asked else ()
    shown = Text("\n".join(lines), (*rows, _look(after, row, t)))
    return Tell(row.chat_id, shown, not_after=after.ends_at, about=f"activity:{after.id}" if is_asked else "")


def _news(change: Changed, t: Words) -> str:
    before, after = change.before, change.after
    is_later = (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
    match is_later, before.plan.spot != after.plan.spot:
        case True, True:
            return t("An activity of yours has a new time and a new place:")
        case True, False:
            return t("An activity of yours has a new time:")
        case False, True:
            return t("An activity of yours has a new place:")
    return t("Something about an activity of yours has changed:")


def _look(activity: ActivityRow, row: SignupRow, t: Words) -> tuple[Button, ...]:
    """Offer the card, and the calendar file to those who may have put an earlier one into their calendar."""
    see = buttons.see(activity.id, t)
    return (see, buttons.calendar_file(activity.id, t)) if row.state in COMING else (see,)


def cancelled(row: ActivityRow, unit: UnitOfWork, words_for: WordsFor, now: datetime) -> tuple[Tell, ...]:
    """Tell everybody concerned that it does not take place, and why."""
    rows = signup_reading.of_activity(unit, row.id, CONCERNED)
    return tuple(_cancellation(row, one, unit, words_for(one.chat_id), now) for one in rows)


def _cancellation(row: ActivityRow, one: SignupRow, unit: UnitOfWork, t: Words, now: datetime) -> Tell:
    lines = [t("This activity is cancelled:"), text.brief(unit, row, now.tzinfo, t)]
    if row.cancelled_reason:
        lines.append(t("The reason: {reason}", reason=row.cancelled_reason))
    lines.append(t("We are sorry for the trouble. Perhaps another one suits you."))
    calendar = (buttons.calendar_file(row.id, t),) if one.state in COMING else ()
    return Tell(one.chat_id, Text("\n".join(lines), ((buttons.all_activities(t), *calendar),)), not_after=row.ends_at)
