"""The corners of what comes after an activity that no dialogue comes by; and what the spreadsheets hold."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.buttons import Lasting
from bot.chat import Document, Event, Reply, Said, Text
from bot.flows import opener
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand
from bot.flows.afterwards import month_summary
from bot.flows.afterwards.month_summary import MonthOf, Week, weeks_of
from bot.flows.afterwards.record import hours
from bot.flows.afterwards.steps import (
    ActivityReport,
    CheckingCode,
    ChoosingReported,
    MonthReport,
    MyRecord,
    RatingActivity,
    RecordedActivity,
    SayingMore,
)
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk, Go
from bot.flows.entry_points import EntryPoint, Opened, opened_by
from bot.flows.step import AtMenu, Step
from bot.papers.attendance import export_list
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.activities.certificate_codes import shown
from domain.activities.seats import Way
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from storage.activities import activities, attendance, certificates, ratings, signups
from storage.activities.figures import Group, MonthFigures
from storage.people import audit, members, people, roles
from storage.people.people import Person
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, WANG, furnish, house

CHEN, LI = 1004, 1003
EN = words("en")
DECEMBER = date(2026, 12, 1)


class Hall:
    """People after activities, in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now, self.who = unit, NOON, WANG
        self.unit_id = unit_id(unit, "310106011")

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        person = Person(self.who)
        return Desk(self.unit, person, self.now, EN, lived_in.search, lived_in.bot_link, "en")

    def held(self, ago: timedelta, *seen: int, title: str = "Lecture", kind: Kind = Kind.LECTURE) -> int:
        """Hold an activity of two hours that ended so long ago."""
        ends = (NOON - ago).timestamp()
        plan = Plan(kind, title, ends - 7_200, ends, Spot(title="Here"), Audience.ANYONE)
        row = activities.draft(self.unit, plan, self.unit_id, Deed(HOUSE, ends - 9_000))
        activities.publish(self.unit, row.id, Deed(HOUSE, ends - 9_000))
        for chat_id in seen:
            attendance.check_in(self.unit, row.id, chat_id, Way.ROLL, Deed(HOUSE, ends - 3_600))
        return row.id

    def goes(self, place: Step, event: Event | Chose | Opened | str) -> Step:
        return self.does(place, event)[0]

    def hears(self, place: Step, event: Event | Chose | Opened | str) -> str:
        """Return what is said first."""
        (first, *_) = self.does(place, event)[1]
        assert isinstance(first, Text)
        return first.html

    def does(self, place: Step, event: Event | Chose | Opened | str) -> tuple[Step, tuple[Reply, ...]]:
        """Press a button (its choice) or do something else there."""
        where, replies, _ = advance(place, Chose(event, 500) if isinstance(event, str) else event, self.desk)
        return where, replies

    def sees(self, place: Step) -> str:
        (shown_there,) = screen(place, self.desk)
        assert isinstance(shown_there, Text)
        return shown_there.html


@pytest.fixture
def hall(sqlite_store: Store) -> Iterator[Hall]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [WANG, LI, CHEN, *range(5001, 5010)], NOON.timestamp())
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, 1.0))
        yield Hall(unit)


# ---------------------------------------------------------------- the rating


def test_rating_that_comes_after_its_week_is_not_taken(hall: Hall) -> None:
    late = hall.held(timedelta(days=8), WANG)
    assert hall.hears(RatingActivity(late), "4").startswith("Those who were there can say")
    assert hall.sees(RatingActivity(late)).startswith("Those who were there can say")
    assert hall.hears(SayingMore(late), Said("good")).startswith("Those who were there can say")
    assert ratings.verdict(hall.unit, late).count == 0


def test_words_without_stars_are_not_taken(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), WANG)
    assert hall.sees(SayingMore(activity)).startswith("Would you like to add a few words?")
    assert hall.goes(SayingMore(activity), Said("good")) == AtMenu()
    assert ratings.find(hall.unit, activity, WANG) is None


