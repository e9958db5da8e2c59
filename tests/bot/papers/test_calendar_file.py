"""Calendar files: read back by another reader of the format, and newer ones that replace older ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from bot.papers.calendar_file import calendar_file
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot, Stage
from domain.places.geo import Position
from storage.activities.activities import ActivityRow
from tests.stage.talk import NOON

BEGINS = datetime(2026, 12, 3, 11, tzinfo=UTC)  # 19:00 in Shanghai
PLAN = Plan(
    Kind.LECTURE,
    "新时代党课; 第一讲, 上",
    BEGINS.timestamp(),
    BEGINS.timestamp() + 5_400,
    Spot(point_id=1),
    Audience.ANYONE,
    notes="请带笔记本\n提前十分钟到",
)
ROW = ActivityRow(12, "abcdefgh234567ab", 4, PLAN, Stage.PUBLISHED, 1, None, 1004, 0.0, "", Position(31.224, 121.446))


def event_of(row: ActivityRow, place: str = "静安寺街道党群服务中心, 愚园路100号") -> Event:
    calendar = Calendar.from_ical(calendar_file(row, place, "waystation_bot", NOON, words("zh_Hans")))
    assert isinstance(calendar, Calendar)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    (event,) = calendar.events
    return event


def test_a_calendar_reads_what_when_and_where() -> None:
    event = event_of(ROW)
    assert (str(event["SUMMARY"]), event.start, event.end) == (
        PLAN.title,
        BEGINS,
        datetime(2026, 12, 3, 12, 30, tzinfo=UTC),
    )
    assert str(event["LOCATION"]) == "静安寺街道党群服务中心, 愚园路100号"
    assert str(event["DESCRIPTION"]) == f"{PLAN.notes}\nhttps://t.me/waystation_bot?start=o_abcdefgh234567ab"
    assert event["GEO"].to_ical() == "31.224;121.446"
    assert str(event["URL"]) == "https://t.me/waystation_bot?start=o_abcdefgh234567ab"


def test_a_changed_activity_keeps_its_uid_and_counts_up() -> None:
    first, second = event_of(ROW), event_of(replace(ROW, version=2))
    assert (str(first["UID"]), first["SEQUENCE"]) == ("activity-12@waystation_bot.t.me", 1)
    assert (str(second["UID"]), second["SEQUENCE"]) == ("activity-12@waystation_bot.t.me", 2)


def test_a_house_with_a_page_keeps_its_uids_and_one_without_telegram_has_its_own() -> None:
    page = "https://chat.example.org"
    for bot, uid in (("waystation_bot", "activity-12@waystation_bot.t.me"), ("", "activity-12@chat.example.org")):
        calendar = Calendar.from_ical(calendar_file(ROW, "", bot, NOON, words("zh_Hans"), page))
        assert isinstance(calendar, Calendar)
        (event,) = calendar.events
        assert (str(event["UID"]), str(event["URL"])) == (uid, f"{page}/p/o_abcdefgh234567ab")


def test_a_cancelled_activity_is_struck_out() -> None:
    assert str(event_of(ROW)["STATUS"]) == "CONFIRMED"
    off = event_of(replace(ROW, stage=Stage.CANCELLED))
    assert (str(off["STATUS"]), str(off["SUMMARY"])) == ("CANCELLED", f"【已取消】{PLAN.title}")
    assert str(off["DESCRIPTION"]).startswith("活动已取消，这条日程可以删除。\n请带笔记本")


def test_what_is_not_known_is_left_out() -> None:
    event = event_of(replace(ROW, position=None, plan=replace(PLAN, notes="")), "")
    assert [name for name in ("LOCATION", "GEO") if name in event] == []
    assert str(event["DESCRIPTION"]) == "https://t.me/waystation_bot?start=o_abcdefgh234567ab"


def test_calendar_reminds_of_what_is_held() -> None:
    (alarm,) = event_of(ROW).alarms.times
    assert alarm.trigger == BEGINS - timedelta(hours=2)
    assert event_of(replace(ROW, stage=Stage.CANCELLED)).subcomponents == []


def test_lines_are_folded_and_end_as_the_format_wants() -> None:
    content = calendar_file(
        replace(ROW, plan=replace(PLAN, notes="长" * 300)), "", "waystation_bot", NOON, words("zh_Hans")
    )
    assert [line for line in content.split(b"\r\n") if len(line) > 75] == []
    assert content.count(b"\n") == content.count(b"\r\n")
