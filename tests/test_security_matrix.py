"""Every role and scope against every action and every personal field, with forged buttons: the table says what may be.

`docs/security.md` holds the same table; `pytest --update-dialogues` writes it there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select

from bot.abilities import TELEGRAM, WEB
from bot.chat import Commanded, Event, Said, SharedPlace, Started
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard
from bot.flows.affiliating.steps import (
    Answering,
    Asked,
    BeingSure,
    CheckingRequest,
    ChoosingEnding,
    ChoosingItem,
    MyAffiliation,
    SayingNewEnd,
)
from bot.flows.afterwards.steps import (
    ActivityReport,
    ChoosingReported,
    MonthReport,
    RatingActivity,
    RecordedActivity,
    SayingMore,
)
from bot.flows.announcements.steps import (
    AnnouncedSurely,
    AnnouncementCard,
    AnnouncementList,
    AskingWhy,
    Attaching,
    ChangingAnnouncement,
    ChoosingTopic,
    ChoosingWhose,
    DiscardingAnnouncement,
    Irrevocable,
    Linking,
    Namesake,
    ReturningAnnouncement,
    SayingTooLate,
    SendingSurely,
    Timing,
    Wording,
)
from bot.flows.answering.steps import SayingWhich
from bot.flows.booking.steps import (
    AnsweringResource,
    BookingCard,
    Of,
    ResourceCalendar,
    RetiringSurely,
    SayingPurpose,
    Wanted,
)
from bot.flows.check_in.steps import CheckInDesk, ChoosingWalkIn, RollCall, SayingPresence, TakingBack
from bot.flows.duties.steps import (
    CallingVolunteers,
    ChangingDuty,
    CountingDuty,
    DutyCard,
    DutyList,
    DutyPart,
    MyDuty,
    NamingDuty,
    RemovingDuty,
)
from bot.flows.entry_points import EntryPoint
from bot.flows.grid.steps import (
    AssignmentCard,
    AssignmentList,
    BuildingStory,
    ChoosingTeamMember,
    ChoosingTerm,
    EndingAssignment,
    PromiseCard,
    SayingEstimate,
    WritingVisit,
)
from bot.flows.groups.steps import GroupCard, GroupList
from bot.flows.mail.steps import AnsweringMail, Closing, HandingOn, MailCard, MailList, WritingIn
from bot.flows.organising.steps import (
    AnsweringItem,
    CallingOff,
    CallingOffSurely,
    ChoosingPart,
    ConsideringChange,
    Discarding,
    Item,
    KindOfActivity,
    NamingActivity,
    NotConfirmed,
    PlanningSeries,
    SayingLength,
    SayingWhen,
    Seed,
)
from bot.flows.privacy import AtPrivacy, Forgetting
from bot.flows.reviewing.steps import (
    AnsweringQuestion,
    AskingMember,
    ChoosingReason,
    ChoosingRole,
    ChoosingScope,
    FindingMember,
    HolderList,
    MemberList,
    OfferingPoint,
    ReviewCard,
    ReviewQueue,
    SettingRules,
    TakingAway,
)
from bot.flows.roads.steps import DeskCode
from bot.flows.step import Step
from bot.flows.wishes.steps import ChoosingDigestTime, WishWords
from domain.activities.activities import Audience as For
from domain.activities.activities import Kind, Plan, Standing
from domain.activities.duties import Task
from domain.activities.seats import Way
from domain.affiliations.affiliations import Verb
from domain.announcements.announcements import Content
from domain.announcements.announcements import Verb as Announce
from domain.announcements.audiences import Audience
from domain.booking.raster import Span
from domain.booking.resources import Kind as ResourceKind
from domain.booking.resources import Resource
from domain.grid.promises import Kind as Owed
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.places.geo import Position
from domain.places.places import Building, SiteKind
from storage.activities import activities, agenda, attendance, duties, series, signups, wishes
from storage.affiliations.affiliations import AffiliationRow
from storage.announcements import announcements, groups, threads
from storage.announcements.threads import Writing
from storage.booking import booking, resources
from storage.booking import saving as lending
from storage.booking.bookings import Wish
from storage.grid import areas, promises, teams, visits
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.people import audit, calendar_feeds, roles
from storage.places import places, saving
from storage.sealed import new_key
from storage.tables.activities import signups as signups_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.security_world import (
    ABOVE,
    ADMIN,
    AT,
    DRAFT,
    HELD,
    HOST,
    LASTING,
    MEMBER,
    NOWHERE,
    OTHER,
    REVOKED,
    SCREEN,
    SECRETS,
    SIBLING,
    STRANGER,
    VOLUNTEER,
    WHO,
    changed,
    choices,
    press,
    request,
    secrets_in,
    settle,
    state,
    tried,
    unit_id,
)
from tests.stage.talk import NOON
from tests.storage.booking.lending import OPENING

DOCS: Final = Path(__file__).parents[1] / "docs" / "security.md"
BEGIN, END = "<!-- the matrix, from tests/test_security_matrix.py -->", "<!-- its end -->"

OVER: Final = frozenset({ADMIN, HOST, ABOVE})
"""Those whose scope holds the host."""

ADMIN_AND_SIBLING: Final = frozenset({ADMIN, ABOVE, SIBLING})
"""Those whose scope holds the sibling."""

RUNNERS: Final = OVER | {VOLUNTEER}
"""Those who run the check-in of the host's activities."""

KNOWING: Final = RUNNERS | {OTHER}
"""Those, and who has signed up: they see of an activity what is for others."""