def test_rating_is_for_who_was_seen(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), LI)
    assert hall.goes(AtMenu(), opened_by(Lasting("e", str(activity)), 5)) == AtMenu()
    assert hall.hears(RatingActivity(activity), Said("4")).startswith("Those who were there can say")


def test_typed_grade_that_there_is_not_is_looked_for_as_anything_else(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), WANG)
    hall.goes(RatingActivity(activity), Said("9"))
    assert ratings.find(hall.unit, activity, WANG) is None


def test_button_that_no_version_had_opens_nothing(hall: Hall) -> None:
    for choice in ("", "x", "c", "o", "cx"):
        assert (
            hall.hears(AtMenu(), opened_by(Lasting("e", choice), 5))
            == "That is no longer possible here. This is where we are:"
        )


# ---------------------------------------------------------------- the record


def test_check_in_is_named_in_the_record_before_it_is_over(hall: Hall) -> None:
    assert "You are checked in" not in hall.sees(MyRecord(2026))
    hall.held(timedelta(hours=-1), WANG, title="Running")
    assert "You are checked in at “Running”" in hall.sees(MyRecord(2026))


def test_record_is_paged_and_turned_by_year(hall: Hall) -> None:
    for days in range(1, 8):
        hall.held(timedelta(days=days), WANG, title=f"L{days}")
    hall.held(timedelta(days=400), WANG, title="Long ago")
    here = MyRecord(2026)
    assert hall.goes(here, "next") == MyRecord(2026, 1)
    assert hall.goes(MyRecord(2026, 1), "previous") == here
    assert hall.goes(here, "y2025") == MyRecord(2025)
    assert hall.goes(MyRecord(2025), "y2026") == here
    assert hall.sees(MyRecord(2025)).startswith("<b>2025</b>: 1 activity, 2 hours\n1. Long ago")
    assert hall.hears(here, "y1999") == "That is no longer possible here. This is where we are:"
    assert hall.goes(MyRecord(2026, 1), Said("6")) == RecordedActivity(6, MyRecord(2026, 1))


def test_typed_number_of_another_page_is_searched_for(hall: Hall) -> None:
    hall.held(timedelta(days=1), WANG)
    assert hall.goes(MyRecord(2026), Said("7")) != RecordedActivity(7, MyRecord(2026))


@pytest.mark.parametrize(("seconds", "said"), [(3_600, "1 hour"), (1_800, "0.5 hours"), (7_200, "2 hours")])
def test_hours_are_said_as_people_do(seconds: float, said: str) -> None:
    assert hours(seconds, EN) == said


def test_line_of_the_record_that_is_not_ones_own_shows_nothing(hall: Hall) -> None:
    theirs = hall.held(timedelta(days=1), LI, title="Secret")
    place = RecordedActivity(theirs)
    assert hall.sees(place).startswith("There is a certificate for what you were checked in at")
    assert hall.hears(place, "certificate").startswith("There is a certificate for what you were checked in at")
    assert hall.hears(place, "rate") == "That is no longer possible here. This is where we are:"


def test_record_older_than_a_week_offers_no_rating(hall: Hall) -> None:
    old = hall.held(timedelta(days=30), WANG)
    (shown_there,) = screen(RecordedActivity(old), hall.desk)
    assert [button.data for row in shown_there.buttons for button in row] == ["certificate", "back"]


# ---------------------------------------------------------------- the check of a certificate


def test_certificate_whose_check_in_was_taken_back_is_not_genuine(hall: Hall) -> None:
    activity = hall.held(timedelta(days=1), WANG)
    members.keep(hall.unit, WANG, Details("王芳"), now=1.0)
    issued = certificates.issue(hall.unit, activity, WANG, NOON.timestamp())
    assert hall.hears(CheckingCode(), Said(shown(issued.code))).startswith("✅ This certificate is genuine")
    attendance.undo(hall.unit, activity, WANG, Deed(HOUSE, NOON.timestamp()))
    assert hall.hears(CheckingCode(), Said(shown(issued.code))).startswith("I find no certificate")


