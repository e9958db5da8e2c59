"""What finds the items of each kind: the chat's own lists where it has one, each with its reason in words."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from bot.desk.items import Act, Item, Told
from bot.flows import to_do
from bot.flows.announcement_titles import brief
from bot.flows.desk import Desk
from bot.flows.mail import text as thread_text
from bot.flows.moments import local
from bot.flows.persons import colleague, masked
from bot.flows.reviewing import hatching
from bot.flows.rights import organised
from bot.texts import Words
from bot.texts.names import affiliation_name
from domain.affiliations.affiliations import State
from domain.people.two_people import may_follow
from storage.affiliations.review_queue import Reviewer
from storage.announcements import announcements, threads
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.threads import ThreadRow
from storage.desk import waiting
from storage.desk.waiting import ShortRow, StayRow

_UNSURE_S: Final = 48 * 3_600.0
_SHORT_S: Final = 7 * 86_400.0
_LATELY_S: Final = 7 * 86_400.0
_CLOCKS: Final = timedelta(days=14)
_PATIENCE_S: Final = 2 * 86_400.0
_ANSWERED_S: Final = 3 * 86_400.0
"""So long a message may wait before something is said to break."""

Reason = Callable[[StayRow, Desk], str]


def requests(desk: Desk, most: int) -> list[Item]:
    """Return the requests that wait for this person's decision, on either level."""
    t = desk.words
    acts = (
        Act("approve", t.button("Approve"), is_main=True),
        Act("return", t.button("Return")),
        Act("decline", t.button("Decline")),
    )
    rows = waiting.requests(desk.unit, Reviewer(desk.person.chat_id, tuple(organised(desk))), most)
    return [_of_stay("requests", row, _asks, desk, row.due_on, acts) for row in rows]


def _asks(row: StayRow, desk: Desk) -> str:
    t = desk.words
    what = t("Waits for the second review") if row.state is State.HOST_ACCEPTED else t("Asks to take part")
    if row.due_on is None:
        return what
    if row.due_on < desk.today:
        return t("{what}; was to hear by {day}", what=what, day=t.day(row.due_on))
    return t("{what}; is to hear by {day}", what=what, day=t.day(row.due_on))


def questions(desk: Desk, most: int) -> list[Item]:
    """Return whom a colleague has asked something, and who has not answered for two days."""
    rows = waiting.unanswered(desk.unit, organised(desk), desk.now.timestamp() - _PATIENCE_S, most)
    return [_of_stay("questions", row, _silent, desk) for row in rows]


def _silent(_row: StayRow, desk: Desk) -> str:
    return desk.words("Was asked something and has not answered; a call may help")


def stays(desk: Desk, most: int) -> list[Item]:
    """Return the stays that end, or are to be confirmed, within two weeks."""
    rows = waiting.clocks(desk.unit, organised(desk), desk.today + _CLOCKS, most)
    return [_of_stay("stays", row, _runs_out, desk, row.due_on) for row in rows]


def _runs_out(row: StayRow, desk: Desk) -> str:
    t, day = desk.words, row.due_on or desk.today
    return t("{state}; runs out on {day}", state=affiliation_name(row.state, t), day=t.day(day))


def undelivered(desk: Desk, most: int) -> list[Item]:
    """Return whom a message of their own did not reach in the last week."""
    rows = waiting.undelivered(desk.unit, organised(desk), desk.now.timestamp() - _LATELY_S, most)
    return [_of_stay("undelivered", row, _lost, desk) for row in rows]


def _lost(_row: StayRow, desk: Desk) -> str:
    return desk.words("A message did not arrive; another way may be needed")


def _of_stay(  # noqa: PLR0913, PLR0917  an item has these parts
    kind: str, row: StayRow, reason: Reason, desk: Desk, breaks_on: date | None = None, acts: tuple[Act, ...] = ()
) -> Item:
    """Make an item of an affiliation; a day is over at its end."""
    breaks_at = datetime.combine(breaks_on, time.max, desk.now.tzinfo).timestamp() if breaks_on else None
    return Item(
        kind,
        f"affiliation:{row.id}",
        f"affiliation/{row.id}",
        row.since,
        partial(_stay_told, row, reason),
        breaks_at,
        acts,
        row.version,
        row.chat_id,
    )


def _stay_told(row: StayRow, reason: Reason, desk: Desk) -> Told:
    t = desk.words
    return Told(f"{masked(desk.unit, row.chat_id, t)} · {row.point_name}", reason(row, desk))


def mail(desk: Desk, most: int) -> list[Item]:
    """Return the messages that nobody has answered."""
    take = (Act("take", desk.words.button("Take it"), is_main=True),)
    found = threads.unanswered(desk.unit, organised(desk), desk.person.chat_id, most)
    return [
        Item(
            "mail",
            f"thread:{row.id}",
            f"thread/{row.id}",
            row.unanswered_since,
            partial(_thread_told, row),
            row.unanswered_since + _ANSWERED_S,
            take if row.taken_by is None else (),
            chat_id=row.chat_id,
        )
        for row in found
        if row.unanswered_since is not None
    ]


