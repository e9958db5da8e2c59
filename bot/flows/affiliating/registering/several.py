"""Several answers at once: what one message says, or a contact card, is written down; only the rest is asked."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.chat import SharedContact
from bot.facts import phones
from bot.flows.affiliating.registering import answers
from bot.flows.affiliating.registering.answers import LONGEST, Unclear, note_days, noted
from bot.flows.affiliating.registering.form import Form, form
from bot.flows.affiliating.steps import Asked
from bot.flows.desk import Desk
from domain.affiliations.reminders import months_after
from domain.people.members import Details
from domain.said.requests import registration
from domain.said.requests.registration import Told

_FURTHEST: Final = 120
"""Months: no stay began longer ago, or ends later."""


def fill(said: Told, told: Form, desk: Desk, asked: Asked | None = None) -> tuple[Asked, ...]:
    """Write down everything that was recognised and can be taken; return what it was.

    What is known already gives way to what is `asked`, is called by its name, or can be nothing else.
    """
    details, filled = _personal(_without_guesses(said, told.details, asked), told.details, desk)
    if filled:
        noted(told, details, desk)
    return (*filled, *(_days(said, told, desk) if told.can_be_sent else ()))


def _without_guesses(said: Told, known: Details, asked: Asked | None) -> Told:
    """Drop what may be something else, where something good is known."""
    if known.name and "name" not in said.named and asked is not Asked.NAME:
        said = replace(said, name="")
    has_place = known.home.place or registration.holds_place(known.home.name)
    if has_place and "place" not in said.named and not said.branch and asked not in (Asked.HOME_NAME, Asked.HOME_PLACE):
        said = replace(said, place="")
    return said


def _personal(said: Told, known: Details, desk: Desk) -> tuple[Details, list[Asked]]:
    details, filled, number = known, [], phones.read(said.phone)
    if said.name:
        details, filled = replace(details, name=said.name), [Asked.NAME]
    if number:
        details, filled = replace(details, phone=number), [*filled, Asked.PHONE]
    if said.branch and isinstance(answers.free(said.branch, desk), str):
        home = replace(known.home, name=said.branch, place=said.place[:LONGEST])
        details, filled = replace(details, home=home), [*filled, Asked.HOME_NAME]
    elif said.place:
        home = replace(known.home, place=said.place[:LONGEST])
        details, filled = replace(details, home=home), [*filled, Asked.HOME_PLACE]
    if said.employer:
        details, filled = replace(details, employer=said.employer[:LONGEST]), [*filled, Asked.EMPLOYER]
    return details, filled


def _days(said: Told, told: Form, desk: Desk) -> list[Asked]:
    """Take the days that were said, if they fit to each other and to those that are known."""
    arrives_on = said.arrival or told.row.arrives_on
    ends_on = None if said.is_open else said.end or told.row.ends_on
    days = [Asked.END] if said.end or said.is_open else []
    days += [Asked.ARRIVAL] if said.arrival else []
    if days and _fit(arrives_on, ends_on, desk.today):
        note_days(told, arrives_on, ends_on, desk)
        return days
    return []


def _fit(arrives_on: date, ends_on: date | None, today: date) -> bool:
    first, last = months_after(today, -_FURTHEST), months_after(today, _FURTHEST)
    return first <= arrives_on <= last and (ends_on is None or max(arrives_on, today) <= ends_on <= last)


def card(event: SharedContact, told: Form, desk: Desk, *, renames: bool) -> Unclear | bool:
    """Take phone and name from a contact card; a name that was told already stays, unless it is to be changed."""
    number = answers.phone(event, told, desk)
    now_told = form(told.row.id, desk) if number is True else None
    name = registration.card_name(answers.tidy(event.first_name), answers.tidy(event.last_name))
    if now_told is not None and name and (renames or not told.details.name):
        noted(now_told, replace(now_told.details, name=name), desk)
    return number