def test_certificate_of_whose_name_was_deleted_shows_none(hall: Hall) -> None:
    activity = hall.held(timedelta(days=1), WANG)
    issued = certificates.issue(hall.unit, activity, WANG, NOON.timestamp())
    assert "Name: no longer kept here" in hall.hears(CheckingCode(), Said(issued.code))


def test_name_of_a_building_is_no_code(hall: Hall) -> None:
    assert hall.goes(CheckingCode(), Said("嘉兴大厦")) != CheckingCode()
    assert hall.goes(CheckingCode(), Said("  ")) != AtMenu()


# ---------------------------------------------------------------- reports


def test_organiser_of_several_units_is_asked_which(hall: Hall) -> None:
    hall.who = CHEN
    roles.give(hall.unit, CHEN, Role.ORGANISER, unit_id(hall.unit, "310106012"), Deed(HOUSE, 1.0))
    assert opener(EntryPoint.MONTH)(Opened(EntryPoint.MONTH, "", 0), hall.desk) == Go(ChoosingReported())
    assert hall.sees(ChoosingReported()) == "The report of which unit?"
    assert hall.goes(ChoosingReported(), str(hall.unit_id)) == MonthReport(hall.unit_id, DECEMBER)
    assert hall.goes(ChoosingReported(), "back") == ActivitiesInHand()
    assert hall.goes(ChoosingReported(page=1), "previous") == ChoosingReported()
    assert hall.goes(ChoosingReported(), "next") == ChoosingReported(page=1)


def test_unit_that_is_not_in_hand_is_refused(hall: Hall) -> None:
    hall.who = CHEN
    district = unit_id(hall.unit, "310106")
    refusal = "This is not in your hands, so I have not opened it."
    assert hall.hears(ChoosingReported(), str(district)) == refusal
    assert hall.hears(ChoosingReported(district), "next") == refusal
    assert hall.hears(MonthReport(district, DECEMBER), "table") == refusal
    assert [hall.sees(place) for place in (ChoosingReported(district), MonthReport(district, DECEMBER))] == [
        refusal
    ] * 2


def test_report_of_an_activity_that_is_not_in_hand_is_refused(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), WANG)
    assert hall.hears(ActivityReport(activity), "list") == "This is not in your hands, so I have not opened it."


def test_what_is_typed_where_a_unit_is_chosen_is_searched_for(hall: Hall) -> None:
    hall.who = CHEN
    assert hall.goes(ChoosingReported(), Said("嘉兴大厦")) != ChoosingReported()


def test_units_below_are_left_by_the_way_back(hall: Hall) -> None:
    hall.who = CHEN
    assert hall.goes(ChoosingReported(hall.unit_id), "back") == MonthReport(hall.unit_id, DECEMBER)


def test_report_of_an_activity_says_the_words_and_how_many_more(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), *range(5001, 5010), WANG, LI, CHEN)
    for number, chat_id in enumerate((*range(5001, 5010), WANG, LI, CHEN)):
        ratings.give(hall.unit, activity, chat_id, 4)
        ratings.say(hall.unit, activity, chat_id, f"<{number:02}>")
    hall.who = CHEN
    lines = hall.sees(ActivityReport(activity)).split("\n")
    assert lines[3:6] == ["Rated 4.0 of 5 by 12", "· “&lt;00&gt;”", "· “&lt;01&gt;”"]
    assert lines[-1] == "and 2 more"


def test_activity_nobody_came_to_has_no_list(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1))
    hall.who = CHEN
    (shown_there,) = screen(ActivityReport(activity), hall.desk)
    assert [button.data for row in shown_there.buttons for button in row] == [f"=check_in.{activity}", "back"]


