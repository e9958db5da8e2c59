"""The weekly digest: to each person the activities of the coming days that are theirs; nothing to say, no message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from bot import codec
from bot.chat import Button, Text
from bot.flows.activities import buttons, text
from bot.flows.desk import spoken
from bot.flows.entry_points import EntryPoint
from bot.flows.wishes.topics_button import topics_button
from bot.house import House
from bot.texts import Words, words
from domain.activities.activities import Kind
from domain.activities.offers import Quiet
from domain.affiliations.affiliations import HERE
from domain.affiliations.reminders import QuietHours
from domain.messages.delivery import Lane
from domain.times.weekly import next_weekly
from storage.activities import admission, agenda, signup_reading, wishes
from storage.activities.activities import ActivityRow
from storage.affiliations import affiliations
from storage.announcements import digests, topics
from storage.announcements.digests import DigestRow
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import people
from storage.people.people import Person
from storage.places import places
from storage.unit_of_work import UnitOfWork

AHEAD_S: Final = 7 * 86_400.0
NEAR_M: Final = 3_000.0
HERE_M: Final = 50.0
"""What is nearer than this is held at the very point."""

MOST: Final = 5
"""Activities in one digest; a button leads to the rest."""

PORTION: Final = 100
"""People in one transaction: it holds nobody up for longer than some tenths of a second."""

Found = tuple[ActivityRow, float | None]
"""An activity, and how many metres from the person's point; None where that is not known."""


@dataclass(slots=True)
class Digester:
    """Writes what is due, a portion at a time.

    How far it came is held in memory alone: after a restart it begins anew, and passes over what is written already.
    """

    reached: dict[tuple[int, float], int] = field(default_factory=dict)

    def write_some(self, unit: UnitOfWork, house: House, now: float) -> int:
        """Write the next portion, commit, and return how many messages that were."""
        digest = digests.due(unit, now)
        if digest is None:
            return 0
        key = (digest.id, digest.next_at)
        chats = digests.readers(unit, digest, self.reached.get(key, 0), PORTION, house.language)
        written = _write(_Issue(unit, digest, house.local(now), house), chats)
        if len(chats) == PORTION:
            self.reached[key] = chats[-1]
        else:
            self.reached.pop(key, None)
            then = next_weekly(house.local(now), digest.weekday, digest.minute)
            digests.move_on(unit, digest.id, then.timestamp())
        unit.commit()
        return written


@dataclass(frozen=True, slots=True)
class _Issue:
    """A digest of this week; what was looked up for one reader serves the next."""

    unit: UnitOfWork
    digest: DigestRow
    now: datetime
    house: House
    by_point: dict[int, list[tuple[ActivityRow, float]]] = field(default_factory=dict)
    by_unit: dict[int, list[ActivityRow]] = field(default_factory=dict)

    @property
    def at(self) -> float:
        return self.now.timestamp()

    def key(self, chat_id: int) -> str:
        return f"{digests.ABOUT}{self.digest.id}:{int(self.digest.next_at)}:{chat_id}"

    def near(self, point_id: int) -> list[tuple[ActivityRow, float]]:
        """Return what is held near a point."""
        if point_id not in self.by_point:
            point = places.point(self.unit, point_id)
            wanted = agenda.Wanted(self.at, self.at + AHEAD_S)
            around = agenda.Around(point.position, NEAR_M) if point else None
            self.by_point[point_id] = agenda.near(self.unit, wanted, around, count=200) if around else []
        return self.by_point[point_id]

    def held_by(self, unit_id: int) -> list[ActivityRow]:
        """Return what a unit holds, and those above it."""
        if unit_id not in self.by_unit:
            line = [one.id for one in places.ancestors(self.unit, unit_id)]
            self.by_unit[unit_id] = digests.held_by(self.unit, line, self.at, self.at + AHEAD_S)
        return self.by_unit[unit_id]


def _write(issue: _Issue, chat_ids: list[int]) -> int:
    done = digests.written(issue.unit, [issue.key(chat_id) for chat_id in chat_ids])
    waiting = [chat_id for chat_id in chat_ids if issue.key(chat_id) not in done]
    readers, liked = people.known(issue.unit, waiting), topics.interests_of_many(issue.unit, waiting)
    drafts = [
        draft
        for chat_id in waiting
        if (draft := _draft(issue, readers[chat_id], liked.get(chat_id, frozenset()))) is not None
    ]
    outbox.write(issue.unit, drafts, issue.at)
    return len(drafts)


def _draft(issue: _Issue, reader: Person, liked: frozenset[Kind]) -> Draft | None:
    """Write one person's digest; None: there is nothing for them."""
    found = list(islice(_fitting(issue, reader, liked), MOST))
    if not found:
        return None
    said = _text(issue, found, words(spoken(reader, "", issue.house.language)))
    quiet, at = Quiet(QuietHours(), issue.house.zone), issue.at
    begins = quiet.over_at(at) if quiet.holds(at) else at
    last = found[-1][0].starts_at
    about = f"{digests.ABOUT}{issue.digest.id}"
    return Draft(issue.key(reader.chat_id), reader.chat_id, Lane.REMINDER, codec.encode(said), begins, last, about)


def _fitting(issue: _Issue, reader: Person, liked: frozenset[Kind]) -> Iterator[Found]:
    """Yield what somebody may come to and has not signed up for, the soonest first."""
    chat_id, until = reader.chat_id, issue.at + AHEAD_S
    mine = {one.activity_id for one in signup_reading.of_person(issue.unit, chat_id, issue.at, until)}
    for row, metres in _around(issue, reader):
        wanted = not liked or row.kind in liked
        is_open = issue.at < (row.starts_at if row.plan.closes_at is None else row.plan.closes_at)
        if wanted and is_open and row.id not in mine and admission.may_come(issue.unit, row, chat_id) is not None:
            yield row, metres


def _around(issue: _Issue, reader: Person) -> list[Found]:
    """Return what is on near somebody's point and in their unit, the soonest first, each once."""
    stay = next((one for one in affiliations.current(issue.unit, reader.chat_id) if one.state in HERE), None)
    point_id = stay.point_id if stay else reader.my_point_id
    home = stay.unit_id if stay else wishes.home_unit(issue.unit, reader.chat_id) or issue.digest.unit_id
    found: dict[int, Found] = {row.id: (row, None) for row in issue.held_by(home)}
    if point_id is not None:
        found |= {row.id: (row, metres) for row, metres in issue.near(point_id) if row.starts_at > issue.at}
    return sorted(found.values(), key=lambda one: (one[0].starts_at, one[0].id))


def _text(issue: _Issue, found: Iterable[Found], t: Words) -> Text:
    numbered = list(enumerate(found, 1))
    lines = [
        t("What is on for you in the next seven days:"),
        *(text.listed(number, one[0], _facts(issue, one, t), issue.now.tzinfo, t) for number, one in numbered),
        t("Tap a number to read more and sign up."),
    ]
    numbers = tuple(Button(str(number), EntryPoint.ACTIVITY.data(row.id)) for number, (row, _) in numbered)
    more = (buttons.all_activities(t), Button(t.button("My interests"), EntryPoint.INTERESTS.data()))
    return Text("\n".join(lines), (numbers, more, (topics_button(t),)))


def _facts(issue: _Issue, one: Found, t: Words) -> str:
    row, metres = one
    far = "" if metres is None or metres < HERE_M else t.distance(metres)
    return " · ".join(part for part in (text.where(issue.unit, row, t), far) if part)
