"""What may be done to a request and around it, by whom, and where: a row for each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.chat import Commanded, Event, Said, SharedPlace, Started
from bot.flows.activities.in_hand import ActivityInHand, DraftCard
from bot.flows.affiliating.steps import BeingSure, MyAffiliation
from bot.flows.afterwards.steps import ActivityReport, MonthReport, RatingActivity
from bot.flows.announcements.steps import (
    AnnouncedSurely,
    AnnouncementCard,
    ChoosingWhose,
    DiscardingAnnouncement,
    Irrevocable,
    Namesake,
    ReturningAnnouncement,
    SendingSurely,
    Wording,
)
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
from bot.flows.duties.steps import CallingVolunteers, ChangingDuty, CountingDuty, DutyPart, RemovingDuty
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
from bot.flows.mail.steps import AnsweringMail, Closing, HandingOn, MailCard, WritingIn
from bot.flows.organising.steps import (
    CallingOffSurely,
    ConsideringChange,
    Discarding,
    NotConfirmed,
    PlanningSeries,
    SayingLength,
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
    OfferingPoint,
    ReviewCard,
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
from storage.people import calendar_feeds, roles
from storage.places import places, saving
from storage.unit_of_work import UnitOfWork
from tests.stage.security_world import (
    ABOVE,
    ADMIN,
    AT,
    DRAFT,
    HELD,
    HOST,
    MEMBER,
    NOWHERE,
    OTHER,
    SECRETS,
    SIBLING,
    STRANGER,
    VOLUNTEER,
    WHO,
    unit_id,
)
from tests.stage.talk import NOON
from tests.storage.booking.lending import OPENING

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
    return ConsideringChange(HELD, 1, held_activity(unit, DRAFT))


def held_activity(unit: UnitOfWork, activity_id: int) -> Plan:
    row = activities.find(unit, activity_id)
    assert row is not None
    return row.plan


def _on(place: Step = NOWHERE, *, begins: float = AT) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let activity `ON` of the host begin then, and the member have signed up for it."""

    def hold(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        plan = replace(held_activity(unit, HELD), starts_at=begins, ends_at=begins + 3_600, confirm_by=None, seats=None)
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
    plan = replace(held_activity(unit, HELD), audience=For.MEMBERS)
    activities.amend(unit, HELD, plan, Deed(By(HOST, "organiser"), AT))
    return NOWHERE


def on_duty(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let there be duty 1 at what the host holds, for which the member was asked and has said yes."""

    def arrange(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        plan = held_activity(unit, HELD)
        duty = duties.add(unit, HELD, Task("Ushering", plan.starts_at, plan.ends_at, 2))
        (asked,) = duties.ask(unit, duty.id, [MEMBER], AT)
        duties.come(unit, duty.id, MEMBER, AT)
        assert (duty.id, asked.id) == (1, 1)
        return place

    return arrange


def is_over(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
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


def written_to(place: Step = NOWHERE) -> Callable[[AffiliationRow, UnitOfWork], Step]:
    """Let the member have written thread 1 to the host."""

    def write(_row: AffiliationRow, unit: UnitOfWork) -> Step:
        posted = threads.post(unit, unit_id(unit, "310106011"), Writing("The lift is stuck"), Deed(By(MEMBER), AT))
        assert posted.row.id == 1
        return place

    return write


def _to_the_host(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return WritingIn(unit_id(unit, "310106011"))


def announced(place: Step = NOWHERE, *done: Announce) -> Callable[[AffiliationRow, UnitOfWork], Step]:
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


def bound_group(place: Step = NOWHERE, *, agreed_only: bool = False) -> Callable[[AffiliationRow, UnitOfWork], Step]:
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


def month_of(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    return MonthReport(unit_id(unit, "310106011"), NOON.date().replace(day=1))


def _a_series(_row: AffiliationRow, unit: UnitOfWork) -> Step:
    """Let the host hold something every Thursday."""
    begun = series.begin(
        unit, unit_id(unit, "310106011"), "FREQ=WEEKLY;BYDAY=TH", held_activity(unit, HELD), HOST, NOON
    )
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
    Row("list the unit's mail", (), written_to(), "=zm.", ORGANISERS, shows="waits for an answer|no messages here"),
    Row("see the member's message in it", (), written_to(), "=zm.", OVER, shows="The lift is stuck"),
    Row("open the message", (), written_to(), "=zm.1", OVER, shows="The lift is stuck"),
    Row("read all of it", (), written_to(MailCard(1)), "all", OVER, shows="The lift is stuck"),
    Row("take it in hand", (), written_to(MailCard(1)), "take", OVER, _THREADS),
    Row("answer it", (), written_to(AnsweringMail(MailCard(1))), Said("At nine"), OVER, _THREADS | _MESSAGES),
    Row("hand it to the level above", (), written_to(HandingOn(MailCard(1))), "to.0.2", OVER, _THREADS),
    Row("close it unanswered", (), written_to(Closing(MailCard(1))), "close", OVER, _THREADS),
    Row("write to the centre", (), _to_the_host, Said("Is it open?"), EVERYBODY, _THREADS | _MESSAGES),
    Row("list the announcements", (), announced(), "=j.", ORGANISERS, shows="Your announcements|none yet"),
    Row("see the host's draft of one", (), announced(), "=j.", OVER, shows="Lights go out"),
    Row("open that draft", (), announced(), "=j.1", OVER, shows="Lights go out"),
    Row("see it as people get it", (), announced(AnnouncementCard(1)), "look", OVER, shows="Lights go out"),
    Row("change its words", (), announced(Wording(1, "en")), Said("They stay on"), OVER, _ANNOUNCED),
    Row("send it", (), announced(SendingSurely(1, 2)), "send", OVER, _ANNOUNCED),
    Row("approve it, but for who wrote it", (), announced(_CARD, _SUBMIT), "approve.2", OVER - {HOST}, _ANNOUNCED),
    Row("return it", (), announced(ReturningAnnouncement(1, 2), _SUBMIT), "words", OVER - {HOST}, _ANNOUNCED),
    Row("take it back before it leaves", (), announced(_CARD, _SCHEDULE), "takeback", OVER, _ANNOUNCED),
    Row("discard it", (), announced(DiscardingAnnouncement(1)), "discard", OVER, _ANNOUNCED),
    Row("pause it from its progress", (), announced(NOWHERE, *_BEGUN), "=jp.p1", OVER, _ANNOUNCED),
    Row("stop it", (), announced(AnnouncedSurely(1, Irrevocable.STOP), *_BEGUN), "yes", OVER, _ANNOUNCED),
    Row("recall it", (), announced(AnnouncedSurely(1, Irrevocable.RECALL), *_BEGUN), "yes", OVER, _ANNOUNCED),
    Row(
        "ask by name who did not get it",
        (Verb.SUBMIT, Verb.CONFIRM),
        announced(ChoosingWhose(1, (Namesake(MEMBER, SECRETS["name"], ""),)), *_BEGUN),
        str(MEMBER),
        OVER,
        shows=SECRETS["name"],
        clear=OVER,
    ),
    Row("list the groups", (), bound_group(), "=z.", ORGANISERS, shows="No group is bound|Groups"),
    Row("see the host's group among them", (), bound_group(), "=z.", OVER, shows="Tuesday walkers"),
    Row("open that group", (), bound_group(GroupList()), "1", OVER, shows="Tuesday walkers"),
    Row("bind it when it has agreed", (), bound_group(agreed_only=True), "=z.b1", OVER, _GROUPS),
    Row("turn it down", (), bound_group(agreed_only=True), "=z.n1", OVER, _GROUPS),
    Row("let it go", (), bound_group(GroupCard(1)), "end", OVER, _GROUPS),
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
    Row("see the duties of an activity", (), on_duty(), f"=d.a{HELD}", OVER, shows="Ushering"),
    Row("see a duty, and who comes", (), on_duty(), "=d.1", OVER, shows="欧***"),
    Row("add a duty", (), on_duty(CountingDuty(HELD, "Pictures")), "2", OVER, _DUTIES),
    Row("call the volunteers", (), on_duty(CallingVolunteers(HELD)), "call", OVER, _ANSWERS),
    Row("change a duty", (), on_duty(ChangingDuty(1, DutyPart.NEEDED)), "5", OVER, _DUTIES),
    Row("remove a duty", (), on_duty(RemovingDuty(1)), "remove", OVER, _DUTIES | _ANSWERS),
    Row("see the own answer to a call", (), on_duty(), "=d.m1", frozenset({MEMBER}), shows="You come"),
    Row("drop out of a duty", (), on_duty(), "=d.n1", frozenset({MEMBER}), _ANSWERS),
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
    Row("rate what one was at", (), is_over(RatingActivity(ON)), "4", frozenset({MEMBER}), frozenset({"ratings"})),
    Row("take a certificate of it", (), is_over(), f"=e.c{ON}", frozenset({MEMBER}), frozenset({"certificates"})),
    Row("see what came of an activity", (), is_over(), f"=e.o{ON}", OVER, shows="Came: 1"),
    Row("take its attendance list along", (), is_over(ActivityReport(ON)), "list", OVER, shows="It holds names"),
    Row("open a monthly report", (), _nowhere, "=e.m", ORGANISERS, shows="Organisational life, Dec"),
    Row("draw the host's month", (), month_of, "picture", OVER, shows="静安寺街道 · Organisational life"),
    Row(
        "take the host's month along as a table", (), month_of, "table", OVER, shows="静安寺街道 · Organisational life"
    ),
)


ON_PAGES: Final = {"any role, on a page": HOST, "the member, on a page": MEMBER}


def is_open_to(row: Row, who: int, *, on_page: bool) -> bool:
    if not on_page:
        return who in row.may
    return (who if who == MEMBER else STRANGER) in row.may