def _never_entered(hall: Hall) -> int:
    """Hold an activity to which three were to come, and of which nobody has entered who came."""
    activity = hall.held(timedelta(hours=1))
    for chat_id in (WANG, LI, 5001):
        signups.sign_up(hall.unit, activity, chat_id, Standing.PASSING_BY, NOON.timestamp() - 30_000)
    signups.end(hall.unit, activity, NOON.timestamp())
    hall.who = CHEN
    return activity


def test_where_nobody_entered_who_came_nobody_is_called_absent(hall: Hall) -> None:
    activity = _never_entered(hall)
    assert "absent" not in hall.sees(ActivityReport(activity))
    _, (sent, *_) = hall.does(ActivityReport(activity), "list")
    assert isinstance(sent, Document)
    title, _, *lines = _rows(sent)
    assert str(title[0]).endswith("3 on the list, who came is not entered")
    assert [line[2] for line in lines] == ["signed up"] * 3


def test_table_of_the_month_says_where_it_was_never_entered_who_came(hall: Hall) -> None:
    _never_entered(hall)
    _, (sent, *_) = hall.does(MonthReport(hall.unit_id, DECEMBER), "table")
    assert isinstance(sent, Document)
    (line,) = load_workbook(BytesIO(sent.content))["activities"].iter_rows(min_row=3, values_only=True)
    assert line[4:] == (None, "not entered", None, 0, None)


@pytest.mark.parametrize("choice", ["m1", "m2"])
def test_month_is_chosen_by_a_tap(hall: Hall, choice: str) -> None:
    hall.who = CHEN
    month = date(2026, 12 - int(choice[1]), 1)
    assert hall.goes(MonthReport(hall.unit_id, DECEMBER), choice) == MonthReport(hall.unit_id, month)


def test_attendance_list_names_who_was_there_and_the_audit_knows(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), WANG, LI, title="=1+1")
    members.keep(hall.unit, WANG, Details("王芳"), now=1.0)
    hall.who = CHEN
    _, (sent, *_) = hall.does(ActivityReport(activity), "list")
    assert isinstance(sent, Document)
    title, header, *lines = _rows(sent)
    assert title[0] == "Attendance · =1+1 · 2026-12-01 09:00 · 2 on the list, 2 came"
    assert header == ["no.", "name", "came as", "when", "how", "signature"]
    assert lines == [
        [1, "王芳", "walked in", "2026-12-01 10:00", "roll call", None],
        [2, "has told no name", "walked in", "2026-12-01 10:00", "roll call", None],
    ]
    assert [(one.role, one.what) for one in audit.seen_by(hall.unit, f"person:{WANG}")] == [
        ("organiser", "member.list")
    ]


def test_list_before_the_event_is_there_to_print_and_afterwards_says_who_did_not_come(hall: Hall) -> None:
    ends = (NOON + timedelta(hours=5)).timestamp()
    plan = Plan(Kind.LECTURE, "Talk", ends - 7_200, ends, Spot(title="Here"), Audience.ANYONE)
    row = activities.draft(hall.unit, plan, hall.unit_id, Deed(HOUSE, 1.0))
    activities.publish(hall.unit, row.id, Deed(HOUSE, 1.0))
    for chat_id in (WANG, LI):
        signups.sign_up(hall.unit, row.id, chat_id, Standing.PASSING_BY, NOON.timestamp() - 9)
    hall.who = CHEN
    _, (sent, *_) = hall.does(ActivityInHand(row.id), "list")
    assert isinstance(sent, Document)
    title, _, *lines = _rows(sent)
    assert (sent.name, title[0]) == (
        "Attendance list Talk 2026-12-01.xlsx",
        "Attendance · Talk · 2026-12-01 15:00 · 2 on the list, 0 came",
    )
    assert [line[2:] for line in lines] == [["signed up", None, None, None]] * 2
    attendance.check_in(hall.unit, row.id, LI, Way.ROLL, Deed(HOUSE, NOON.timestamp() + 1))
    hall.now = NOON + timedelta(hours=6)
    _, (sent, *_) = hall.does(ActivityReport(row.id), "list")
    assert isinstance(sent, Document)
    title, _, *lines = _rows(sent)
    assert str(title[0]).endswith("2 on the list, 1 came")
    assert [line[2] for line in lines] == ["signed up", "absent"]