def _thread_told(row: ThreadRow, desk: Desk) -> Told:
    t, unit = desk.words, desk.unit
    where = thread_text.unit_name(unit, row.unit_id)
    title = t.plain("{name} to {unit}", name=thread_text.sender(unit, row, t), unit=where)
    newest = threads.first_words(unit, [row.id]).get(row.id)
    return Told(title, thread_text.quoted(newest, t), _holder(row, desk))


def _holder(row: ThreadRow, desk: Desk) -> str:
    if row.taken_by is None:
        return ""
    if row.taken_by == desk.person.chat_id:
        return desk.words.plain("You")
    return colleague(desk.unit, row.taken_by, desk.words)


def seats(desk: Desk, most: int) -> list[Item]:
    """Return what begins within two days and has seats that are not sure."""
    now = desk.now.timestamp()
    rows = waiting.unsure(desk.unit, organised(desk), now, now + _UNSURE_S, most)
    return [_of_short("seats", "activity", row, _seats_told, now) for row in rows]


def _seats_told(row: ShortRow, desk: Desk) -> Told:
    said = desk.words(
        "{there} of {meant} seats are confirmed; begins {when}",
        there=row.there,
        meant=row.meant,
        when=_when(row.starts_at, desk),
    )
    return Told(f"{row.title} · {row.unit_name}", said)


def duties(desk: Desk, most: int) -> list[Item]:
    """Return the duties of the coming week for which too few come."""
    now = desk.now.timestamp()
    rows = waiting.short(desk.unit, organised(desk), now, now + _SHORT_S, most)
    return [_of_short("duties", "duty", row, _duty_told, now) for row in rows]


def _duty_told(row: ShortRow, desk: Desk) -> Told:
    said = desk.words(
        "{there} of {meant} come; begins {when}", there=row.there, meant=row.meant, when=_when(row.starts_at, desk)
    )
    return Told(f"{row.name} · {row.title}", said)


def _of_short(noun_of_kind: str, noun: str, row: ShortRow, told: Callable[[ShortRow, Desk], Told], now: float) -> Item:
    subject, opens = f"{noun}:{row.id}", f"{noun}/{row.id}"
    return Item(noun_of_kind, subject, opens, now, partial(told, row), row.starts_at)


def _when(moment: float, desk: Desk) -> str:
    at = local(moment, desk.now.tzinfo)
    return f"{desk.words.day(at)} {desk.words.clock(at)}"


def approvals(desk: Desk, most: int) -> list[Item]:
    """Return announcements and corrections that somebody else has written and that wait for a second person."""
    unit, paths, mine = desk.unit, organised(desk), desk.person.chat_id
    first = [
        _of_announcement(row, "", _to_approve, row.submitted_at or row.created_at, row.starts_at)
        for row in announcements.awaiting(unit, paths)
        if may_follow(row.created_by, mine)
    ]
    other = [
        _of_announcement(row, f".{to_do.PROPOSED}", _to_correct, row.began_at or row.created_at, None)
        for row in announcements.proposals(unit, paths)
        if may_follow(row.proposed_by, mine)
    ]
    return [*first, *other][:most]


def _of_announcement(
    row: AnnouncementRow, which: str, reason: Callable[[Words], str], since: float, breaks_at: float | None
) -> Item:
    def told(desk: Desk) -> Told:
        return Told(brief(row, desk.words), reason(desk.words))

    return Item("approvals", f"announcement:{row.id}{which}", f"announcement/{row.id}{which}", since, told, breaks_at)


def _to_approve(t: Words) -> str:
    return t("An announcement waits for your approval")


def _to_correct(t: Words) -> str:
    return t("A correction waits for your approval")


def attendance(desk: Desk, most: int) -> list[Item]:
    """Return what was held lately and nobody has entered who came."""
    return [
        Item("attendance", f"activity:{row.id}", f"activity/{row.id}", row.ends_at, partial(_not_entered, row.title))
        for row in to_do.not_entered(desk, most)
    ]


def _not_entered(title: str, desk: Desk) -> Told:
    return Told(title, desk.words("Is over, and nobody has entered who came"))


def branches(desk: Desk, most: int) -> list[Item]:
    """Return the buildings and companies that have members enough for a branch."""
    now = desk.now.timestamp()
    return [Item("branches", f"nest:{one}", f"nest/{one}", now, _nest_told) for one in hatching.in_hand(desk)[:most]]


def _nest_told(desk: Desk) -> Told:
    t = desk.words
    return Told(t.plain("A branch to found"), t("There are members enough for a branch of their own"))
