"""What is done at the desk, each in one transaction: a decision in place, a press or words at a screen, many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.desk import acting, screens
from bot.desk.acting import Played
from bot.desk.guard import RefusedError
from bot.desk.showing import number
from bot.flows.booking.steps import BookingCard
from bot.flows.desk import Desk
from bot.flows.grid.steps import PromiseCard
from bot.flows.mail.steps import MailCard
from bot.flows.reviewing import reasons, rights
from bot.flows.reviewing.steps import ChoosingReason, OfferingPoint, ReviewCard
from bot.flows.step import Step
from domain.affiliations.affiliations import Verb
from storage.affiliations import affiliations

BULK_MOST: Final = 100
"""Rows that one form decides on: as many as a page can show several times over."""


def step_of(subject: str, version: str) -> Step:
    """Return the screen that an item in a list stands for, as it stood there. Raises `RefusedError` for any other."""
    noun, _, row = subject.partition(":")
    match noun:
        case "affiliation":
            return ReviewCard(number(row), number(version))
        case "thread":
            return MailCard(number(row))
        case "booking":
            return BookingCard(number(row))
        case "promise":
            return PromiseCard(number(row))
    raise RefusedError(400, "form")


def lead(played: Played, back: str, desk: Desk) -> str:
    """Return where somebody is led: back with what was said, or on to the screen that asks more."""
    seal, chat_id = desk.unit.seal, desk.person.chat_id
    if played.step is not None and not played.said:
        return screens.address_of(played.step, seal, chat_id)
    return with_said(back, played.said, desk)


def on(played: Played, desk: Desk) -> str:
    """Return where somebody is led who acted at a screen: on to the next one, with what was said above it."""
    seal, chat_id = desk.unit.seal, desk.person.chat_id
    where = "/desk/today" if played.step is None else screens.address_of(played.step, seal, chat_id)
    said = played.said
    if played.step is None and not said:
        said = (desk.words("That goes on in the chat."),)
    return with_said(where, said, desk)


def with_said(address: str, said: Sequence[str], desk: Desk) -> str:
    told = screens.told(said, desk.unit.seal, desk.person.chat_id)
    if not told:
        return address
    return f"{address}{'&' if '?' in address else '?'}said={told}"


def safe_back(told: str) -> str:
    """Return where a form says that it came from, if that is a page of the desk; what was said there is over."""
    if not told.startswith("/desk/") or "\\" in told or "//" in told or not told.isascii() or len(told) > 2_000:
        return "/desk/today"
    path, _, query = told.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("said="))
    return f"{path}?{kept}" if kept else path


class Came(StrEnum):
    """What became of one of many rows."""

    DONE = "done"
    OVERTAKEN = "overtaken"  # somebody else was first
    NOT_MINE = "not_mine"  # it is not in this person's hands, or needs somebody else first


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with many requests: a press of their card, and the reason that members read."""

    press: str
    reason: str = ""


def read_wish(told: str, typed: str, desk: Desk) -> Wish:
    """Read what a form asks: "approve", or "return.2" and "decline.0" with a ready-made reason or a typed one.

    Raises `RefusedError` for anything else.
    """
    press, _, which = told.partition(".")
    if told == "approve":
        return Wish(press)
    verb = {"return": Verb.RETURN, "decline": Verb.DECLINE}.get(press)
    if verb is None:
        raise RefusedError(400, "form")
    if which == "typed":
        return Wish(press, typed.strip())
    ready = reasons.ready_made(verb, desk.words)
    if not (which.isdigit() and int(which) < len(ready)):
        raise RefusedError(400, "form")
    return Wish(press, which)


def decide(item: str, wish: Wish, desk: Desk) -> Came:
    """Decide on one request ("12:3", its number and version) by the chat's own screens; the caller commits."""
    row_id, _, version = item.partition(":")
    before = rights.locked(number(row_id), desk)
    if before is None:
        acting.note("forbidden", desk, f"affiliation:{number(row_id)}")
        return Came.NOT_MINE
    if before.version != number(version):
        return Came.OVERTAKEN
    acting.write(_decided(ReviewCard(before.id, before.version), wish, desk).tells, desk)
    after = affiliations.find(desk.unit, before.id)
    return Came.DONE if after is not None and after.version != before.version else Came.NOT_MINE


def _decided(card: ReviewCard, wish: Wish, desk: Desk) -> Played:
    """Press what is wished, say why where that is asked, and offer no other point."""
    played = acting.pressed(card, wish.press, desk)
    if isinstance(played.step, ChoosingReason) and wish.reason:
        ready = wish.reason.isdigit()
        played = (acting.pressed if ready else acting.typed)(played.step, wish.reason, desk)
    if isinstance(played.step, OfferingPoint):
        played = acting.pressed(played.step, "none", desk)
    return played


def summed_up(came: Sequence[Came], desk: Desk) -> list[str]:
    """Say what became of many rows."""
    t, lines = desk.words, []
    done, first, others = (came.count(one) for one in (Came.DONE, Came.OVERTAKEN, Came.NOT_MINE))
    if done:
        lines.append(t.plural("✅ {number} request decided.", "✅ {number} requests decided.", done))
    if first:
        lines.append(
            t.plural(
                "{number} had been decided by somebody else, or had changed, and was left as it is.",
                "{number} had been decided by somebody else, or had changed, and were left as they are.",
                first,
            )
        )
    if others:
        lines.append(
            t.plural(
                "{number} needs somebody else, or more than this, and was left as it is.",
                "{number} need somebody else, or more than this, and were left as they are.",
                others,
            )
        )
    return lines or [t("Nothing was chosen.")]