ON, SIGNED_UP = 3, 2  # an activity that goes on, and the member's sign-up for it: see `_on`
_WRITTEN: Final = Said("here: ouyang jinxiu")
_NEAR: Final = SharedPlace(31.2240, 121.4460)
ORGANISERS: Final = OVER | {SIBLING}
HELPERS: Final = ORGANISERS | {VOLUNTEER}
_HOST: Final = frozenset({HOST})
TOWER: Final = 3  # a building of the host: see `_walked`
EVERYBODY: Final = frozenset(WHO.values())
SUBMITTED = (Verb.SUBMIT,)
_STAYS: Final = (Verb.SUBMIT, Verb.CONFIRM)


@dataclass(frozen=True, slots=True)
class Row:
    """An action: where the request stands, what is pressed at which place, what it must bring about, and who may."""

    does: str
    steps: tuple[Verb, ...]
    at: Callable[[AffiliationRow, UnitOfWork], Step]
    press: str | Event
    may: frozenset[int]
    changes: frozenset[str] = frozenset()
    shows: str = ""
    levels: int = 1
    clear: frozenset[int] = frozenset()
    """Who reads personal fields unmasked by it."""


def _card(row: AffiliationRow, _unit: UnitOfWork) -> Step:
    return ReviewCard(row.id, row.version)


def _reason(verb: Verb) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    return lambda row, _unit: ChoosingReason(ReviewCard(row.id, row.version), verb)  # type: ignore[arg-type]  # of the three that it takes


def _mine(row: AffiliationRow, _unit: UnitOfWork) -> Step:
    return MyAffiliation(row.id)


def _finding(_row: AffiliationRow, _unit: UnitOfWork) -> Step:
    return FindingMember()


def _nowhere(_row: AffiliationRow, _unit: UnitOfWork) -> Step:
    return NOWHERE


