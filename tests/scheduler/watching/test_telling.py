"""Admins hear what they can do something about: once when it is there, once when it is over, and no more for hours."""

import pytest

from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from scheduler.watching.concerns import PATIENCE_S, QUIET_S, Detail, Episode, Lasting, Past, may_tell
from scheduler.watching.telling import end_refusal, note_refusal, tell
from storage.people import people, roles
from storage.troubles import StoreTrouble
from storage.unit_of_work import Store
from tests.stage.talk import NOON, house, html, said

WU, BEN, CHEN = 1009, 1008, 1004
AT = NOON.timestamp()
HOUR = 3600.0
FULL = {Lasting.DISK_NEARLY_FULL: Detail(count=412)}


@pytest.fixture
def house_store(store: Store) -> Store:
    """Give a store with an admin in each language, and an organiser who hears nothing."""
    with store.unit_of_work() as unit:
        people.welcome(unit, [WU, BEN, CHEN], 0.0, {BEN: "en"})
        for one, role in ((WU, Role.ADMIN), (BEN, Role.ADMIN), (CHEN, Role.ORGANISER)):
            roles.give(unit, one, role, None, Deed(HOUSE, 0.0))
        unit.commit()
    return store


def told(store: Store, at: float, present: dict[Lasting, Detail] | None = None, *past: Episode) -> int | None:
    with store.unit_of_work() as unit:
        return tell(unit, house(), at, present or {}, past)


def heard(store: Store, chat_id: int) -> list[str]:
    return [html(reply) for chat, reply in said(store) if chat == chat_id]


def test_what_lasts_is_told_once_and_once_when_it_is_over(house_store: Store) -> None:
    grace = PATIENCE_S[Lasting.DISK_NEARLY_FULL]
    assert [told(house_store, AT + at, FULL) for at in (0, grace - 1, grace, grace + 5, 4 * HOUR)] == [0, 0, 2, 0, 0]
    assert [told(house_store, AT + 5 * HOUR), told(house_store, AT + 5 * HOUR + 5)] == [2, 0]
    assert heard(house_store, BEN) == [
        (
            "The server's disk is nearly full: 412 MB are left.\n"
            "Please have room made soon. Once it is full, I can take nothing in, and nothing is saved."
        ),
        "There is room on the server's disk again.",
    ]
    assert heard(house_store, WU) == [
        "服务器的磁盘快满了，只剩 412 MB。\n请尽快安排清理或扩容。一旦写满，我就收不了消息，也存不下东西。",
        "服务器的磁盘又有空间了。",
    ]
    assert heard(house_store, CHEN) == []


def test_what_comes_and_goes_is_told_again_after_hours_only(house_store: Store) -> None:
    times = []
    for minute in range(0, 13 * 60, 5):
        present = FULL if minute % 10 == 0 else {}
        if told(house_store, AT + minute * 60, present) and present:
            times.append(minute)
    assert times == []  # it never lasts for as long as its patience
    for minute in range(0, 13 * 60, 5):
        present = FULL if minute % 20 else {}
        if told(house_store, AT + 100 * HOUR + minute * 60, present) and present:
            times.append(minute)
    assert times == [10, 10 + QUIET_S / 60, 10 + 2 * QUIET_S / 60]


def test_what_is_over_before_anybody_heard_of_it_is_not_told(house_store: Store) -> None:
    assert [told(house_store, AT, FULL), told(house_store, AT + 30), told(house_store, AT + 90, FULL)] == [0, 0, 0]


def test_what_was_is_told_once(house_store: Store) -> None:
    one = Episode(Past.DISK_FULL, AT, AT + 600, Detail("disk full"))
    assert [told(house_store, AT + hours * HOUR, None, one) for hours in (1, 2, 6.9, 7)] == [2, 0, 0, 2]
    assert heard(house_store, BEN)[0] == (
        "From Tue, Dec 1, 12:00 to Tue, Dec 1, 12:10 the server's disk was full, and nothing could be saved.\n"
        "What people wrote meanwhile is being dealt with now; nothing of it is lost.\n"
        "Please have room made on the disk, or it will happen again."
    )


def test_without_an_admin_it_waits_for_one(store: Store) -> None:
    one = Episode(Past.DISK_FULL, AT, AT + 600)
    assert told(store, AT, FULL, one) is None
    with store.unit_of_work() as unit:
        people.welcome(unit, [WU], 0.0)
        roles.give(unit, WU, Role.ADMIN, None, Deed(HOUSE, 0.0))
        unit.commit()
    assert told(store, AT + 5, {}, one) == 1


