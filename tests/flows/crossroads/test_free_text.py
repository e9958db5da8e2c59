"""Every screen that takes words as a value, and what is clearly an errand: none becomes one, none is searched for.

A screen that is new has to stand here with something that it does take, or among those whose words are people's own.
"""

from dataclasses import dataclass
from typing import Final

import pytest

from bot import memory
from bot.chat import Said
from bot.flows import FLOWS
from bot.flows.activities.steps import ActivityList, ChoosingDay, SayingSpot
from bot.flows.affiliating.steps import Answering, Asked, ChoosingBuilding, SayingArrival, SayingNewEnd
from bot.flows.afterwards.steps import CheckingCode
from bot.flows.announcements.steps import (
    AskingWhy,
    ChoosingAmong,
    ChoosingWhose,
    Linking,
    Namesake,
    SayingTooLate,
    Sort,
    Timing,
)
from bot.flows.booking.steps import (
    AnsweringResource,
    ChangingBookingTime,
    NamingResource,
    Of,
    SayingAnotherTime,
    SayingNeed,
    SayingPurpose,
    Sought,
    Wanted,
)
from bot.flows.check_in.steps import ChoosingWalkIn, NamingWalkIn
from bot.flows.duties.steps import ChangingDuty, CountingDuty, DutyPart, NamingDuty
from bot.flows.flow import Waits
from bot.flows.grid.steps import (
    ChoosingArea,
    ChoosingTerm,
    ChoosingVisited,
    NamingTeam,
    SayingEstimate,
    SayingHourPlace,
    SayingLeadPlace,
)
from bot.flows.mail.steps import ChoosingMailbox
from bot.flows.organising.steps import (
    AnsweringItem,
    CallingOff,
    ChoosingVenue,
    DoubtingTime,
    Item,
    NamingActivity,
    SayingLength,
    SayingWhen,
    Seed,
)
from bot.flows.reviewing.steps import FindingMember, NamingBranch, NamingMyself
from bot.flows.roads.steps import TypingCode
from bot.flows.step import AtMenu, Step
from bot.flows.wishes.steps import ChoosingDigestTime
from bot.memory import Memory
from domain.activities.activities import Kind
from domain.activities.duties import Task
from domain.affiliations.affiliations import Stay
from domain.announcements.announcements import Content, Verb
from domain.announcements.audiences import Audience
from domain.booking.raster import Span
from domain.booking.resources import Kind as ResourceKind
from domain.booking.resources import Resource
from domain.people.deeds import By, Deed
from domain.times.when import Odd
from storage.activities import duties
from storage.announcements import announcements
from storage.booking import booking, saving
from storage.booking.bookings import Wish
from storage.places import places
from storage.unit_of_work import Store
from tests.flows.sentences.test_errands import CHEN, of_an_organiser
from tests.flows.sentences.test_sentences import kept
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, Talk, buttons, html, said
from tests.storage.booking.lending import OPENING

LECTURE, CLINIC = 1, 2
WANG: Final = 1001
DRAFT, SENT = 1, 2
HALL, BOOKED = 1, 1

_ERRANDS: Final = (
    *("这个月来了多少人", "周六的活动推迟一小时", "谁还没答复值班", "今天有什么要办的", "取消周六的党课", "发个通知"),
    *("待审核", "我要报名周六的党课", "附近的服务点", "打开周六党课的签到台", "静安寺街道有多少党员", "新建活动"),
    *("who has not confirmed", "what is waiting for me"),
)
"""What an organiser, or anybody, clearly wants done: none of it is a name, a title, a place, a time or a number."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A screen that takes words, and words that it does take."""

    step: Step
    value: str