def test_attendance_list_in_chinese(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), WANG)
    row = activities.find(hall.unit, activity)
    assert row is not None
    content = export_list(hall.unit, row, Deed(By(CHEN, "organiser"), NOON.timestamp()), NOON.tzinfo, "zh_Hans")
    title, _, line = _rows(Document("", content))
    assert title[0] == "签到表 · Lecture · 2026-12-01 09:00 · 名单 1 人，到场 1 人"
    assert line == [1, "未登记姓名", "临时参加", "2026-12-01 10:00", "点名", None]


def test_table_of_the_month_holds_the_figures(hall: Hall) -> None:
    hall.held(timedelta(hours=1), *range(5001, 5006))
    hall.who = CHEN
    _, (sent, *_) = hall.does(MonthReport(hall.unit_id, DECEMBER), "table")
    assert isinstance(sent, Document)
    title, _, *lines = _rows(sent)
    month = "Organisational life, Dec 2026"
    assert title[0] == f"静安寺街道 · {month}"
    assert lines[:4] == [
        [month, "Activities held", 1, None],
        [month, "Visits", 5, None],
        [month, "Different people", 5, None],
        [month, "Came of those expected", "–", None],
    ]
    assert ["By kind (visits)", "Party lecture", 5, "1 held, 5 visits"] in lines
    assert sent.name == "Monthly report 静安寺街道 2026-12.xlsx"


def test_table_of_the_month_has_a_line_for_each_activity_and_each_unit_in_numbers(hall: Hall) -> None:
    hall.held(timedelta(hours=9), WANG)
    big = hall.held(timedelta(hours=1), kind=Kind.THEME_DAY)
    for chat_id in range(5001, 5007):
        signups.sign_up(hall.unit, big, chat_id, Standing.PASSING_BY, NOON.timestamp() - 30_000)
    for chat_id in range(5001, 5004):
        attendance.check_in(hall.unit, big, chat_id, Way.ROLL, Deed(HOUSE, NOON.timestamp() - 9_000))
    signups.end(hall.unit, big, NOON.timestamp())
    hall.who = CHEN
    _, (sent, *_) = hall.does(MonthReport(hall.unit_id, DECEMBER), "table")
    assert isinstance(sent, Document)
    book = load_workbook(BytesIO(sent.content))
    assert book.sheetnames == ["month", "activities", "units"]
    assert [[cell.value for cell in row][1:] for row in book["activities"].iter_rows(min_row=3)] == [
        ["Lecture", "party lecture", "静安寺街道", 0, 0, "under 3", 0, None],
        ["Lecture", "theme day", "静安寺街道", 6, 3, 0, 0, 0.5],
    ]
    assert book["activities"].cell(4, 9).number_format == "0%"
    assert [[cell.value for cell in row] for row in book["units"].iter_rows(min_row=3)] == [["静安寺街道 itself", 2, 4]]
    share = next(row for row in book["month"].iter_rows() if row[1].value == "Came of those expected")
    assert (share[2].value, share[2].number_format) == (0.5, "0%")


def test_table_of_a_month_of_two_people_has_no_line_for_units(hall: Hall) -> None:
    hall.held(timedelta(hours=1), WANG, LI)
    hall.who = CHEN
    _, (sent, *_) = hall.does(MonthReport(hall.unit_id, DECEMBER), "table")
    assert isinstance(sent, Document)
    book = load_workbook(BytesIO(sent.content))
    assert [row[4:] for row in book["activities"].iter_rows(min_row=3, values_only=True)] == [
        (0, 0, "under 3", 0, None)
    ]
    assert list(book["units"].iter_rows(min_row=3)) == []