SAID = {
    Lasting.LANE_STILL: (Detail("reminder", 31), "reminders", "提醒"),
    Lasting.KEY: (Detail(count=3), "3 messages cannot be read", "3 条消息"),
    Lasting.ROTATION: (Detail(), "waystation rotate-key", "waystation rotate-key"),
    Lasting.CALENDAR: (Detail(name="2027"), "The days off of 2027", "2027 年"),
    Lasting.DISK_NEARLY_FULL: (Detail(count=1), "nearly full", "快满了"),
}


@pytest.mark.parametrize("kind", Lasting)
def test_each_that_lasts_says_what_to_do_in_both_languages(house_store: Store, kind: Lasting) -> None:
    detail, english, chinese = SAID[kind]
    for after in (0, PATIENCE_S[kind]):
        told(house_store, AT + after, {kind: detail})
    told(house_store, AT + 2 * PATIENCE_S[kind] + 1)
    (first, over), (zh, zh_over) = heard(house_store, BEN), heard(house_store, WU)
    assert (english in first, chinese in zh, len(first.splitlines()) >= 2) == (True, True, True)
    assert (over != first, zh_over != zh) == (True, True)


@pytest.mark.parametrize(
    ("episode", "english", "chinese"),
    [
        (Episode(Past.STORE, AT, AT + 90, Detail(StoreTrouble.LOCKED)), "another program held", "另一个程序占着"),
        (Episode(Past.STORE, AT, AT + 90, Detail(StoreTrouble.GONE)), "could not be reached", "连不上数据库"),
        (Episode(Past.STORE, AT, AT + 90, Detail(StoreTrouble.DISK_FAILS)), "did not do its work", "数据库出了状况"),
        (Episode(Past.SENDING, AT, AT + 900, Detail("not_connected")), "could not reach Telegram", "连不上 Telegram"),
        (Episode(Past.SENDING, AT, AT + 900, Detail("slow_down")), "asked me to wait", "暂缓"),
        (Episode(Past.SENDING, AT, AT + 900, Detail("server_trouble")), "no proper answer", "没有正常回应"),
        (Episode(Past.DELIVERY, AT, AT + 900, Detail("refused")), "refused me", "拒绝"),
        (Episode(Past.DELIVERY, AT, AT + 900, Detail("OverflowError")), "did not do its work", "数据库出了状况"),
        (Episode(Past.TOKEN, AT, AT + 900), "refused my token", "不认我的令牌"),
        (Episode(Past.CLOCK, AT, AT, Detail("back", 61)), "went back by 61 minutes", "往回跳了 61 分钟"),
        (Episode(Past.CLOCK, AT, AT, Detail("forward", 1)), "forward by 1 minute,", "往前跳了 1 分钟"),
        (Episode(Past.GIVEN_UP, AT, AT, Detail("", 25, "refused: x")), "25 messages", "25 条消息"),
    ],
)
def test_each_that_was_says_what_it_was_in_both_languages(
    house_store: Store, episode: Episode, english: str, chinese: str
) -> None:
    assert told(house_store, AT + 1000, None, episode) == 2
    assert (english in heard(house_store, BEN)[0], chinese in heard(house_store, WU)[0]) == (True, True)


def test_token_that_was_refused_is_told_by_the_next_process(house_store: Store) -> None:
    with house_store.unit_of_work() as unit:
        assert end_refusal(unit, AT) is None
        note_refusal(unit, AT)
        note_refusal(unit, AT + 60)
    with house_store.unit_of_work() as unit:
        assert end_refusal(unit, AT + 900) == Episode(Past.TOKEN, AT, AT + 900)
        assert end_refusal(unit, AT + 905) is None


def test_episodes_that_nobody_heard_of_become_one() -> None:
    first = Episode(Past.CLOCK, 10.0, 20.0, Detail("back", 2))
    assert Episode(Past.CLOCK, 30.0, 40.0, Detail("forward", 3)).after(first) == Episode(
        Past.CLOCK, 10.0, 40.0, Detail("forward", 5)
    )
    assert first.after(None) is first


def test_clock_that_was_ahead_silences_nobody() -> None:
    assert [may_tell(told_at, 1000.0) for told_at in (None, 999.0, 1000.0 - QUIET_S, 5000.0)] == [
        True,
        False,
        True,
        True,
    ]
