"""What waits for an organiser, by kind: requests, approvals, mail, who came, branches, promises, each with how many."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows import to_lend
from bot.flows.desk import Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.flow import Flow, Screen
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.mail import unit_mail
from bot.flows.reviewing import hatching, queue
from bot.flows.rights import an_organiser, forbid, organised
from bot.flows.step import Step
from bot.texts import Words
from domain.activities.notices import ENTER_AFTER, ENTER_UNTIL
from domain.people.two_people import may_follow
from storage.activities import agenda
from storage.activities.activities import ActivityRow
from storage.announcements import announcements
from storage.grid import promises
from storage.people import colleagues

PROPOSED: Final = "new"
"""What the button of an announcement carries besides its number, to open other words that are proposed for it."""

NOT_ENTERED: Final = "not_entered"
"""What the button of the activities carries, to list those of which nobody has entered who came."""


@dataclass(frozen=True, slots=True)
class ToDo(Step):
    """What waits for this organiser, each kind with how much of it."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of what waits: how much, where it is done, and how the screen and its button call it."""

    count: int
    opens: str
    says: Callable[[Words, int], str]
    label: Callable[[Words, int], str]


def waiting(desk: Desk) -> int:
    """Count all that waits for this person."""
    return sum(pile.count for pile in _piles(desk))


def opened(_button: Opened, desk: Desk) -> Move:
    return Go(ToDo()) if organised(desk) else forbid("to_do", desk)


def not_entered(desk: Desk, most: int | None = None) -> list[ActivityRow]:
    """Return what was held lately and nobody has entered who came, the latest first; `most` of it (None: all)."""
    now = desk.now.timestamp()
    since, until = now - ENTER_UNTIL.total_seconds(), now - ENTER_AFTER.total_seconds()
    return agenda.not_entered(desk.unit, organised(desk), since, until, most)


def _piles(desk: Desk) -> tuple[Pile, ...]:
    """Return all kinds; requests first, also where there is none, for what was decided is behind them."""
    waits = (*_approvals(desk), _mail(desk), _lending(desk), _came(desk), _branches(desk), _promised(desk))
    return (_requests(desk), *waits)


def _requests(desk: Desk) -> Pile:
    late = queue.overdue(desk)

    def says(t: Words, count: int) -> str:
        if not late:
            return t.plural("{number} request to review", "{number} requests to review", count)
        return t.plural(
            "{number} request to review, {late} overdue",
            "{number} requests to review, {late} overdue",
            count,
            late=late,
        )

    return Pile(
        queue.waiting(desk),
        EntryPoint.REVIEW.data(),
        says,
        lambda t, count: t.button("To review · {number}", number=count),
    )


def _approvals(desk: Desk) -> tuple[Pile, Pile]:
    """Return the announcements, and the corrections, that somebody other than this person has written."""
    unit, paths, mine = desk.unit, organised(desk), desk.person.chat_id
    first = [row.id for row in announcements.awaiting(unit, paths) if may_follow(row.created_by, mine)]
    other = [row.id for row in announcements.proposals(unit, paths) if may_follow(row.proposed_by, mine)]
    return (
        Pile(
            len(first),
            EntryPoint.ANNOUNCEMENT.data(first[0] if len(first) == 1 else ""),
            lambda t, count: t.plural("{number} announcement to approve", "{number} announcements to approve", count),
            lambda t, count: t.button("To approve · {number}", number=count),
        ),
        Pile(
            len(other),
            EntryPoint.ANNOUNCED.data(f"{other[0]}.{PROPOSED}" if other else ""),
            lambda t, count: t.plural("{number} correction to approve", "{number} corrections to approve", count),
            lambda t, count: t.button("Corrections · {number}", number=count),
        ),
    )


def _mail(desk: Desk) -> Pile:
    return Pile(
        unit_mail.waiting(desk),
        EntryPoint.MAIL.data(),
        lambda t, count: t.plural("{number} message to answer", "{number} messages to answer", count),
        lambda t, count: t.button("Messages · {number}", number=count),
    )


def _lending(desk: Desk) -> Pile:
    rows = to_lend.requests(desk)
    return Pile(
        len(rows),
        EntryPoint.BOOKING.data(rows[0].id) if len(rows) == 1 else EntryPoint.TO_LEND.data(),
        lambda t, count: t.plural("{number} request to borrow", "{number} requests to borrow", count),
        lambda t, count: t.button("To lend · {number}", number=count),
    )


def _came(desk: Desk) -> Pile:
    rows = not_entered(desk)
    return Pile(
        len(rows),
        EntryPoint.CHECK_IN.data(rows[0].id) if len(rows) == 1 else EntryPoint.MANAGE.data(NOT_ENTERED),
        lambda t, count: t.plural(
            "{number} activity is over, and who came is not entered",
            "{number} activities are over, and who came is not entered",
            count,
        ),
        lambda t, count: t.button("Who came · {number}", number=count),
    )


def _branches(desk: Desk) -> Pile:
    subjects = hatching.in_hand(desk)
    return Pile(
        len(subjects),
        EntryPoint.NEST.data(subjects[0]) if subjects else "",
        lambda t, count: t.plural(
            "{number} place has enough members for a branch", "{number} places have enough members for a branch", count
        ),
        lambda t, count: t.button("Found a branch · {number}", number=count),
    )


def _promised(desk: Desk) -> Pile:
    return Pile(
        promises.count_of_owner(desk.unit, desk.person.chat_id),
        EntryPoint.PROMISES.data(),
        lambda t, count: t.plural("{number} promise to keep", "{number} promises to keep", count),
        lambda t, count: t.button("Promises · {number}", number=count),
    )


def show(_step: ToDo, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    piles = _piles(desk)
    there = [pile for pile in piles if pile.count]
    lines = [t("This waits for you:") if there else t("Nothing waits for you now.")]
    lines += [f"· {pile.says(t, pile.count)}" for pile in there]
    shown = [pile for pile in piles if pile.count or pile is piles[0]]
    ways: Buttons = two_a_row([Button(pile.label(t, pile.count), pile.opens) for pile in shown])
    return Text("\n".join([*lines, *_unnamed(desk)]), (*ways, *_naming(desk), (to_menu(desk),)))


def _is_unnamed(desk: Desk) -> bool:
    return not colleagues.name_of(desk.unit, desk.person.chat_id)


def _unnamed(desk: Desk) -> list[str]:
    return [desk.words("Colleagues do not know your name yet.")] if _is_unnamed(desk) else []


def _naming(desk: Desk) -> Buttons:
    """Ask who has a role from before names were asked for one; it is no work that waits, and is not counted."""
    label = desk.words.button("My name for colleagues")
    return ((Button(label, EntryPoint.COLLEAGUE_NAME.data()),),) if _is_unnamed(desk) else ()


def hear(_step: ToDo, _paths: list[str], _event: Happening, _desk: Desk) -> Move | None:
    """Leave its buttons to what they open."""
    return None


FLOW: Final = Flow(
    "to_do",
    screens=(Screen(ToDo, show, hear, guard=an_organiser("to_do")),),
    opens={EntryPoint.TO_DO: opened},
)