def _rules(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return SettingRules(unit_id(unit, "310106011"), 2)


def _scope(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return ChoosingScope(Role.ORGANISER, unit_id(unit, "310106011"))


def _hosts_role(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    (held,) = roles.held(unit, HOST)
    return TakingAway(held.id, surely=True)


def _new_activity(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return SayingLength(Seed(unit_id(unit, "310106011"), Kind.LECTURE, "Lecture"), "2026-12-10T19:00")


def _lent_by_the_host(unit: UnitOfWork) -> int:
    """Let the host lend a room on request, and return its number."""
    lending.save(unit, [Resource("HALL", ResourceKind.ROOM, "Hall", "310106011", "JA-1")])
    found = resources.by_code(unit, "HALL")
    assert found is not None
    return found.id


def _asked_of_the_host(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    """Let the sibling ask the host for its room."""
    span = Span(AT + 9 * 86_400, AT + 9 * 86_400 + 7_200)
    wish = Wish(_lent_by_the_host(unit), unit_id(unit, "310106012"), "Study", span)
    row = booking.book(unit, wish, OPENING, Deed(By(SIBLING, "organiser"), AT)).row
    assert row is not None
    return BookingCard(row.id)


def _room_for_the_host(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    room, host = _lent_by_the_host(unit), unit_id(unit, "310106011")
    return SayingPurpose(Wanted(host, AT + 9 * 86_400, AT + 9 * 86_400 + 7_200, (), (room,)))


def _host_resource(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return AnsweringResource(_lent_by_the_host(unit), Of.USE)


def _host_calendar(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    room = _lent_by_the_host(unit)
    calendar_feeds.begin(unit, calendar_feeds.of_resource(room), "secret", AT)
    return ResourceCalendar(room, surely=True)


def _host_off_the_list(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return RetiringSurely(_lent_by_the_host(unit))


def _walked(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let the host have building 3, with a visit, a promise, an area that its organiser has, and a team."""

    def walk(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        here = Position(31.2241, 121.4461)
        saving.save_buildings(
            unit, [Building("B3", "Host Tower", SiteKind.BUILDING, "Yuyuan Road 1", "310106011", here)]
        )
        building = places.building_by_code(unit, "B3")
        assert building is not None
        assert building.id == TOWER
        visit = visits.note(unit, TOWER, HOST, AT)
        visits.say(unit, visit.id, None, "wants a branch", None)
        promises.make(unit, New(Owed.PROMISE, TOWER, HOST, "send the form", AT + 86_400.0, visit.id), AT)
        host = unit_id(unit, "310106011")
        areas.assign(unit, Charge(host, (TOWER,)), Holder(chat_id=HOST), Deed(HOUSE, AT - 60))
        teams.make(unit, host, "Tower walkers", AT)
        return place

    return walk


def _handing(row: AffiliationRow, unit: UnitOfWork) -> Step:
    _walked()(row, unit)
    return ChoosingTerm(unit_id(unit, "310106011"), (), HOST, 0)


def _later(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return ConsideringChange(HELD, 1, _held(unit, DRAFT))


def _held(unit: UnitOfWork, activity_id: int) -> Plan:
    row = activities.find(unit, activity_id)
    assert row is not None
    return row.plan


def _on(place: Step = NOWHERE, *, begins: float = AT) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let activity `ON` of the host begin then, and the member have signed up for it."""

    def hold(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        plan = replace(_held(unit, HELD), starts_at=begins, ends_at=begins + 3_600, confirm_by=None, seats=None)
        number = activities.draft(unit, plan, unit_id(unit, "310106011"), Deed(By(HOST), begins - 9_000)).id
        assert number == ON
        activities.publish(unit, ON, Deed(By(HOST, "organiser"), begins - 9_000))
        assert signups.sign_up(unit, ON, MEMBER, Standing.OF_THE_UNIT, begins - 9_000).id == SIGNED_UP
        if isinstance(place, TakingBack):
            attendance.check_in(unit, ON, MEMBER, Way.ROLL, Deed(By(HOST, "organiser"), begins))
        return place

    return hold


def _for_members(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    """Let what the host holds be for its members alone; another member has signed up already."""
    plan = replace(_held(unit, HELD), audience=For.MEMBERS)
    activities.amend(unit, HELD, plan, Deed(By(HOST, "organiser"), AT))
    return NOWHERE


def _duty(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let there be duty 1 at what the host holds, for which the member was asked and has said yes."""

    def arrange(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        plan = _held(unit, HELD)
        duty = duties.add(unit, HELD, Task("Ushering", plan.starts_at, plan.ends_at, 2))
        (asked,) = duties.ask(unit, duty.id, [MEMBER], AT)
        duties.come(unit, duty.id, MEMBER, AT)
        assert (duty.id, asked.id) == (1, 1)
        return place

    return arrange


def _after(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let activity `ON` be over, and the member have been there."""

    def hold(row: AffiliationRow, unit: UnitOfWork) -> Step:
        _on(begins=AT - 7_200)(row, unit)
        attendance.check_in(unit, ON, MEMBER, Way.ROLL, Deed(By(HOST, "organiser"), AT - 7_000))
        return place

    return hold


def _wished(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let the member have wished for something, of the host's organisers."""

    def wish(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        wishes.make(unit, MEMBER, unit_id(unit, "310106011"), Kind.LECTURE, AT)
        wishes.say(unit, MEMBER, Kind.LECTURE, "On history")
        return place

    return wish


def _written(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let the member have written thread 1 to the host."""

    def write(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        posted = threads.post(unit, unit_id(unit, "310106011"), Writing("The lift is stuck"), Deed(By(MEMBER), AT))
        assert posted.row.id == 1
        return place

    return write


def _to_the_host(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return WritingIn(unit_id(unit, "310106011"))


def _announced(place: Step = NOWHERE, *done: Announce) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let the host's organiser have written announcement 1, to all of the host, and these verbs be done to it."""

    def announce(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        host = unit_id(unit, "310106011")
        row = announcements.draft(unit, host, Audience(places.path_of(unit, host)), Deed(By(HOST), AT))
        announcements.change(unit, row.id, HOST, content=Content({"en": "Lights go out at nine"}))
        assert row.id == 1
        for verb in done:
            announcements.do(unit, row.id, verb, Deed(By(HOST, "organiser"), AT))
        return place

    return announce


def _bound(place: Step = NOWHERE, *, agreed_only: bool = False) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let group 1 belong to the host, or have agreed to."""

    def bind(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(HOST), AT))
        groups.join(unit, token, -5001, "Tuesday walkers", Deed(HOUSE, AT))
        groups.agree(unit, 1, -5001)
        if not agreed_only:
            assert groups.bind(unit, 1, Deed(By(HOST), AT)) is not None
        return place

    return bind


def _digest(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return ChoosingDigestTime(unit_id(unit, "310106011"))


def _month(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return MonthReport(unit_id(unit, "310106011"), NOON.date().replace(day=1))


def _a_series(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    """Let the host hold something every Thursday."""
    begun = series.begin(unit, unit_id(unit, "310106011"), "FREQ=WEEKLY;BYDAY=TH", _held(unit, HELD), HOST, NOON)
    (first,) = agenda.of_series(unit, begun.id)
    activities.publish(unit, first.id, Deed(By(HOST, "organiser"), AT))
    return ActivityInHand(first.id)


_STEPS: Final = frozenset({"affiliations", "steps"})
_DUTIES: Final = frozenset({"duties"})
_ANSWERS: Final = frozenset({"duty answers"})
_SIGN_UPS: Final = frozenset({"sign-ups"})
_INVITED: Final = frozenset({"invitations"})
_ACTIVITIES: Final = frozenset({"activities"})
_BOOKINGS: Final = frozenset({"bookings"})
_RESOURCES: Final = frozenset({"resources"})
_CALENDARS: Final = frozenset({"calendars"})
_THREADS: Final = frozenset({"threads"})
_MESSAGES: Final = frozenset({"messages"})
_ANNOUNCED: Final = frozenset({"announcements"})
_GROUPS: Final = frozenset({"groups"})
_CARD: Final = AnnouncementCard(1)
_SUBMIT, _SCHEDULE = Announce.SUBMIT, Announce.SCHEDULE
_BEGUN: Final = (_SCHEDULE, Announce.BEGIN)

MATRIX: Final = (
    Row("open the queue", SUBMITTED, _nowhere, "=v.", ORGANISERS, shows="Nothing waits|request"),
    Row("see the request in the queue", SUBMITTED, _nowhere, "=v.", OVER, shows="欧***"),
    Row("open the card", SUBMITTED, _nowhere, "=v.1", OVER, shows="欧***"),
    Row("open the card of a draft", (), _nowhere, "=v.1", frozenset(), shows="Arrival"),
    Row("reveal the personal fields", SUBMITTED, _card, "reveal", OVER, shows=SECRETS["name"], clear=OVER),
    Row("reveal them when all is over", (Verb.SUBMIT, Verb.WITHDRAW), _card, "reveal", frozenset(), shows="Name"),
    Row("approve, one level", SUBMITTED, _card, "approve", OVER, _STEPS),
    Row("approve, first of two levels", SUBMITTED, _card, "approve", OVER, _STEPS, levels=2),
    Row(
        "approve, second of two levels",
        (Verb.SUBMIT, Verb.ACCEPT),
        _card,
        "approve",
        frozenset({ADMIN, ABOVE}),
        _STEPS,
        levels=2,
    ),
    Row("return with a reason", SUBMITTED, _reason(Verb.RETURN), "0", OVER, _STEPS),
    Row("return with a typed reason", SUBMITTED, _reason(Verb.RETURN), Said("why"), OVER, _STEPS),
    Row(
        "decline, suggesting none",
        SUBMITTED,
        lambda row, _unit: OfferingPoint(ReviewCard(row.id, row.version), "why"),
        "none",
        OVER,
        _STEPS,
    ),
    Row(
        "ask the member",
        SUBMITTED,
        lambda row, _unit: AskingMember(ReviewCard(row.id, row.version)),
        Said("which?"),
        OVER,
        frozenset({"questions"}),
    ),
    Row(
        "answer the question",
        SUBMITTED,
        lambda _row, _unit: AnsweringQuestion(1),
        Said("this"),
        frozenset({MEMBER}),
        frozenset({"questions"}),
    ),
    Row("end the stay", (Verb.SUBMIT, Verb.CONFIRM), _reason(Verb.END), "0", OVER, _STEPS),
    Row("open the desk that brings the member back", _STAYS, _nowhere, "=road_desk.1", OVER, shows="Bring 欧***"),
    Row(
        "let a new page be opened as the member",
        _STAYS,
        lambda row, _unit: DeskCode(row.id),
        "show",
        OVER,
        frozenset({"codes"}),
    ),
    Row("see the own ways in", SUBMITTED, _nowhere, Commanded("roads"), EVERYBODY, shows="Your ways in"),
    Row("list those who take part", (Verb.SUBMIT, Verb.CONFIRM), _nowhere, "=l.", OVER, shows="欧***"),
    Row("see what waits", SUBMITTED, _nowhere, Commanded("todo"), OVER, shows="1 request to review"),
    Row("look for the member by phone", SUBMITTED, _finding, Said(SECRETS["phone"]), OVER, shows="欧***"),
    Row("set the host's rules", SUBMITTED, _rules, "really", OVER, frozenset({"rules"})),
    Row("invite an organiser for the host", SUBMITTED, _scope, "here", OVER, _INVITED),
    Row(
        "invite an admin",
        SUBMITTED,
        lambda _row, _unit: ChoosingRole(),
        "admin",
        frozenset({ADMIN}),
        _INVITED,
    ),
    Row("take the host organiser's role", SUBMITTED, _hosts_role, "take", OVER, frozenset({"roles"})),
    Row("see the own request", SUBMITTED, _mine, "=a.1", frozenset({MEMBER}), shows="Submitted|sent|waits"),
    Row(
        "withdraw it",
        SUBMITTED,
        lambda row, _unit: BeingSure(row.id, Verb.WITHDRAW),
        "yes",
        frozenset({MEMBER}),
        _STEPS,
    ),
    Row(
        "go home from it",
        (Verb.SUBMIT, Verb.CONFIRM),
        lambda row, _unit: BeingSure(row.id, Verb.GO_HOME),
        "yes",
        frozenset({MEMBER}),
        _STEPS,
    ),
    Row("see what is held about oneself", SUBMITTED, _nowhere, Commanded("privacy"), EVERYBODY, shows="What I hold"),
    Row(
        "export one's own data",
        SUBMITTED,
        lambda _row, _unit: AtPrivacy(),
        "export",
        EVERYBODY,
        shows="What we hold about you",
        clear=frozenset({MEMBER}),
    ),
    Row(
        "have the member's data deleted, while the request is open",
        SUBMITTED,
        lambda _row, _unit: Forgetting(surely=True),
        "forget",
        frozenset(),
        frozenset({"details"}),
    ),
    Row(
        "have the member's data deleted, when all is over",
        (Verb.SUBMIT, Verb.WITHDRAW),
        lambda _row, _unit: Forgetting(surely=True),
        "forget",
        frozenset({MEMBER}),
        frozenset({"details", "steps", "questions"}),
    ),
    Row("see what members wish for", (), _wished(), "=zw.n", ORGANISERS, shows="wish for|wished for"),
    Row("read the words of a wish", (), _wished(WishWords(Kind.LECTURE)), "previous", OVER, shows="On history"),
    Row("arrange the host's weekly digest", (), _digest, "0", OVER, frozenset({"digests"})),
    Row("list the unit's mail", (), _written(), "=zm.", ORGANISERS, shows="waits for an answer|no messages here"),
    Row("see the member's message in it", (), _written(), "=zm.", OVER, shows="The lift is stuck"),
    Row("open the message", (), _written(), "=zm.1", OVER, shows="The lift is stuck"),
    Row("read all of it", (), _written(MailCard(1)), "all", OVER, shows="The lift is stuck"),
    Row("take it in hand", (), _written(MailCard(1)), "take", OVER, _THREADS),
    Row("answer it", (), _written(AnsweringMail(MailCard(1))), Said("At nine"), OVER, _THREADS | _MESSAGES),
    Row("hand it to the level above", (), _written(HandingOn(MailCard(1))), "to.0.2", OVER, _THREADS),
    Row("close it unanswered", (), _written(Closing(MailCard(1))), "close", OVER, _THREADS),
    Row("write to the centre", (), _to_the_host, Said("Is it open?"), EVERYBODY, _THREADS | _MESSAGES),
    Row("list the announcements", (), _announced(), "=j.", ORGANISERS, shows="Your announcements|none yet"),
    Row("see the host's draft of one", (), _announced(), "=j.", OVER, shows="Lights go out"),
    Row("open that draft", (), _announced(), "=j.1", OVER, shows="Lights go out"),
    Row("see it as people get it", (), _announced(AnnouncementCard(1)), "look", OVER, shows="Lights go out"),
    Row("change its words", (), _announced(Wording(1, "en")), Said("They stay on"), OVER, _ANNOUNCED),
    Row("send it", (), _announced(SendingSurely(1, 2)), "send", OVER, _ANNOUNCED),
    Row("approve it, but for who wrote it", (), _announced(_CARD, _SUBMIT), "approve.2", OVER - {HOST}, _ANNOUNCED),
    Row("return it", (), _announced(ReturningAnnouncement(1, 2), _SUBMIT), "words", OVER - {HOST}, _ANNOUNCED),
    Row("take it back before it leaves", (), _announced(_CARD, _SCHEDULE), "takeback", OVER, _ANNOUNCED),
    Row("discard it", (), _announced(DiscardingAnnouncement(1)), "discard", OVER, _ANNOUNCED),
    Row("pause it from its progress", (), _announced(NOWHERE, *_BEGUN), "=jp.p1", OVER, _ANNOUNCED),
    Row("stop it", (), _announced(AnnouncedSurely(1, Irrevocable.STOP), *_BEGUN), "yes", OVER, _ANNOUNCED),
    Row("recall it", (), _announced(AnnouncedSurely(1, Irrevocable.RECALL), *_BEGUN), "yes", OVER, _ANNOUNCED),
    Row(
        "ask by name who did not get it",
        (Verb.SUBMIT, Verb.CONFIRM),
        _announced(ChoosingWhose(1, (Namesake(MEMBER, SECRETS["name"], ""),)), *_BEGUN),
        str(MEMBER),
        OVER,
        shows=SECRETS["name"],
        clear=OVER,
    ),
    Row("list the groups", (), _bound(), "=z.", ORGANISERS, shows="No group is bound|Groups"),
    Row("see the host's group among them", (), _bound(), "=z.", OVER, shows="Tuesday walkers"),
    Row("open that group", (), _bound(GroupList()), "1", OVER, shows="Tuesday walkers"),
    Row("bind it when it has agreed", (), _bound(agreed_only=True), "=z.b1", OVER, _GROUPS),
    Row("turn it down", (), _bound(agreed_only=True), "=z.n1", OVER, _GROUPS),
    Row("let it go", (), _bound(GroupCard(1)), "end", OVER, _GROUPS),
    Row(
        "list the buildings to look after",
        (),
        _nowhere,
        "=grid.",
        HELPERS,
        shows="longest waiting|No building is yours",
    ),
    Row("open a building of the host", (), _walked(), "=building.3", HELPERS, shows="Host Tower"),
    Row("read what was noted there", (), _walked(BuildingStory(3)), "previous", OVER, shows="wants a branch"),
    Row("note a visit there", (), _walked(WritingVisit(3)), Said("nobody was in"), HELPERS, frozenset({"visits"})),
    Row("say how many members it has", (), _walked(SayingEstimate(3)), Said("40"), OVER, frozenset({"estimates"})),
    Row("open what the host's organiser has promised", (), _walked(), "=promise.1", _HOST, shows="send the form"),
    Row("keep that promise", (), _walked(PromiseCard(1)), "kept", _HOST, frozenset({"promises"})),
    Row("list who looks after what", (), _walked(), "=assignment.", ORGANISERS, shows="Hand out an area|Buildings:"),
    Row("see the host's area", (), _walked(AssignmentList()), "1", OVER, shows="Since"),
    Row("hand out an area of the host", (), _handing, "open", OVER, frozenset({"areas"})),
    Row("prolong it", (), _walked(AssignmentCard(1)), "more", OVER, frozenset({"areas"})),
    Row("end it, and hand over", (), _walked(EndingAssignment(1)), "end", OVER, frozenset({"areas"})),
    Row("take its briefing along", (), _walked(), "=briefing.1", OVER, shows="briefing of"),
    Row("list the teams", (), _walked(), "=team.", ORGANISERS, shows="Volunteer teams|no volunteer team"),
    Row("see the host's team among them", (), _walked(), "=team.", OVER, shows="Tower walkers"),
    Row("take somebody into it", (), _walked(ChoosingTeamMember(1)), f"in.{VOLUNTEER}", OVER, frozenset({"teams"})),
    Row(
        "read by its link what is for members of the host",
        (),
        _for_members,
        Started("o_1"),
        KNOWING,
        shows="Open lecture",
    ),
    Row("take its calendar file", (), _for_members, "=calendar_file.1", KNOWING, shows="Open lecture"),
    Row("list the activities to run", (), _nowhere, "=x.", ORGANISERS, shows="Your activities|Nothing is coming up"),
    Row("see the host's draft among them", (), _nowhere, "=x.", OVER, shows="Quiet lecture"),
    Row("open what units share", (), _nowhere, "=shared.", ORGANISERS, shows="What units share"),
    Row("grant what is asked of the host", (), _asked_of_the_host, "grant", OVER, _BOOKINGS),
    Row("give back what the sibling has asked for", (), _asked_of_the_host, "cancel", ADMIN_AND_SIBLING, _BOOKINGS),
    Row("book the host's room for the host", (), _room_for_the_host, "0", OVER, _BOOKINGS),
    Row("change what the host lends", (), _host_resource, "free", OVER, _RESOURCES),
    Row("end the calendar of what the host lends", (), _host_calendar, "end", OVER, _CALENDARS),
    Row("take off the list what the host lends", (), _host_off_the_list, "retire", OVER, _RESOURCES),
    Row("open the organiser's card of an activity", (), _nowhere, "=x.1", OVER, shows="signed up 1"),
    Row("open the draft of an activity", (), _nowhere, "=w.2", OVER, shows="Draft."),
    Row("begin one like it", (), _nowhere, "=w.c1", OVER, shows="When is"),
    Row("compose an activity of the host", (), _new_activity, "90", OVER, _ACTIVITIES),
    Row("publish its draft", (), lambda _row, _unit: DraftCard(DRAFT), "publish", OVER, _ACTIVITIES),
    Row("discard its draft", (), lambda _row, _unit: Discarding(DRAFT), "discard", OVER, _ACTIVITIES),
    Row("make its draft a series", (), lambda _row, _unit: PlanningSeries(DRAFT), "weekly", OVER, _ACTIVITIES),
    Row("change what is published", (), _later, "change", OVER, _ACTIVITIES),
    Row("end its series", (), _a_series, "stop", OVER, shows="No more dates"),
    Row("draw its poster", (), lambda _row, _unit: ActivityInHand(HELD), "poster", OVER, shows="The poster"),
    Row("call it off", (), lambda _row, _unit: CallingOffSurely(HELD, "why"), "off", OVER, _ACTIVITIES),
    Row(
        "see who has not confirmed, masked",
        (),
        lambda _row, _unit: NotConfirmed(HELD),
        "previous",
        OVER,
        shows="S***",
    ),
    Row("name who has not confirmed", (), lambda _row, _unit: NotConfirmed(HELD), "reveal", OVER, shows="Somebody"),
    Row("see the duties of an activity", (), _duty(), f"=d.a{HELD}", OVER, shows="Ushering"),
    Row("see a duty, and who comes", (), _duty(), "=d.1", OVER, shows="欧***"),
    Row("add a duty", (), _duty(CountingDuty(HELD, "Pictures")), "2", OVER, _DUTIES),
    Row("call the volunteers", (), _duty(CallingVolunteers(HELD)), "call", OVER, _ANSWERS),
    Row("change a duty", (), _duty(ChangingDuty(1, DutyPart.NEEDED)), "5", OVER, _DUTIES),
    Row("remove a duty", (), _duty(RemovingDuty(1)), "remove", OVER, _DUTIES | _ANSWERS),
    Row("see the own answer to a call", (), _duty(), "=d.m1", frozenset({MEMBER}), shows="You come"),
    Row("drop out of a duty", (), _duty(), "=d.n1", frozenset({MEMBER}), _ANSWERS),
    Row("open the check-in desk of an activity", (), _on(), f"=k.{ON}", RUNNERS, shows="Check-in: "),
    Row("show the code on the wall", (), _on(CheckInDesk(ON)), "code", RUNNERS, _ACTIVITIES),
    Row("show the code word", (), _on(CheckInDesk(ON)), "word", RUNNERS, _ACTIVITIES),
    Row("call the roll, by full names", (), _on(CheckInDesk(ON)), "roll", RUNNERS, shows="Not here yet"),
    Row("check the member in", (), _on(RollCall(ON)), str(SIGNED_UP), RUNNERS, _SIGN_UPS, clear=RUNNERS),
    Row("check in by a written name", (), _on(CheckInDesk(ON)), _WRITTEN, RUNNERS, _SIGN_UPS, clear=RUNNERS),
    Row("take a check-in back", (), _on(TakingBack(ON)), str(SIGNED_UP), RUNNERS, _SIGN_UPS, clear=RUNNERS),
    Row("let somebody walk in", (), _on(ChoosingWalkIn(ON, "Somebody", (OTHER,))), "0", RUNNERS, _SIGN_UPS),
    Row(
        "enter the member late, when it is over",
        (),
        _on(RollCall(ON), begins=AT - 7_200),
        str(SIGNED_UP),
        OVER,
        _SIGN_UPS,
        clear=OVER,
    ),
    Row("check in oneself by being there", (), _on(SayingPresence(ON)), _NEAR, EVERYBODY, _SIGN_UPS),
    Row("rate what one was at", (), _after(RatingActivity(ON)), "4", frozenset({MEMBER}), frozenset({"ratings"})),
    Row("take a certificate of it", (), _after(), f"=e.c{ON}", frozenset({MEMBER}), frozenset({"certificates"})),
    Row("see what came of an activity", (), _after(), f"=e.o{ON}", OVER, shows="Came: 1"),
    Row("take its attendance list along", (), _after(ActivityReport(ON)), "list", OVER, shows="It holds names"),
    Row("open a monthly report", (), _nowhere, "=e.m", ORGANISERS, shows="Organisational life, Dec"),
    Row("draw the host's month", (), _month, "picture", OVER, shows="静安寺街道 · Organisational life"),
    Row("take the host's month along as a table", (), _month, "table", OVER, shows="静安寺街道 · Organisational life"),
)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the city with everybody in it; nothing that is tried is ever committed."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    settle(store)
    yield store
    store.close()


ON_PAGES: Final = {"any role, on a page": HOST, "the member, on a page": MEMBER}
"""Over a channel that proves nobody, whoever has a role is a member like all others."""

_EACH: Final = (*WHO, *ON_PAGES)


def _may(row: Row, who: int, *, on_page: bool) -> bool:
    if not on_page:
        return who in row.may
    return (who if who == MEMBER else STRANGER) in row.may


@pytest.mark.parametrize("who", _EACH)
@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.does)
def test_action_is_open_to_whom_the_table_names(world: Store, row: Row, who: str) -> None:
    on_page, number = who in ON_PAGES, {**WHO, **ON_PAGES}[who]
    may = _may(row, number, on_page=on_page)
    with tried(world) as unit:
        it = request(unit, *row.steps, levels=row.levels)
        place = row.at(it, unit)
        before = state(unit)
        pressed = press(unit, number, place, row.press, WEB if on_page else TELEGRAM)
        came = changed(before, unit)
    if number == MEMBER and isinstance(row.press, Said):
        came -= {
            "questions"
        } - row.changes  # what a member writes where nothing hears it answers what the centre has asked
    if row.changes:
        assert came == (row.changes if may else set())
    else:
        assert any(word in pressed.shown for word in row.shows.split("|")) is may
        assert came == set()
    read = secrets_in(pressed.shown) - ({"building"} if number == MEMBER else set())
    assert read == set() or (may and number in row.clear) or number == MEMBER
    others = (tell.reply for tell in pressed.tells if tell.chat_id != number)
    assert secrets_in("\n".join(map(str, others))) == set()


@pytest.mark.parametrize("who", [*WHO, *ON_PAGES])
@pytest.mark.parametrize("field", SECRETS)
def test_personal_field_is_read_by_whom_the_table_names(world: Store, field: str, who: str) -> None:
    number, abilities = {**WHO, **ON_PAGES}[who], WEB if who in ON_PAGES else TELEGRAM
    with tried(world) as unit:
        it = request(unit, Verb.SUBMIT)
        masked = press(unit, number, NOWHERE, "=v.1", abilities).shown
        clear = press(unit, number, ReviewCard(it.id, it.version), "reveal", abilities).shown
        looks = audit.seen_by(unit, f"person:{MEMBER}")
    may = who in WHO and number in OVER
    assert field not in secrets_in(masked)
    assert (field in secrets_in(clear)) is may
    assert len(looks) == (1 if may else 0)


def test_own_request_is_decided_by_others(world: Store) -> None:
    with tried(world) as unit:
        it = request(unit, Verb.SUBMIT)
        roles.give(unit, MEMBER, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, 1.0))
        before = state(unit)
        press(unit, MEMBER, ReviewCard(it.id, it.version), "approve")
        assert changed(before, unit) == set()


def test_refusal_is_written_down(world: Store) -> None:
    with tried(world) as unit:
        request(unit, Verb.SUBMIT)
        press(unit, STRANGER, NOWHERE, "=v.1")
        press(unit, SIBLING, NOWHERE, "=v.999")
        rows = unit.connection.exec_driver_sql("SELECT chat_id, role, what, subject FROM audit ORDER BY number DESC")
        assert [tuple(row) for row in rows][:2] == [
            (SIBLING, "organiser", "forbidden", "affiliation:999"),
            (STRANGER, "member", "forbidden", "affiliation:1"),
        ]


# ---------------------------------------------------------------- whatever is forged

OUTSIDERS: Final = (SIBLING, REVOKED, VOLUNTEER, OTHER, STRANGER)
CHOICES: Final = choices()

Share = Callable[[Iterable[Step], Sequence[str | Event]], Iterator[tuple[Step, str | Event]]]


@pytest.fixture
def share(who: int, request: pytest.FixtureRequest) -> Share:
    """Give each outsider its part of what is forged, so that all of it is forged by one of them.

    With `--every-pair` each of them forges all of it, as releases do.
    """
    every, mine = request.config.getoption("--every-pair"), OUTSIDERS.index(who)

    def forged(places: Iterable[Step], choices: Sequence[str | Event]) -> Iterator[tuple[Step, str | Event]]:
        for (at, place), (number, what) in product(enumerate(places), enumerate(choices)):
            if every or (at + number) % len(OUTSIDERS) == mine:
                yield place, what

    return forged


def _places(it: AffiliationRow, unit: UnitOfWork) -> list[Step]:
    """Return every place that can name the member's request, the host, or somebody's role."""
    card, host = ReviewCard(it.id, it.version), unit_id(unit, "310106011")
    (held,) = roles.held(unit, HOST)
    return [
        card,
        ReviewQueue(),
        MemberList(),
        ChoosingReason(card, Verb.RETURN),
        ChoosingReason(card, Verb.DECLINE),
        ChoosingReason(card, Verb.END),
        OfferingPoint(card, "why"),
        AskingMember(card),
        AnsweringQuestion(1),
        SettingRules(host),
        ChoosingRole(),
        ChoosingScope(Role.ORGANISER, host),
        HolderList(),
        TakingAway(held.id),
        MyAffiliation(it.id),
        BeingSure(it.id, Verb.WITHDRAW),
        BeingSure(it.id, Verb.GO_HOME),
        ChoosingEnding(it.id),
        SayingNewEnd(it.id),
        CheckingRequest(it.id),
        ChoosingItem(it.id),
        ChoosingItem(it.id, more=True),
        *(Answering(it.id, asked) for asked in Asked),
    ]


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
@pytest.mark.parametrize(
    "steps",
    [(), (Verb.SUBMIT,), (Verb.SUBMIT, Verb.RETURN), (Verb.SUBMIT, Verb.CONFIRM)],
    ids=len,
)
def test_nothing_forged_moves_or_shows_what_is_not_ones_own(
    world: Store, steps: tuple[Verb, ...], who: int, share: Share
) -> None:
    with tried(world) as unit:
        it = request(unit, *steps)
        before = state(unit)
        forged: list[str | Event] = [*CHOICES, Said("2027-05-05")]
        for place, what in chain(share(_places(it, unit), forged), share([NOWHERE], LASTING)):
            shown = press(unit, who, place, what)
            assert (changed(before, unit) - _own(who), secrets_in(shown.shown)) == (set(), set()), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_no_entry_point_moves_or_shows_what_is_not_ones_own(world: Store, who: int) -> None:
    """Who may take part acts on the own seat, and whoever runs a check-in renews its code; on nothing else."""
    own = _own(who) | {"sign-ups"} | ({"activities"} if who in RUNNERS else set())
    seats = select(signups_table).where(signups_table.c.chat_id != who)
    with tried(world) as unit:
        request(unit, Verb.SUBMIT)
        before, of_others = state(unit), unit.connection.execute(seats).all()
        for what in (entry.data(choice) for entry in EntryPoint for choice in ("", "1", "2", "999")):
            shown = press(unit, who, NOWHERE, what)
            assert (changed(before, unit) - own, secrets_in(shown.shown)) == (set(), set()), what
            assert unit.connection.execute(seats).all() == of_others, what


def _organising_places(unit: UnitOfWork) -> list[Step]:
    """Return every place that can name the host's activities, or the host as the one who holds one."""
    host, numbers = unit_id(unit, "310106011"), (HELD, DRAFT)
    seeds = [Seed(host, Kind.LECTURE, "Lecture", activity_id) for activity_id in (0, *numbers)]
    return [
        KindOfActivity(host),
        NamingActivity(host, Kind.LECTURE),
        *(SayingWhen(seed) for seed in seeds),
        *(SayingLength(seed, "2026-12-10T19:00") for seed in seeds),
        *(place(number) for place in _OF_ONE for number in numbers),
        *(AnsweringItem(number, Item.SEATS) for number in numbers),
        ConsideringChange(HELD, 1, _held(unit, DRAFT)),
        CallingOffSurely(HELD, "why"),
        ActivitiesInHand(),
    ]


_OF_ONE: Final = (DraftCard, ChoosingPart, Discarding, PlanningSeries, ActivityInHand, NotConfirmed, CallingOff)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_moves_or_shows_an_activity_of_others(world: Store, who: int, share: Share) -> None:
    forged: list[str | Event] = [*CHOICES, Said("12月20日 19:00-20:30"), Said("30")]
    with tried(world) as unit:
        before = state(unit)
        for place, what in share(_organising_places(unit), forged):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            assert ("Quiet lecture" in shown, "signed up 1" in shown) == (False, False), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_moves_or_shows_a_duty_of_others(world: Store, who: int, share: Share) -> None:
    forged: list[str | Event] = [*CHOICES, *(f"=d.{choice}" for choice in ("1", f"a{HELD}", "y1", "n1", "m1"))]
    with tried(world) as unit:
        _duty()(request(unit), unit)
        before = state(unit)
        for place, what in share(_DUTY_PLACES, [*forged, Said("3"), Said("18:00-19:00")]):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            assert ("Ushering" in shown, "欧" in shown) == (False, False), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_shows_what_came_of_an_activity_of_others(world: Store, who: int, share: Share) -> None:
    forged: list[str | Event] = [*CHOICES, Said("4"), Said("2026-11"), f"=e.o{ON}", f"=e.c{ON}", f"=e.{ON}"]
    with tried(world) as unit:
        it = request(unit)
        _after()(it, unit)
        before = state(unit)
        of_one = [place(ON) for place in (RatingActivity, SayingMore, RecordedActivity, ActivityReport)]
        for place, what in share([*of_one, _month(it, unit), ChoosingReported(unit_id(unit, "310106011"))], forged):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            assert ("Came: 1" in shown, "静安寺街道 · Org" in shown) == (False, False), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_moves_or_shows_an_announcement_the_mail_or_a_group_of_others(
    world: Store, who: int, share: Share
) -> None:
    forged: list[str | Event] = [*CHOICES, Said("Mended"), "=jp.p1", "=jp.r1", "=jp.s1", "=z.b1", "=z.n1"]
    with tried(world) as unit:
        it = request(unit)
        for arranged in (_written(), _announced(), _bound()):
            arranged(it, unit)
        before = state(unit)
        for place, what in share(_ANNOUNCING_PLACES, forged):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            seen = [one for one in ("lift is stuck", "Lights go out", "Tuesday walkers") if one in shown]
            assert seen == [], (place, what)


_ANNOUNCING_PLACES: Final[tuple[Step, ...]] = (
    MailList(),
    MailList(closed=True),
    MailCard(1),
    AnsweringMail(MailCard(1)),
    AnnouncementList(),
    *(place(1) for place in (AnnouncementCard, ChoosingTopic, ChangingAnnouncement, Attaching, Linking, Timing)),
    *(place(1) for place in (SayingTooLate, DiscardingAnnouncement, AskingWhy)),
    Wording(1, "en"),
    SendingSurely(1, 2),
    ReturningAnnouncement(1, 2),
    *(AnnouncedSurely(1, deed) for deed in Irrevocable),
    GroupList(),
    GroupCard(1),
)

_DUTY_PLACES: Final[tuple[Step, ...]] = (
    DutyList(HELD),
    NamingDuty(HELD),
    CountingDuty(HELD, "Pictures"),
    CallingVolunteers(HELD),
    DutyCard(1),
    *(ChangingDuty(1, part) for part in DutyPart),
    RemovingDuty(1),
    MyDuty(1),
    SayingWhich("no", ("duty_answer:1",)),
)


def _own(who: int) -> set[str]:
    """Name what an organiser of another unit may rightly change there: invitations for it, groups of its own."""
    return {"invitations", "rules", "roles", "groups"} if who == SIBLING else set()


def test_choices_are_found_in_the_code() -> None:
    assert {"approve", "reveal", "take", "forget", "yes", "here"} <= set(CHOICES)
    assert int("15", 36) == SCREEN


# ---------------------------------------------------------------- the table in the docs


def rendered() -> str:
    columns = [(number, False) for number in WHO.values()] + [(number, True) for number in ON_PAGES.values()]
    head = ["| | " + " | ".join([*WHO, *ON_PAGES]) + " |", "|---" * (len(columns) + 1) + "|"]
    rows = [
        _line(row.does, ("yes" if _may(row, number, on_page=on_page) else "–" for number, on_page in columns))
        for row in MATRIX
    ]
    fields = [
        _line(
            f"read: {field}",
            (_reading(STRANGER if on_page and number != MEMBER else number) for number, on_page in columns),
        )
        for field in SECRETS
    ]
    return "\n".join([*head, *rows, *fields])


def _line(does: str, cells: Iterable[str]) -> str:
    return "| " + " | ".join([does, *cells]) + " |"


def _reading(who: int) -> str:
    if who == MEMBER:
        return "own"
    return "masked; clear once, noted" if who in OVER else "–"


def test_table_in_the_docs_is_this_one(request: pytest.FixtureRequest) -> None:
    before, _, rest = DOCS.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    if request.config.getoption("--update-dialogues"):
        DOCS.write_text(f"{before}{BEGIN}\n{rendered()}\n{END}{after}", "utf-8")
    assert f"{BEGIN}\n{rendered()}\n{END}" in DOCS.read_text("utf-8")
