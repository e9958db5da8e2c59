"""What falls due by itself in the life of an affiliation, and when: pure, from its facts and the host's rules."""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from domain.affiliations.affiliations import HERE, State, reviewer
from domain.rules import Rule

MORNING: Final = time(9, 30)
"""The local time of day at which everything here falls due."""


class NoticeKind(StrEnum):
    """What falls due. Whoever is told is looked up when it is due, not when it is planned.

    | kind             | due                                         | told         | buttons          | not after    |
    |------------------|---------------------------------------------|--------------|------------------|--------------|
    | report_in        | arrival + REPORT_IN_DAYS                    | member       | mine             | 30 days late |
    | paper_14         | the document's last day - 14 days           | member       | mine             | the last day |
    | paper_3          | the document's last day - 3 days            | member       | mine             | the last day |
    | unanswered       | the day by which the reviewer was to answer | reviewer     | the request      |              |
    | unanswered_above | REVIEW_WORKING_DAYS after that              | level above  | the request      |              |
    | ask_transfer     | TRANSFER_MONTHS after arrival               | member       | mine             |              |
    | end_30, end_7    | the last day - 30 days, - 7 days            | member       | renew, mine      | the last day |
    | last_day         | the last day                                | member       | renew, mine      | the last day |
    | ask_again        | CONFIRM_MONTHS after it was last confirmed  | member       | still here, mine |              |
    | expire           | the day after the last day                  | member, host | mine; see it     |              |
    | out_of_contact   | OUT_OF_CONTACT_MONTHS without any contact   | host's own   | see it           |              |

    `ask_again` and `expire` are also steps of the table in `domain.affiliations.affiliations`; `out_of_contact` sets
    the flag, and comes again after as long a time without contact.
    """

    REPORT_IN = "report_in"
    PAPER_14 = "paper_14"
    PAPER_3 = "paper_3"
    UNANSWERED = "unanswered"
    UNANSWERED_ABOVE = "unanswered_above"
    ASK_AGAIN = "ask_again"
    ASK_TRANSFER = "ask_transfer"
    END_30 = "end_30"
    END_7 = "end_7"
    LAST_DAY = "last_day"
    EXPIRE = "expire"
    OUT_OF_CONTACT = "out_of_contact"


PAPERS: Final = {NoticeKind.PAPER_14: 14, NoticeKind.PAPER_3: 3}
"""How many days before a document's last day each of these falls due."""

CHAINS: Final = (
    (NoticeKind.PAPER_14, NoticeKind.PAPER_3),
    (NoticeKind.END_30, NoticeKind.END_7, NoticeKind.LAST_DAY, NoticeKind.EXPIRE),
)
"""Reminders of the same day: where several fall due at once, after an outage, the last of them says what is true."""


def overtaken_by(kind: NoticeKind) -> frozenset[NoticeKind]:
    """Return the later ones of its chain: where one of them is due too, this one is not said any more."""
    return frozenset(later for chain in CHAINS if kind in chain for later in chain[chain.index(kind) + 1 :])


STEPS: Final = frozenset({NoticeKind.ASK_AGAIN, NoticeKind.EXPIRE})
"""These are steps in the life of the affiliation too."""

ENDS: Final = {NoticeKind.END_30: 30, NoticeKind.END_7: 7, NoticeKind.LAST_DAY: 0}
"""How many days before the last day of a stay each of these falls due."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an affiliation; `state_since` and `last_contact` are local times.

    `due_on` is until when the reviewer was to answer. Raises `ValueError` for an end before the arrival.
    """

    state: State
    arrives_on: date
    state_since: datetime
    ends_on: date | None = None
    submitted_on: date | None = None
    due_on: date | None = None
    paper_until: date | None = None
    last_contact: datetime | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.arrives_on:
            raise ValueError("a stay does not end before the arrival")

    @property
    def here_from(self) -> date:
        """The arrival, or the request if that came later: nobody is reminded of what was before we met."""
        return max(self.arrives_on, self.submitted_on or self.arrives_on)


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice to come: due at a local time, and of no use after another (None: of use however late)."""

    kind: NoticeKind
    due: datetime
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class HostRules:
    """The host's numbers, asked for as they are needed, and its calendar of working days."""

    value: Callable[[Rule], int]
    working_days_after: Callable[[date, int], date]