def _taking(store: Store) -> tuple[Taken, ...]:
    with store.unit_of_work() as unit:
        point, building = places.point_by_code(unit, "JA-1"), places.building_by_code(unit, "B2")
        assert point is not None
        assert building is not None
    seed = Seed(point.unit_id, Kind.LECTURE, "读书班")
    return (
        Taken(ChoosingDay(ActivityList()), "周六"),
        Taken(SayingSpot(ActivityList()), "嘉兴大厦"),
        Taken(NamingActivity(point.unit_id, Kind.LECTURE), "志愿者培训"),
        Taken(SayingWhen(seed), "12月12日19:00到20:30"),
        Taken(SayingLength(seed, "2026-12-12T19:00"), "90分钟"),
        Taken(DoubtingTime(seed, "2026-12-12T02:00", "", Odd.NIGHT), "12月12日19:00到20:30"),
        Taken(AnsweringItem(LECTURE, Item.WHERE), "静安寺街道党群服务中心"),
        Taken(AnsweringItem(LECTURE, Item.TITLE), "周六党课"),
        Taken(AnsweringItem(LECTURE, Item.NOTES), "请带上身份证"),
        Taken(AnsweringItem(LECTURE, Item.SEATS), "30"),
        Taken(ChoosingVenue(LECTURE, "嘉兴大下", ()), "嘉兴大厦"),
        Taken(Linking(DRAFT), "社区义诊"),
        Taken(Timing(DRAFT), "12月12日19:00"),
        Taken(SayingTooLate(DRAFT), "12月13日19:00"),
        Taken(ChoosingAmong(DRAFT, Sort.BUILDINGS), "嘉兴大厦"),
        Taken(AskingWhy(SENT), "王芳"),
        Taken(ChoosingWhose(SENT, (Namesake(WANG, "王芳", "静安寺"),)), "王芳"),
        Taken(NamingDuty(CLINIC), "引导"),
        Taken(CountingDuty(CLINIC, "引导"), "3"),
        Taken(ChangingDuty(1, DutyPart.NAME), "会场引导"),
        Taken(NamingWalkIn(LECTURE), "王芳"),
        Taken(ChoosingWalkIn(LECTURE, "王芳", (WANG,)), "李强"),
        Taken(CheckingCode(), "ABCDE-FGH2J"),
        Taken(TypingCode(), "AB2C-D3EF"),
        Taken(SayingArrival(point.id, Stay.MOBILE), "12月1日"),
        Taken(Answering(6, Asked.NAME), "陈敏"),
        Taken(Answering(6, Asked.EMPLOYER), "微光软件"),
        Taken(ChoosingBuilding(6, "嘉兴大下"), "嘉兴大厦"),
        Taken(SayingNewEnd(3), "明年6月底"),
        Taken(FindingMember(), "王芳"),
        Taken(NamingMyself(), "静安区 陈敏"),
        Taken(NamingBranch("nest:b2"), "嘉兴大厦联合党支部"),
        Taken(ChoosingMailbox("您好", (), 0), "静安寺街道"),
        Taken(ChoosingDigestTime(point.unit_id), "周四 18:30"),
        *_lending(point.unit_id),
        *_walking(point.unit_id, building.id),
    )


def _lending(unit_id: int) -> tuple[Taken, ...]:
    at = NOON.timestamp() + 864_000
    wanted = Wanted(unit_id, at, at + 7_200, (Sought(ResourceKind.ROOM),), (HALL,))
    return (
        Taken(SayingNeed(unit_id), "周四晚上要一间30人的会议室"),
        Taken(SayingAnotherTime(wanted), "12月12日19:00到21:00"),
        Taken(SayingPurpose(wanted), "读书会"),
        Taken(ChangingBookingTime(BOOKED), "12月12日19:00到21:00"),
        Taken(NamingResource(unit_id, ResourceKind.ROOM), "小会议室"),
        Taken(AnsweringResource(HALL, Of.CAPACITY), "40"),
    )


def _walking(unit_id: int, building_id: int) -> tuple[Taken, ...]:
    return (
        Taken(SayingEstimate(building_id), "40"),
        Taken(ChoosingVisited("来了两名党员"), "嘉星商务楼"),
        Taken(SayingHourPlace(), "静安寺"),
        Taken(SayingLeadPlace("12楼有五个党员"), "嘉星商务楼"),
        Taken(ChoosingArea(), "嘉星商务楼"),
        Taken(ChoosingTerm(unit_id, (), CHEN, 0), "12月31日"),
        Taken(NamingTeam(unit_id), "周末走访队"),
    )