def test_name_that_cannot_be_set_is_said_before_the_certificate(hall: Hall) -> None:
    activity = hall.held(timedelta(hours=1), WANG)
    members.keep(hall.unit, WANG, Details("ئابدۇ𠮷"), now=1.0)
    _, (said, sent, *_) = hall.does(RecordedActivity(activity), "certificate")
    assert isinstance(said, Text)
    assert said.html.startswith("The type of this paper has no “ئ ا ب د ۇ”.")
    assert isinstance(sent, Document)
    assert sent.name == "Certificate of attendance Lecture 2026-12-01.pdf"


def _rows(sent: Document) -> list[list[object]]:
    sheet = load_workbook(BytesIO(sent.content)).active
    assert sheet is not None
    found = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [[value or None for value in row] for row in found]


# ---------------------------------------------------------------- the month in words


def figures(**changed: object) -> MonthFigures:
    nothing = {"activities": 0, "cancelled": 0, "visits": 0, "people": 0, "hours": 0.0, "expected": 0}
    nothing |= {"came_as_expected": 0, "new_affiliations": 0, "ratings": 0}
    return MonthFigures(**({**nothing, "average": None, "kinds": (), "weeks": ()} | changed))  # type: ignore[arg-type]  # by name


def of(**changed: object) -> MonthOf:
    return MonthOf("静安寺街道", DECEMBER, weeks_of(DECEMBER), figures(**changed))


def test_month_of_two_people_tells_nothing_of_them(hall: Hall) -> None:
    two = (Group(1, 2, 2), Group(), Group(), Group(), Group())
    told = month_summary.summary(of(activities=1, visits=2, people=2, hours=4.0, weeks=two, cancelled=1), hall.desk)
    assert [tile.value for tile in told.tiles] == ["1", "under 3", "under 3", "–", "–", "0"]
    assert (told.kinds, told.weeks) == ((), ())
    assert told.notes[1] == "Called off: 1."


def test_small_kinds_and_weeks_are_joined(hall: Hall) -> None:
    kinds = ((Kind.LECTURE, Group(1, 9, 9)), (Kind.OTHER, Group(1, 1, 1)), (Kind.THEME_DAY, Group(2, 6, 5)))
    weeks = (Group(1, 9, 9), Group(1, 1, 1), Group(2, 6, 5), Group(), Group())
    told = month_summary.summary(of(people=10, visits=16, kinds=kinds, weeks=weeks), hall.desk)
    assert [(bar.label, bar.visits) for bar in told.kinds] == [("Party lecture", 9), ("Theme day, other activity", 7)]
    assert [(bar.label, bar.visits) for bar in told.weeks] == [("1–6", 9), ("7–20", 7), ("21–27", 0), ("28–31", 0)]


def test_weeks_begin_on_monday_or_the_first() -> None:
    assert weeks_of(date(2026, 11, 1))[:2] == (
        Week(date(2026, 11, 1), date(2026, 11, 1)),
        Week(date(2026, 11, 2), date(2026, 11, 8)),
    )
    assert weeks_of(date(2027, 2, 1))[-1] == Week(date(2027, 2, 22), date(2027, 2, 28))


def test_week_of_one_day_is_called_by_it() -> None:
    groups = (Group(1, 4, 4), *(Group(),) * 5)
    november = MonthOf("", date(2026, 11, 1), weeks_of(date(2026, 11, 1)), figures(people=4, weeks=groups))
    assert month_summary.weeks(november, EN)[0] == ("1", Group(1, 4, 4))


def test_month_of_a_unit_that_there_is_not_is_empty(hall: Hall) -> None:
    counted = month_summary.month_of(999, DECEMBER, hall.desk)
    assert (counted.unit_name, counted.figures.activities) == ("", 0)
