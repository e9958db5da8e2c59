"""What kinds, states, roles and the like are called, in the chat and on paper alike: plain text.

Each table is a context of its own in the catalogues: "declined" is one thing of a request, another of a duty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, final

from bot.texts import Words
from domain.activities.activities import Kind
from domain.activities.duties import State as Duty
from domain.activities.seats import State as Seat
from domain.activities.seats import Way
from domain.affiliations.affiliations import Ending, State, Stay, Verb
from domain.announcements.topics import Topic
from domain.booking.life import State as Booking
from domain.people.members import DocumentKind
from domain.people.roles import Role
from domain.places.places import UnitKind
from domain.times.holidays import Holiday


@final
@dataclass(frozen=True, slots=True)
class Names:
    """The names of all members of one kind; the table stands in the call, where the catalogues find it."""

    context: str
    _names: Mapping[str, str]

    def __contains__(self, one: object) -> bool:
        return one in self._names

    def __iter__(self) -> Iterator[str]:
        """Go through what has a name, as it is stored."""
        return iter(self._names)

    def __call__(self, one: str, t: Words) -> str:
        """Name it; what has no name is called as it is stored."""
        return t.called(self.context, self._names.get(one, one))


kind_name: Final = Names(
    "kind",
    {
        Kind.BRANCH_MEETING: "branch meeting",
        Kind.COMMITTEE_MEETING: "committee meeting",
        Kind.GROUP_MEETING: "group meeting",
        Kind.LECTURE: "party lecture",
        Kind.THEME_DAY: "theme day",
        Kind.LIFE_MEETING: "organisational life meeting",
        Kind.VOLUNTEERING: "volunteering",
        Kind.OTHER: "other activity",
    },
)

holiday_name: Final = Names(
    "holiday",
    {
        Holiday.NEW_YEAR: "New Year’s Day",
        Holiday.SPRING_FESTIVAL: "the Spring Festival",
        Holiday.QINGMING: "Qingming",
        Holiday.LABOUR_DAY: "Labour Day",
        Holiday.DRAGON_BOAT: "the Dragon Boat Festival",
        Holiday.MID_AUTUMN: "the Mid-Autumn Festival",
        Holiday.NATIONAL_DAY: "National Day",
    },
)

topic_name: Final = Names(
    "topic",
    {
        Topic.NOTICES: "Notices",
        Topic.ACTIVITIES: "Activities to come",
        Topic.STUDY: "Study material",
        Topic.VOLUNTEERING: "Volunteers wanted",
        Topic.SERVICES: "Everyday services",
    },
)

unit_kind_name: Final = Names(
    "unit kind",
    {
        UnitKind.CITY: "city",
        UnitKind.DISTRICT: "district",
        UnitKind.SUBDISTRICT: "subdistrict",
        UnitKind.CENTRE: "centre",
        UnitKind.POINT: "point",
        UnitKind.BRANCH: "branch",
    },
)

stay_name: Final = Names("stay", {Stay.VISIT: "short visit", Stay.MOBILE: "mobile member"})

affiliation_name: Final = Names(
    "affiliation",
    {
        State.DRAFT: "being filled in",
        State.SUBMITTED: "submitted",
        State.HOST_ACCEPTED: "accepted, waiting for the level above",
        State.RETURNED: "returned",
        State.ACTIVE: "active",
        State.CONFIRMATION_DUE: "active, to be confirmed by the member",
        State.WITHDRAWN: "withdrawn",
        State.DECLINED: "declined",
        State.MOVED: "moved",
        State.ENDED: "ended",
        State.DISCARDED: "discarded",
    },
)

step_name: Final = Names(
    "step of an affiliation",
    {
        Verb.SUBMIT: "submitted",
        Verb.DISCARD: "discarded",
        Verb.WITHDRAW: "withdrawn",
        Verb.ACCEPT: "accepted",
        Verb.CONFIRM: "confirmed",
        Verb.RETURN: "returned",
        Verb.DECLINE: "declined",
        Verb.ASK_AGAIN: "asked to confirm",
        Verb.STILL_HERE: "confirmed to be still here",
        Verb.RENEW: "renewed",
        Verb.MOVE: "moved",
        Verb.GO_HOME: "returned home",
        Verb.TRANSFER: "transferred",
        Verb.GO_ELSEWHERE: "went to another city",
        Verb.END: "ended",
        Verb.EXPIRE: "expired",
    },
)

ending_name: Final = Names(
    "ending",
    {
        Ending.RETURNED_HOME: "returned home",
        Ending.TRANSFERRED: "transferred",
        Ending.ELSEWHERE: "went to another city",
        Ending.EXPIRED: "expired",
        Ending.BY_HOST: "ended by the host",
    },
)

document_name: Final = Names(
    "document",
    {
        DocumentKind.ACTIVITY_CARD: "activity card",
        DocumentKind.CERTIFICATE: "certificate of the home branch",
        DocumentKind.TRANSFER_LETTER: "transfer letter",
        DocumentKind.NONE_YET: "none yet",
    },
)

home_answer_name: Final = Names(
    "home branch", {"unconfirmed": "not yet confirmed", "confirmed": "confirmed", "objected": "objected"}
)

seat_name: Final = Names(
    "seat",
    {
        Seat.SIGNED_UP: "signed up",
        Seat.CONFIRMED: "confirmed",
        Seat.WAITING: "waiting",
        Seat.OFFERED: "a seat was offered",
        Seat.ON_LEAVE: "on leave",
        Seat.LEFT: "given back",
        Seat.RELEASED: "not confirmed in time",
        Seat.LAPSED: "the place in the line has run out",
        Seat.CHECKED_IN: "checked in",
        Seat.WALKED_IN: "walked in",
        Seat.ABSENT: "absent",
    },
)

booking_name: Final = Names(
    "booking",
    {
        Booking.REQUESTED: "asked for",
        Booking.GRANTED: "booked",
        Booking.ASKED: "still to be confirmed",
        Booking.CONFIRMED: "confirmed",
        Booking.WAITING: "waiting for it to come free",
        Booking.OFFERED: "came free, and is kept for the unit",
        Booking.REFUSED: "not to be had",
        Booking.RELEASED: "given back",
        Booking.CANCELLED: "cancelled",
    },
)

way_name: Final = Names(
    "check-in",
    {
        Way.QR: "code on the wall",
        Way.WORD: "code word",
        Way.THERE: "was there",
        Way.ROLL: "roll call",
        Way.LATE: "entered afterwards",
    },
)

duty_name: Final = Names(
    "duty",
    {
        Duty.ASKED: "asked",
        Duty.COMING: "coming",
        Duty.RESERVE: "in reserve",
        Duty.CALLED: "called from the reserve",
        Duty.DECLINED: "declined",
        Duty.DROPPED: "dropped out",
        Duty.LAPSED: "no answer in time",
    },
)

role_name: Final = Names(
    "role",
    {
        Role.ADMIN: "admin",
        Role.ORGANISER: "organiser",
        Role.VOLUNTEER: "volunteer",
        Role.MEMBER: "the member",
        Role.SUPPORTER: "supporter",
        "house": "the administration",
        "clock": "by itself, on its day",
        "home": "the home branch",
    },
)

deed_name: Final = Names(
    "deed",
    {
        "affiliation.submit": "request sent",
        "affiliation.discard": "draft discarded",
        "affiliation.withdraw": "request withdrawn",
        "affiliation.accept": "request accepted on the first level",
        "affiliation.confirm": "affiliation confirmed",
        "affiliation.return": "request returned, to be added to",
        "affiliation.decline": "request declined",
        "affiliation.ask_again": "asked whether the affiliation still holds",
        "affiliation.still_here": "affiliation still holds",
        "affiliation.renew": "affiliation renewed",
        "affiliation.move": "moved to another service point",
        "affiliation.go_home": "affiliation ended: returned home",
        "affiliation.go_elsewhere": "affiliation ended: went to another city",
        "affiliation.transfer": "affiliation ended: membership transferred",
        "affiliation.end": "affiliation ended by the host",
        "affiliation.expire": "affiliation ended: its last day was over",
        "affiliation.out_of_contact": "out of contact",
        "affiliation.home_confirmed": "confirmed by the home branch",
        "affiliation.home_objected": "objected to by the home branch",
        "attendance.check_in": "checked in",
        "attendance.walk_in": "checked in without having signed up",
        "attendance.late": "checked in afterwards",
        "attendance.undo": "check-in taken back",
        "attendance.roll": "presence read from a list",
        "attendance.export": "list of those present exported",
        "member.reveal": "details looked at",
        "member.search": "looked for, masked",
        "member.register": "register with the details exported",
        "member.roll": "name read from the list of a check-in",
        "member.list": "list with the name exported",
        "member.delivery": "list of what did not arrive exported",
        "member.export": "own data exported",
        "member.home": "looked at by the home branch",
        "person.forget": "data deleted",
        "person.merge": "two ways in linked, and what both had joined",
        "road.link": "two ways in linked",
        "road.unlink": "a way in unlinked",
        "road.close": "a chat page closed",
        "road.recovery": "new code for coming back",
        "road.desk": "code for a new page issued at the desk",
        "road.refuse": "code of the desk refused",
        "proof.ask": "a page asked to act for a role",
        "proof.confirm": "a page may act for a role",
        "proof.end": "a page acts for a role no more",
        "area.assign": "area handed out",
        "area.prolong": "area given for longer",
        "area.end": "area ended",
        "promise.pass_on": "promise passed on",
        "building.merge": "two buildings made one",
        "booking.grant": "request to borrow agreed to",
        "booking.decline": "request to borrow refused",
        "booking.take_back": "booking taken back by the owner",
        "resource.close": "something lent closed for a time",
        "resource.open": "something lent opened again",
        "resource.retire": "something lent taken off the list",
        "resource.calendar": "address of a calendar made",
        "resource.calendar_end": "address of a calendar ended",
        "desk.calendar": "address of a unit's calendar made",
        "desk.calendar_end": "address of a unit's calendar ended",
        "role.invite": "invited to a role",
        "role.withdraw": "invitation withdrawn",
        "role.give": "role given",
        "role.take": "role taken away",
        "activity.publish": "activity published",
        "activity.change": "activity changed",
        "activity.cancel": "activity called off",
        "register.export": "register exported",
        "table.export": "table of the desk exported",
        "list.import": "list brought in",
        "desk.enter": "signed in at the desk",
        "desk.leave": "signed out at the desk",
        "audit.begin": "key of this record made",
        "audit.reason": "a reason in this record read",
        "audit.lost": "key of this record lost, and another made",
        "rule.set": "rule of a unit set",
        "branch.found": "branch founded",
        "group.bind": "group bound",
        "group.end": "group let go",
        "digest.arrange": "digest arranged",
        "digest.stop": "digest stopped",
        "announcement.report": "list of who was reached exported",
        "announcement.submit": "announcement sent for approval",
        "announcement.approve": "announcement approved",
        "announcement.return": "announcement returned",
        "announcement.schedule": "announcement set to be sent",
        "announcement.begin": "announcement begun to be sent",
        "announcement.discard": "draft of an announcement discarded",
        "announcement.empty": "announcement that nobody was left to read",
        "announcement.pause": "announcement paused",
        "announcement.resume": "announcement resumed",
        "announcement.finish": "announcement sent to all",
        "announcement.stop": "announcement stopped",
        "announcement.again": "announcement sent again to those who were missed",
        "announcement.recall": "announcement recalled",
        "announcement.propose": "correction of an announcement proposed",
        "announcement.keep": "correction of an announcement turned down",
        "announcement.correct": "announcement corrected",
        "thread.take": "message taken in hand",
        "thread.give_back": "message given back",
        "thread.give": "message given to a colleague",
        "thread.move": "message moved to another unit",
        "thread.answer": "message answered",
        "thread.close": "message closed",
        "forbidden": "something refused that was not in one's hands",
    },
)

subject_name: Final = Names(
    "what a deed is about",
    {
        "activity": "activity",
        "affiliation": "request or stay",
        "announcement": "announcement",
        "assignment": "area handed out",
        "audit": "row of this record",
        "booking": "booking",
        "building": "building",
        "group": "group",
        "invitation": "invitation",
        "list": "list",
        "person": "person",
        "promise": "promise",
        "resource": "something lent",
        "signup": "sign-up",
        "table": "table",
        "thread": "message",
        "unit": "unit",
    },
)
