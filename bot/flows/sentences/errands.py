"""What an organiser asks for in a sentence: the screen of theirs that it opens, filled in. A tap there does it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.chat import Said, Text
from bot.flows import narrowing, organising
from bot.flows.activities.in_hand import ActivitiesInHand, Only, card
from bot.flows.afterwards.steps import ActivityReport, ChoosingReported, MonthReport
from bot.flows.announcements.drafting import listing, start
from bot.flows.announcements.steps import AnnouncementCard, AnnouncementList
from bot.flows.booking.steps import ChoosingLedger, MyBookings, ResourceList, SharedHome, ToDecide
from bot.flows.check_in.steps import CheckInDesk
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.desk_door.steps import DeskDoor
from bot.flows.duties.steps import DutyList
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.finding.sure_names import buildings_in
from bot.flows.flow import Opener
from bot.flows.grid.rights import helped
from bot.flows.grid.steps import AssignmentList, BuildingCard, MyBuildings, MyPromises, TeamList
from bot.flows.groups import binding
from bot.flows.mail.steps import MailList
from bot.flows.moments import local
from bot.flows.narrowing import EVERYWHERE, Place
from bot.flows.organising.composing import beginning
from bot.flows.organising.steps import AnsweringItem, CallingOff, ChoosingPart, Item, NotConfirmed, SayingWhen, Seed
from bot.flows.reviewing import hatching, looking_up, queue, review_rules
from bot.flows.reviewing.steps import ChoosingRole, HolderList, Level, MemberList, OpenInvitations, ReviewQueue
from bot.flows.rights import organised, own_units
from bot.flows.sentences.own import mine
from bot.flows.sentences.understanding import is_short_for
from bot.flows.step import Step
from bot.flows.to_do import ToDo
from bot.flows.typed import readable
from bot.flows.wishes import digest, tally
from domain.activities.activities import Kind, Stage
from domain.said import days as said_days
from domain.said.days import Days
from domain.said.errands import member_sought
from domain.said.errands import organising as said_organising
from domain.said.errands.forms import What
from domain.said.errands.member_sought import Sought
from domain.said.errands.organising import Errand, Part
from domain.said.requests.registration import is_surely_name
from domain.said.sentences import frames
from domain.said.writing.signs import plain
from domain.times import months, when
from storage.activities import agenda
from storage.activities.activities import ActivityRow
from storage.activities.agenda import Of

_MOST: Final = 200
"""Activities that are looked through for the one that is named."""


def asked(said: Said, desk: Desk) -> Move | None:
    """Open what an organiser asks for; None: it is none of these, or names what is not in their hands."""
    found = (_OPENS[errand.what](errand, desk) for errand in _readings(said, desk))
    return next((move for move in found if move is not None), None)


def is_asked(said: Said, desk: Desk) -> bool:
    """Tell the same before it is done: nobody is looked for, nothing changed; a name or number alone asks nothing."""
    is_bare = member_sought.may_be(said.text, desk.now)
    found = (errand for errand in _readings(said, desk) if not (is_bare and errand.what is What.FIND))
    return any(_WOULD.get(errand.what, _OPENS[errand.what])(errand, desk) for errand in found)


def _readings(said: Said, desk: Desk) -> Iterator[Errand]:
    if organised(desk):
        return said_organising.readings(said.text, desk.now)
    if helped(desk):
        return (one for one in said_organising.readings(said.text, desk.now) if one.what in _OF_HELPERS)
    return iter(())


_OF_HELPERS: Final = frozenset({What.BUILDING, What.BUILDINGS, What.PROMISES})
"""What a volunteer has as well, who organises nothing."""


def _named(errand: Errand, desk: Desk, *, over: bool = False) -> list[ActivityRow]:
    """Return the activities in hand that the sentence may mean; `over`: those that go on, and that were held."""
    paths, now = Of(organised(desk)), desk.now.timestamp()
    rows = agenda.managed(desk.unit, paths, now, 0, _MOST)
    if over:  # what goes on now is looked at as well
        rows = [*(row for row in rows if row.starts_at <= now), *agenda.past(desk.unit, paths, now, 0, _MOST)]
    kind = _kind(errand.rest, desk)
    return [
        row for row in rows if _is_on(row, errand.days, desk) and (row.kind is kind or _is_called(row, errand.rest))
    ]


def _is_on(row: ActivityRow, days: Days | None, desk: Desk) -> bool:
    return days is None or days.first <= local(row.starts_at, desk.now.tzinfo).date() <= days.last


def _is_called(row: ActivityRow, named: str) -> bool:
    return is_short_for(named.replace(" ", ""), plain(row.title).replace(" ", ""))


def _kind(named: str, desk: Desk) -> Kind | None:
    """Return the kind that these words say and nothing else."""
    reading = frames.read(named, desk.now) if named else None
    return reading.wishes[0].kind if reading is not None and reading.wishes and not reading.rest else None


def _one(
    goes: Callable[[ActivityRow], Move], *, over: bool = False, either: bool = False, drafts: bool = True
) -> Callable[[Errand, Desk], Move | None]:
    """Make what opens something of the one activity that is meant; of several, of none, the list to choose from.

    `over`: of those that were held; `either`: of those too, where none that is coming is meant.
    """

    def opens(errand: Errand, desk: Desk) -> Move | None:
        rows = _named(errand, desk, over=over) or (_named(errand, desk, over=True) if either else [])
        rows = [row for row in rows if drafts or row.stage is not Stage.DRAFT]
        if len(rows) == 1 or (rows and over and errand.days is None and not errand.rest):
            return goes(rows[0])
        if not rows and errand.days is not None:
            return _on_another_day(errand, desk, over=over)
        if errand.rest and not rows:
            return None  # what it names is nothing of theirs: others may know it
        return _choose(rows, desk, over=over)

    return opens


def _on_another_day(errand: Errand, desk: Desk, *, over: bool = False) -> Move | None:
    """Say that there is none on the day that was named, and list what is called so on others."""
    rows = _named(replace(errand, days=None), desk, over=over)
    if not rows:
        return None
    listed = tuple(row.id for row in rows) if errand.rest else None
    said = Text(desk.words("I found none of yours on that day."))
    return Go(ActivitiesInHand(past=over, found=listed), before=(said,))


def _at_the_door(errand: Errand, desk: Desk) -> Move | None:
    """Open the desk of the one that is meant; where nothing is named, of the one that people come to now."""
    now = desk.now.timestamp()
    rows = [row for row in _named(errand, desk) if row.stage is not Stage.DRAFT]
    if not errand.rest and errand.days is None:
        soon = [row for row in rows if row.starts_at - _DOOR_S <= now]
        rows = soon or rows
    if not rows and (errand.rest or errand.days):
        return _on_another_day(errand, desk)
    return Go(CheckInDesk(rows[0].id)) if len(rows) == 1 else _choose(rows, desk)


_DOOR_S: Final = 3 * 3_600.0
"""So long before an activity begins its door may be meant by who names none."""


def _choose(rows: list[ActivityRow], desk: Desk, *, over: bool = False) -> Move:
    t = desk.words
    if not rows:
        return Go(ActivitiesInHand(past=over), before=(Text(t("There is none of yours.")),))
    return Go(ActivitiesInHand(past=over, found=tuple(row.id for row in rows)), before=(Text(t("Which one?")),))


def _changed(errand: Errand, desk: Desk) -> Move | None:
    """Ask whether the one that is meant is to be changed to what was said; where nothing was, ask what is to be."""
    rows = _named(errand, desk)
    if len(rows) != 1:
        return _choose(rows, desk) if rows else _on_another_day(errand, desk)
    row, seed = rows[0], Seed(rows[0].unit_id, rows[0].kind, rows[0].title, rows[0].id)
    item = _ITEMS.get(errand.part) if errand.part else None
    if item is not None:
        return (
            _heard(AnsweringItem(row.id, item), Said(errand.to), desk) if errand.to else Go(AnsweringItem(row.id, item))
        )
    if not errand.to:
        return Go(SayingWhen(seed) if errand.by or errand.part is Part.WHEN else ChoosingPart(row.id))
    moved = _moved(row, errand, desk)
    if moved is not None:
        return _heard(SayingWhen(seed), Chose(moved.replace(tzinfo=None).isoformat(timespec="minutes"), 0), desk)
    here = desk.now.replace(tzinfo=None)
    if when.read(errand.to, here, local(row.starts_at, desk.now.tzinfo).date()) is not None:
        return _heard(SayingWhen(seed), Said(errand.to), desk)
    day = said_days.named(errand.to, desk.now)
    if day is not None:  # 周四晚上: only the hour is asked
        return Go(SayingWhen(seed, day.first.isoformat()))
    return _heard(AnsweringItem(row.id, Item.WHERE), Said(errand.to), desk)


_ITEMS: Final = MappingProxyType(
    {Part.WHERE: Item.WHERE, Part.SEATS: Item.SEATS, Part.TITLE: Item.TITLE, Part.NOTES: Item.NOTES}
)


def _moved(row: ActivityRow, errand: Errand, desk: Desk) -> datetime | None:
    """Return when it begins if it is moved by so much, in local time; None: no such length was said."""
    by = said_organising.shift(errand)
    return None if by is None else local(row.starts_at, desk.now.tzinfo) + by


def _heard(step: SayingWhen | AnsweringItem, event: Happening, desk: Desk) -> Move | None:
    return organising.FLOW.hear(step, event, desk)


def _called_off(errand: Errand, desk: Desk) -> Move | None:
    """Ask why; of what the organiser has signed up for it is the own seat that is given back, which others hear."""
    own = {one.activity_id for one in mine(desk)}
    rows = [row for row in _named(errand, desk) if row.stage is not Stage.DRAFT and row.id not in own]
    if not rows:
        return _on_another_day(errand, desk) if errand.rest else None
    return Go(CallingOff(rows[0].id)) if len(rows) == 1 else _choose(rows, desk)


def _place(named: str, desk: Desk) -> Place | None:
    """Return the place that is named, one that is known for sure; `EVERYWHERE` where nothing is, None: it is not."""
    if not named:
        return EVERYWHERE
    surely = desk.search.find(desk.unit, named, 1)
    is_meant = surely.sure and len(named) >= _SHORTEST_PLACE and named in surely.hits[0].name
    return narrowing.named(named, desk, buildings=True) or (
        narrowing.named(surely.hits[0].name, desk, buildings=True) if is_meant else None
    )


_SHORTEST_PLACE: Final = 3
"""So many signs at least of a name say which place is meant."""


def _requests(level: Level) -> Callable[[Errand, Desk], Move | None]:
    def opens(errand: Errand, desk: Desk) -> Move | None:
        place = _place(errand.rest, desk)
        if place is None:
            return None
        is_all = level is Level.HOST and place == EVERYWHERE
        return queue.opened(_OPENED, desk) if is_all else Go(ReviewQueue(level, place=place))

    return opens


def _decide(_errand: Errand, desk: Desk) -> Move:
    """Show the requests: one is decided on at its card, by a tap that says which."""
    move = queue.opened(_OPENED, desk)
    told = Text(desk.words("A request is decided on at its card, by a tap."))
    return replace(move, before=(told, *move.before)) if isinstance(move, Go) else move


def _members(errand: Errand, desk: Desk) -> Move | None:
    place = _place(errand.rest, desk)
    return None if place is None else Go(MemberList(place=place))


def _sought(errand: Errand, desk: Desk) -> Move | None:
    wanted = _who(errand, desk)
    return None if wanted is None else looking_up.sought(wanted, desk)


def _who(errand: Errand, desk: Desk) -> Sought | None:
    """Tell who is looked for; what is surely the name of a place is left to others, unless somebody is surely meant."""
    wanted = member_sought.read(errand.rest)
    if not member_sought.may_be(errand.rest, desk.now):
        return None
    if wanted.name and not errand.is_person:
        may_be = is_surely_name(wanted.name) or wanted.name.isascii()
        if not may_be or desk.search.find(desk.unit, wanted.name, 1).sure:
            return None
    return wanted


def _month(errand: Errand, desk: Desk) -> Move:
    own = own_units(desk)
    if len(own) != 1:
        return Go(ChoosingReported())
    return Go(MonthReport(own[0].id, months.read(errand.to, desk.today) or months.month_of(desk.today)))


def _approve(_errand: Errand, desk: Desk) -> Move:
    waiting = listing.to_approve(organised(desk), desk)
    return Go(AnnouncementCard(waiting[0].id) if len(waiting) == 1 else AnnouncementList())


def _branches(_errand: Errand, desk: Desk) -> Move:
    found = hatching.in_hand(desk)
    if len(found) == 1:
        return hatching.opened(Opened(EntryPoint.NEST, found[0], 0), desk)
    none = () if found else (Text(desk.words("No building or company has enough members for a branch yet.")),)
    return Go(ToDo(), before=none)


def _units(_errand: Errand, desk: Desk) -> Move:
    """Say which units are the own ones, above what waits there."""
    named = " · ".join(readable(unit.name, _LABEL) for unit in own_units(desk)[:_UNITS])
    said = desk.words("You organise {units}, with everything that belongs to it.", units=named)
    return Go(ToDo(), before=(Text(said),))


_UNITS: Final = 20
_LABEL: Final = 40


def _building(errand: Errand, desk: Desk) -> Move | None:
    """Open the one building that is named; None: what is named is none, or several are called so."""
    named = {hit.id for _, _, hit in buildings_in(errand.rest, desk.search.names(desk.unit))}
    return Go(BuildingCard(named.pop())) if len(named) == 1 else None


def _new(_errand: Errand, desk: Desk) -> Move:
    return beginning.opened(_OPENED, desk)


def _to(step: Step) -> Callable[[Errand, Desk], Move]:
    return lambda _errand, _desk: Go(step)


def _at(opener: Opener) -> Callable[[Errand, Desk], Move | None]:
    return lambda _errand, desk: opener(_OPENED, desk)


_OPENED: Final = Opened(None, "", 0)
_OPENS: Final[Mapping[What, Callable[[Errand, Desk], Move | None]]] = MappingProxyType(
    {
        What.CHANGE: _changed,
        What.CALL_OFF: _called_off,
        What.COPY: _one(
            lambda row: Go(SayingWhen(Seed(row.unit_id, row.kind, row.title, copy_of=row.id))), over=True, drafts=False
        ),
        What.DUTIES: _one(lambda row: Go(DutyList(row.id)), drafts=False),
        What.NOT_CONFIRMED: _one(lambda row: Go(NotConfirmed(row.id)), drafts=False),
        What.LIST: _one(lambda row: Go(card(row)), drafts=False, either=True),
        What.POSTER: _one(lambda row: Go(card(row)), drafts=False),
        What.CAME: _one(lambda row: Go(ActivityReport(row.id)), over=True, drafts=False),
        What.DESK: _at_the_door,
        What.WORKBENCH: _to(DeskDoor()),
        What.SIGNED_UP: _one(lambda row: Go(card(row)), drafts=False),
        What.LATE: _requests(Level.LATE),
        What.RETURNED: _requests(Level.RETURNED),
        What.DONE: _requests(Level.DONE),
        What.RULES: _at(review_rules.opened),
        What.REQUESTS: _requests(Level.HOST),
        What.DECIDE: _decide,
        What.APPROVE: _approve,
        What.SENT: _to(AnnouncementList()),
        What.ANNOUNCE: lambda _errand, desk: start.begin(desk),
        What.MAIL: _to(MailList()),
        What.HOLDERS: _to(HolderList()),
        What.INVITATIONS: _to(OpenInvitations()),
        What.INVITE: _to(ChoosingRole()),
        What.MONTH: _month,
        What.GROUPS: _at(binding.opened),
        What.WISHES: _at(tally.opened),
        What.DIGEST: _at(digest.opened),
        What.BRANCHES: _branches,
        What.NEW: _new,
        What.DRAFTS: _to(ActivitiesInHand(only=Only.DRAFTS)),
        What.HELD: _to(ActivitiesInHand(past=True)),
        What.ACTIVITIES: _to(ActivitiesInHand()),
        What.FIND: _sought,
        What.MEMBERS: _members,
        What.TO_DO: _to(ToDo()),
        What.UNITS: _units,
        What.SHARED: _to(SharedHome()),
        What.BOOKED: _to(MyBookings()),
        What.TO_LEND: _to(ToDecide()),
        What.LENT: _to(ResourceList()),
        What.LEDGER: _to(ChoosingLedger()),
        What.BUILDING: _building,
        What.BUILDINGS: _to(MyBuildings()),
        What.PROMISES: _to(MyPromises()),
        What.AREAS: _to(AssignmentList()),
        What.TEAMS: _to(TeamList()),
    }
)

_WOULD: Final[Mapping[What, Callable[[Errand, Desk], object]]] = MappingProxyType(
    {What.FIND: _who, What.CHANGE: lambda errand, desk: _named(errand, desk) or _on_another_day(errand, desk)}
)
"""For what notes or changes something as it opens: whether it would open."""
