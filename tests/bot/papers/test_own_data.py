"""One's own data: all of it and nobody else's; and what is gone, what remains, and when the rest goes by itself."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot import memory
from bot.flows.announcements.steps import ChoosingWhose, Namesake
from bot.papers.forgetting import Forgotten, Kept, Removed, StillOpenError, account, forget
from bot.papers.own_data import as_json, own_data_of, write_down_export
from bot.papers.own_data_text import as_text
from bot.planning.retention import kept_until
from bot.texts import words
from domain.affiliations.affiliations import Verb
from domain.people.deeds import HOUSE, Deed
from domain.people.members import Details
from domain.rules import Rule
from scheduler.retention import forget_due, forget_in_time
from storage.affiliations import affiliations
from storage.messages import conversations
from storage.messages.conversations import Conversation
from storage.people import audit, home_links, members, people, questions, roles
from storage.places import unit_rules
from storage.tables.affiliations import affiliation_steps
from storage.tables.affiliations import affiliations as affiliations_table
from storage.tables.schema import metadata
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import NewStore
from tests.storage import stays

ZONE = ZoneInfo("Asia/Shanghai")
DAY = 86_400.0
PERSONAL = (
    *("王芳", "+8613912345678", "Sunrise Trading", "阳光社区第二党支部", "安徽省六安市", "+8656412345678"),
    *("LD-2026-00017", "哪一栋楼?", "三号楼", "二月调走了", "because"),
)


@pytest.fixture
def city(store: Store) -> Store:
    """Give a city in which 王芳 takes part, was asked something, and her home branch has objected."""
    stays.settle(store)
    with store.unit_of_work() as unit:
        affiliation = stays.active(unit)
        stays.walk(unit, affiliation.id, [Verb.ASK_AGAIN, Verb.STILL_HERE])
        asked = questions.ask(unit, affiliation.id, stays.CHEN, "哪一栋楼?", stays.NOW)
        questions.answer(unit, asked, "三号楼", stays.NOW)
        home_links.issue(unit, affiliation.id, 14, stays.NOW)
        affiliations.answer_home(unit, affiliation.id, "objected", "二月调走了", stays.NOW)
        members.agree(unit, stays.WANG, "1", stays.NOW)
        people.choose_point(unit, stays.WANG, stays.point_id(unit, "JA-1"))
        conversations.keep(unit, [Conversation(stays.WANG, 3, b'{"at":"AtMenu"}')], stays.NOW)
        audit.write(unit, audit.Entry(stays.CHEN, "organiser", "member.reveal", f"person:{stays.WANG}"), stays.NOW)
        stays.organiser(unit, stays.CHEN, "310106")
        unit.commit()
    return store


def end_the_stay(unit: UnitOfWork) -> None:
    (affiliation,) = affiliations.current(unit, stays.WANG)
    stays.walk(unit, affiliation.id, [Verb.GO_HOME])


# ---------------------------------------------------------------- the export


def test_json_holds_everything_that_was_told_and_done(city: Store) -> None:
    with city.unit_of_work() as unit:
        written = as_json(own_data_of(unit, stays.WANG, stays.NOW, ZONE))
    assert [one for one in PERSONAL if one not in written] == []
    told = json.loads(written)
    assert told["member"]["details"]["paper"]["valid_until"] == "2027-12-31"
    assert (told["chat_id"], told["my_point"], told["kept_until"]) == (1001, "静安寺街道党群服务中心", None)
    (stay,) = told["stays"]
    assert (stay["row"]["state"], stay["point"], len(stay["steps"])) == ("active", "静安寺街道党群服务中心", 4)
    assert told["seen"] == [{"at": "2027-01-15T16:00:00+08:00", "role": "organiser", "what": "member.reveal"}]


def test_json_names_no_number_of_anybody_else(city: Store) -> None:
    with city.unit_of_work() as unit:
        written = as_json(own_data_of(unit, stays.WANG, stays.NOW, ZONE))
    (stay,) = json.loads(written)["stays"]
    assert [step["by_chat"] for step in stay["steps"]] == ["you", "somebody else", None, "you"]
    assert stay["questions"][0]["asked_by"] == "somebody else"
    assert str(stays.CHEN) not in written


@pytest.mark.parametrize("is_former", [False, True])
def test_own_data_of_an_organiser_names_nobody_looked_at(city: Store, *, is_former: bool) -> None:
    """Neither in the audit nor in where the conversation stands, which holds whom was looked up."""
    with city.unit_of_work() as unit:
        mine = affiliations.current(unit, stays.WANG)[0].id
        subjects = [f"person:{stays.WANG}", f"affiliation:{mine}", "signup:9001", "thread:9001", "question:9001"]
        for subject in (*subjects, "activity:9001", f"person:{stays.CHEN}"):
            audit.write(unit, audit.Entry(stays.CHEN, "organiser", "member.reveal", subject), stays.NOW)
        whom = (Namesake(stays.WANG, "王芳", "JA-1"), Namesake(stays.CHEN, "陈敏", ""))
        looked_up = b'7 ChoosingWalkIn 1 {"activity_id":1,"typed":"x","chats":[%d,%d]}' % (stays.WANG, stays.LI)
        state = memory.write(memory.Memory(ChoosingWhose(1, whom), screen=8, earlier=(looked_up,)))
        conversations.keep(unit, [Conversation(stays.CHEN, 3, state)], stays.NOW)
        if is_former:
            for held in roles.held(unit, stays.CHEN):
                roles.take(unit, held.id, Deed(HOUSE, stays.NOW))
        exported = as_json(own_data_of(unit, stays.CHEN, stays.NOW, ZONE))
    told = json.loads(exported)
    revealed = [row["subject"] for row in told["audit"] if row["what"] == "member.reveal"]
    assert revealed == ["somebody else"] * 6 + ["activity:9001", f"person:{stays.CHEN}"]
    assert "王芳" not in told["chat"]["state"]
    assert "陈敏" in told["chat"]["state"]
    assert [number for number in (stays.WANG, stays.LI) if str(number) in exported] == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh_Hans",
            ["我们保存的关于您的信息", "  姓名：王芳", "  证件类别：流动党员活动证", "    原支部：有异议 二月调走了"],
        ),
        (
            "en",
            [
                "What we hold about you",
                "  name: 王芳",
                "  document: activity card",
                "    home branch: objected 二月调走了",
            ],
        ),
    ],
)
def test_text_can_be_read_in_both_languages(city: Store, language: str, lines: list[str]) -> None:
    with city.unit_of_work() as unit:
        written = as_text(own_data_of(unit, stays.WANG, stays.NOW, ZONE), language)
    assert [one for one in PERSONAL if one not in written] == []
    assert [line for line in lines if line not in written.split("\n")] == []
    assert str(stays.CHEN) not in written


def test_text_says_who_has_seen_it(city: Store) -> None:
    with city.unit_of_work() as unit:
        write_down_export(unit, stays.WANG, stays.NOW)
        written = as_text(own_data_of(unit, stays.WANG, stays.NOW, ZONE), "zh_Hans").split("\n")
    start = written.index("谁看过您的个人信息")
    assert written[start + 1 : start + 3] == [
        "  2027-01-15 16:00 党员本人 · 您本人导出",
        "  2027-01-15 16:00 党务工作者 · 查看了您的个人信息",
    ]


def test_stranger_is_told_that_nothing_is_held(city: Store) -> None:
    with city.unit_of_work() as unit:
        data = own_data_of(unit, 4242, stays.NOW, ZONE)
    assert (data.chat, data.member, data.stays, data.seen, data.audit) == (None, None, (), (), ())
    assert as_text(data, "en").count("  nothing\n") == 11


# ---------------------------------------------------------------- forgetting


def test_nothing_is_forgotten_while_an_affiliation_is_open(city: Store) -> None:
    with city.unit_of_work() as unit:
        with pytest.raises(StillOpenError):
            forget(unit, stays.WANG, stays.NOW)
        member = members.find(unit, stays.WANG)
    assert member is not None
    assert member.details == stays.WANGS_DETAILS


def test_forgetting_gives_an_account(city: Store) -> None:
    with city.unit_of_work() as unit:
        end_the_stay(unit)
        forgotten = forget(unit, stays.WANG, stays.NOW)
    assert forgotten == Forgotten(
        (
            *(Removed.DETAILS, Removed.CONSENT, Removed.WRITINGS, Removed.HOME_LINKS),
            *(Removed.CONVERSATION, Removed.MY_POINT),
        ),
        (Kept.NUMBER, Kept.STAYS, Kept.AUDIT),
    )


def test_forgotten_is_gone_and_the_stay_remains_without_it(city: Store, new_store: NewStore) -> None:
    with city.unit_of_work() as unit:
        end_the_stay(unit)
        forget(unit, stays.WANG, stays.NOW)
        unit.commit()
    with new_store().unit_of_work() as unit:
        data = own_data_of(unit, stays.WANG, stays.NOW, ZONE)
        whole = audit.verify(unit).broken_at is None
    written = as_json(data)
    assert [one for one in PERSONAL if one in written] == []
    assert (data.member, data.my_point, [stay.point for stay in data.stays]) == (None, "", ["静安寺街道党群服务中心"])
    assert (data.audit[-1].what, whole) == ("person.forget", True)


def test_somebody_who_told_nothing_hears_that(city: Store) -> None:
    with city.unit_of_work() as unit:
        forgotten = forget(unit, stays.WU, stays.NOW)
    assert forgotten == Forgotten((), (Kept.NUMBER, Kept.AUDIT))
    assert account(forgotten, words("en")).startswith(
        "Nothing was held that could be deleted.\n\nWhat remains, and why:"
    )


def test_role_stays_and_is_told(city: Store) -> None:
    with city.unit_of_work() as unit:
        assert forget(unit, stays.CHEN, stays.NOW).kept == (Kept.NUMBER, Kept.ROLES, Kept.AUDIT)


def test_account_names_everything() -> None:
    lines = account(Forgotten(tuple(Removed), tuple(Kept)), words("en")).split("\n")
    assert (lines[0], len([line for line in lines if line.startswith("· ")])) == ("Deleted:", len(Removed) + len(Kept))


# ---------------------------------------------------------------- retention


def test_kept_until_counts_from_the_end_of_the_last_stay(city: Store) -> None:
    with city.unit_of_work() as unit:
        assert kept_until(unit, stays.WANG, ZONE) is None
        end_the_stay(unit)
        assert kept_until(unit, stays.WANG, ZONE) == date(2029, 1, 16)
        unit_rules.put(unit, Rule.RETENTION_MONTHS, stays.unit_id(unit, "310106"), 1)
        assert kept_until(unit, stays.WANG, ZONE) == date(2027, 2, 16)


def test_kept_until_counts_from_the_last_contact_without_a_stay(city: Store) -> None:
    with city.unit_of_work() as unit:
        assert kept_until(unit, stays.LI, ZONE) == date(2029, 1, 16)
        assert kept_until(unit, stays.WU, ZONE) is None


async def test_job_forgets_on_the_day_and_not_before(city: Store, new_store: NewStore) -> None:
    with city.unit_of_work() as unit:
        end_the_stay(unit)
        for chat_id in (stays.LI, stays.ZHAO, stays.SUN):
            members.keep(unit, chat_id, Details(name="x"), now=stays.NOW + 900 * DAY)
        unit.commit()
    due = datetime(2029, 1, 16, tzinfo=ZONE).timestamp()
    assert await forget_in_time(city, lambda: due - 60, ZONE) == 0
    assert await forget_in_time(city, lambda: due, ZONE) == 1
    with capture_logs() as logs:
        assert await forget_in_time(city, lambda: due, ZONE) == 0
    with new_store().unit_of_work() as unit:
        assert logs == [{"event": "audit_end", "end": str(audit.end(unit)), "log_level": "info"}]
    with new_store().unit_of_work() as unit:
        assert members.find(unit, stays.WANG) is None
        counted = [
            unit.connection.scalar(select(func.count()).select_from(table))
            for table in (
                affiliations_table,
                affiliation_steps,
                metadata.tables["questions"],
                metadata.tables["home_links"],
            )
        ]
        assert (counted, len(members.find_all(unit, [stays.LI, stays.ZHAO, stays.SUN]))) == ([0, 0, 0, 0], 3)
        assert audit.verify(unit).broken_at is None


def test_job_drops_the_stays_of_those_who_asked_to_be_forgotten(city: Store) -> None:
    with city.unit_of_work() as unit:
        end_the_stay(unit)
        forget(unit, stays.WANG, stays.NOW)
        for chat_id in (stays.LI, stays.ZHAO, stays.SUN):
            forget(unit, chat_id, stays.NOW)
        assert forget_due(unit, stays.NOW + 800 * DAY, ZONE, 10) == 1
        assert affiliations.history(unit, stays.WANG) == []


def test_job_takes_portions(city: Store) -> None:
    with city.unit_of_work() as unit:
        assert [forget_due(unit, stays.NOW + 800 * DAY, ZONE, 2) for _ in range(3)] == [2, 1, 0]
