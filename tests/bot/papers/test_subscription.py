"""Subscribed calendars: how entries change, and what the makers of calendars are known to need."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Alarm, Calendar, Event

from bot.papers.subscription import Head, write
from domain.times.calendar_entries import GONE_KEPT_S, Entry, Shown, follow

ZONE = ZoneInfo("Asia/Shanghai")
HEAD = Head("驿站", "chat.example.org", ZONE)
NOW = datetime(2026, 12, 1, 12, tzinfo=ZONE).timestamp()
LECTURE = Entry(
    "activity-12", "新时代党课; 第一讲, 上", NOW + 90_000, NOW + 95_400, "静安寺街道, 愚园路100号", (7_200.0,)
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(["activity-1", "activity-2", "offer-1"]),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=90),
        st.integers(-10, 10).map(lambda hours: NOW + hours * 3_600.0),
        st.just(NOW + 11 * 3_600.0),
    ),
    max_size=3,
    unique_by=lambda entry: entry.key,
)


def read(*shown: Shown) -> tuple[Calendar, list[Event]]:
    calendar = Calendar.from_ical(write(HEAD, shown))
    assert isinstance(calendar, Calendar)
    return calendar, calendar.events


def test_new_entry_changes_goes_and_comes_back() -> None:
    first = follow({}, [LECTURE], NOW)
    later = replace(LECTURE, starts_at=LECTURE.starts_at + 3_600, ends_at=LECTURE.ends_at + 3_600)
    shown = {one.entry.key: one for one in first}
    assert follow(shown, [LECTURE], NOW + 60) == first
    moved = follow(shown, [later], NOW + 60)
    assert moved == (Shown(later, 1, NOW + 60),)
    gone = follow({LECTURE.key: moved[0]}, [], NOW + 120)
    assert gone == (Shown(later, 2, NOW + 120, NOW + 120),)
    assert follow({LECTURE.key: gone[0]}, [], NOW + 180) == gone
    assert follow({LECTURE.key: gone[0]}, [later], NOW + 180) == (Shown(later, 3, NOW + 180),)
    assert follow({LECTURE.key: gone[0]}, [], NOW + 120 + GONE_KEPT_S) == ()


def test_what_is_over_is_left_out_and_not_called_off() -> None:
    assert follow({LECTURE.key: Shown(LECTURE, 0, NOW)}, [], LECTURE.ends_at) == ()


@given(st.lists(ENTRIES, min_size=2, max_size=4))
def test_number_of_an_entry_grows_with_every_change_and_only_then(days: list[list[Entry]]) -> None:
    shown: dict[str, Shown] = {}
    for number, day in enumerate(days):
        after = {one.entry.key: one for one in follow(shown, day, NOW + number)}
        for key, one in after.items():
            if key in shown and (one.entry, one.gone_at) != (shown[key].entry, shown[key].gone_at):
                assert (one.sequence, one.changed_at) == (shown[key].sequence + 1, NOW + number)
            elif key in shown:
                assert one == shown[key]
        assert {key for key, one in after.items() if one.gone_at is None} == {entry.key for entry in day}
        _, events = read(*after.values())
        assert {str(event["SUMMARY"]) for event in events} == {one.entry.title for one in after.values()}
        shown = after


def test_entry_is_title_time_and_place_and_nothing_else() -> None:
    _, (event,) = read(Shown(LECTURE, 2, NOW))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (LECTURE.title, LECTURE.place)
    assert (event.start, event.end) == (
        datetime.fromtimestamp(LECTURE.starts_at, ZONE),
        datetime.fromtimestamp(LECTURE.ends_at, ZONE),
    )
    told = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CLASS"}
    assert set(event) == told | {"LOCATION"}


def test_whole_day_ends_before_the_next_and_rings_in_the_morning() -> None:
    begins = datetime(2026, 12, 31, tzinfo=ZONE)
    day = Entry(
        "stay-3", "到期", begins.timestamp(), begins.timestamp() + 86_400, alarms_s=(-34_200.0,), is_whole_day=True
    )
    _, (event,) = read(Shown(day, 0, NOW))
    assert (event.start, event.end) == (begins.date(), begins.date() + timedelta(days=1))
    assert [alarm.TRIGGER for alarm in event.walk("VALARM") if isinstance(alarm, Alarm)] == [timedelta(hours=9.5)]


def test_each_maker_finds_what_it_needs() -> None:
    """Lines of 75 octets that end in CRLF, a zone for every TZID, a UID once, a wish how often to look, a name."""
    entries = [replace(LECTURE, key=f"activity-{number}", title=LECTURE.title * 9) for number in range(3)]
    raw = write(HEAD, [Shown(entry, 0, NOW) for entry in entries])
    assert raw == write(HEAD, [Shown(entry, 0, NOW) for entry in entries])
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert {b"METHOD:PUBLISH", b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"X-PUBLISHED-TTL:PT1H"} <= set(lines)
    assert {"X-WR-CALNAME:驿站".encode(), "NAME:驿站".encode(), b"X-WR-TIMEZONE:Asia/Shanghai"} <= set(lines)
    calendar, events = read(*(Shown(entry, 0, NOW) for entry in entries))
    assert {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")} == {
        event["DTSTART"].params["TZID"] for event in events
    }
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_withdrawn_entry_rings_no_more_and_one_that_is_unsure_says_so() -> None:
    _, (gone, unsure) = read(Shown(LECTURE, 3, NOW, NOW), Shown(replace(LECTURE, key="x", is_sure=False), 0, NOW))
    assert (gone["STATUS"], gone["TRANSP"], gone.walk("VALARM")) == ("CANCELLED", "TRANSPARENT", [])
    assert (unsure["STATUS"], unsure["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