_OWN_WORDS: Final = {Waits.PROSE, Waits.REMARK}
"""A reason, a letter, a wish, an announcement: whatever is said there is what was to be said."""


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    talk = of_an_organiser(sqlite_store)
    at = NOON.timestamp()
    for person, deed in (
        (1002, "(affiliation active JA-4 Jiaxing B2)"),
        (1009, "(affiliation active JA-4 Jiaxing B2)"),
        (CHEN, "(affiliation draft JA-1)"),
    ):
        store_deed(sqlite_store, person, deed, at)
    with sqlite_store.unit_of_work() as unit:
        point = places.point_by_code(unit, "JA-1")
        assert point is not None
        audience = Audience(places.path_of(unit, point.unit_id))
        for _ in (DRAFT, SENT):
            row = announcements.draft(unit, point.unit_id, audience, Deed(By(CHEN), at))
            announcements.change(unit, row.id, CHEN, content=Content({"zh_Hans": "周四见"}))
        for verb in (Verb.SCHEDULE, Verb.BEGIN):
            announcements.do(unit, SENT, verb, Deed(By(CHEN, "organiser"), at))
        saving.save(unit, [Resource("HALL", ResourceKind.ROOM, "大厅", "310106011", "JA-1")])
        wish = Wish(HALL, point.unit_id, "例会", Span(at + 777_600, at + 784_800))
        assert booking.book(unit, wish, OPENING, Deed(By(CHEN, "organiser"), at)).row is not None
        duties.add(unit, CLINIC, Task("引导", at + 432_000, at + 439_200, 2))
        unit.commit()
    return talk


def test_every_screen_that_takes_words_as_a_value_is_here(talk: Talk) -> None:
    taking = {screen.step for flow in FLOWS for screen in flow.screens if screen.waits not in _LEAD_ON | _OWN_WORDS}
    assert taking | {SayingSpot} == {type(one.step) for one in _taking(talk.store)}


_LEAD_ON: Final = {Waits.NOTHING, Waits.TAP}


def test_no_errand_becomes_a_value_or_a_search(talk: Talk) -> None:
    before, leads = kept(talk.store), {errand: said_at(AtMenu(), errand, talk) for errand in _ERRANDS}
    wrong = []
    for one in _taking(talk.store):
        for errand in _ERRANDS:
            after = said_at(one.step, errand, talk)
            if after not in (one.step, leads[errand]):
                wrong.append(f"{one.step}: {errand}: {after}")
    assert not wrong, "\n".join(wrong)
    assert kept(talk.store) == before


def test_what_is_meant_as_the_value_is_taken(talk: Talk) -> None:
    for one in _taking(talk.store):
        before, told = kept(talk.store), len(said(talk.store))
        after = said_at(one.step, one.value, talk)
        answered = html(said(talk.store)[told][1])
        is_about_a_code = any(what in answered for what in ("certificate", "This code is unknown"))
        assert after != one.step or kept(talk.store) != before or is_about_a_code, one


def test_form_that_was_left_waiting_takes_the_words_after_all(talk: Talk) -> None:
    said_at(NamingDuty(CLINIC), "取消周六的党课", talk)
    asked = said(talk.store)[-1][1]
    assert [one.label for one in buttons([asked])] == ["填在这里", "去办这件事"]
    talk.taps(buttons([asked])[0])
    assert talk.remembered.step == CountingDuty(CLINIC, "取消周六的党课")


def test_what_is_no_time_is_offered_as_what_it_is(talk: Talk) -> None:
    said_at(Timing(DRAFT), "取消周六的党课", talk)
    unclear = said(talk.store)[-1][1]
    (aside,) = buttons([unclear])
    assert aside.label == "去办这件事"
    talk.taps(aside)
    assert talk.remembered.step == CallingOff(LECTURE)


def said_at(step: Step, sentence: str, talk: Talk) -> Step:
    """Say it at this screen, and return where that led."""
    talk.remembers(memory.write(Memory(step)))
    talk.language = "en" if sentence.isascii() else "zh-hans"
    talk.takes(talk.arrival(Said(sentence)))
    return talk.remembered.step