def plan(facts: Facts, rules: HostRules, at: datetime) -> tuple[Planned, ...]:
    """Return what falls due after the local time `at`, in order, each kind at most once.

    What should have come before is left out, with one exception: a stay whose last day is over ends next morning.
    """
    notices = _of_a_request(facts, rules, at) if reviewer(facts.state) else _of_a_stay(facts, rules, at)
    return tuple(sorted((one for one in notices if one.due > at), key=_turn))


def _turn(notice: Planned) -> tuple[datetime, bool]:
    """Let a step come last in its morning: it raises the version, and what was planned before it is void."""
    return notice.due, notice.kind in STEPS


def _of_a_request(facts: Facts, rules: HostRules, at: datetime) -> Iterator[Planned]:
    days = rules.value(Rule.REVIEW_WORKING_DAYS)
    answer_by = facts.due_on or rules.working_days_after(facts.state_since.date(), days)
    yield Planned(NoticeKind.UNANSWERED, _morning(answer_by, at))
    yield Planned(NoticeKind.UNANSWERED_ABOVE, _morning(rules.working_days_after(answer_by, days), at))


def _of_a_stay(facts: Facts, rules: HostRules, at: datetime) -> Iterator[Planned]:
    if facts.state not in HERE:
        return
    yield from _questions(facts, rules, at)
    if facts.paper_until is not None:
        yield from _before(facts.paper_until, PAPERS, at)
    if facts.ends_on is not None:
        yield from _before(facts.ends_on, ENDS, at)
        yield Planned(NoticeKind.EXPIRE, _next_morning(facts.ends_on, at))
    if facts.last_contact is not None:
        yield silence(facts.last_contact, rules)


def _questions(facts: Facts, rules: HostRules, at: datetime) -> Iterator[Planned]:
    """Plan what the member is asked; never once the stay is over."""
    report_in = _morning(facts.here_from + timedelta(days=rules.value(Rule.REPORT_IN_DAYS)), at)
    half_year = months_after(facts.here_from, rules.value(Rule.TRANSFER_MONTHS))
    asked = [
        Planned(NoticeKind.REPORT_IN, report_in, report_in + timedelta(days=30)),
        Planned(NoticeKind.ASK_TRANSFER, _morning(half_year, at)),
    ]
    if facts.state is State.ACTIVE:
        confirmed_on = max(facts.state_since.date(), facts.arrives_on)
        year = months_after(confirmed_on, rules.value(Rule.CONFIRM_MONTHS))
        asked.append(Planned(NoticeKind.ASK_AGAIN, _morning(year, at)))
    return (one for one in asked if facts.ends_on is None or one.due.date() < facts.ends_on)


def _before(last_day: date, kinds: dict[NoticeKind, int], at: datetime) -> Iterator[Planned]:
    over = datetime.combine(last_day, time.max, at.tzinfo)
    for kind, days in kinds.items():
        yield Planned(kind, _morning(last_day - timedelta(days=days), at), over)


def silence(last_contact: datetime, rules: HostRules) -> Planned:
    """Plan when somebody who has last been in contact at that local time would be out of contact."""
    day = months_after(last_contact.date(), rules.value(Rule.OUT_OF_CONTACT_MONTHS))
    return Planned(NoticeKind.OUT_OF_CONTACT, _morning(day, last_contact))


def _morning(day: date, like: datetime) -> datetime:
    return datetime.combine(day, MORNING, like.tzinfo)


def _next_morning(day: date, at: datetime) -> datetime:
    """Return the morning after this day, or the first one that is still to come."""
    after = _morning(max(day + timedelta(days=1), at.date()), at)
    return after if after > at else after + timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last one where it has no such day (February 29)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times of day between which nothing is said by itself; across midnight if it begins after it ends."""

    begins: time = time(22, 0)
    ends: time = time(7, 30)

    def hold(self, moment: datetime) -> bool:
        """Tell whether they hold at this local time. Equal times: never."""
        clock = moment.time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends
