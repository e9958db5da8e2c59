"""Reviewing, granting, the hatchery and privacy: what the dialogues (review_*, roles_*, hatchery_*) do not reach."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from bot import memory
from bot.buttons import lasting
from bot.chat import Reply, Said, Started, Tapped, Text
from bot.flows import flow_of
from bot.flows.affiliating.steps import ReadingHomeLink
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.points import PointCard
from bot.flows.privacy import AtPrivacy, Forgetting
from bot.flows.reviewing import calls
from bot.flows.reviewing.calls import Call
from bot.flows.reviewing.steps import (
    AnsweringQuestion,
    AskingMember,
    ChoosingReason,
    ChoosingRole,
    ChoosingScope,
    HolderList,
    Level,
    MemberList,
    NamingBranch,
    NamingMyself,
    NestCard,
    OfferingPoint,
    OpenInvitations,
    ReviewCard,
    ReviewQueue,
    SettingRules,
    TakingAway,
    Withdrawing,
)
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.texts import words
from bot.turn import draft_of
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from domain.places.places import Unit, UnitKind
from domain.rules import Rule
from storage.affiliations import affiliations, hatchery
from storage.affiliations.affiliations import AffiliationRow, Wish
from storage.messages import outbox
from storage.people import colleagues, invitations, members, people, questions, roles
from storage.people.people import Person
from storage.places import places, saving, unit_rules
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, WANG, Talk, button, buttons, furnish, html, said

ZH = words("zh_Hans")
CHEN, LI, SUN = 1004, 1003, 1007
AT = NOON.timestamp()
REFUSED = "这不在您负责的范围内，所以没有打开。"
GONE = ZH("That is no longer possible here. This is where we are:")
WITHDRAWN = "12月1日周二 12:00，本人已撤回申请，不用再审核了。"
HOST, NANJING = "310106011", "310106012"


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    """Give the chat of Chen, who has no role yet, on the small city."""
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [WANG, CHEN, LI, SUN], AT)
        unit.commit()
    return Talk(sqlite_store, person=CHEN)


@pytest.fixture
def chen(talk: Talk) -> Talk:
    """Give the chat of Chen, who organises the subdistrict that JA-1 belongs to."""
    gives(talk, CHEN, HOST)
    return talk


def gives(talk: Talk, person: int, code: str, role: Role = Role.ORGANISER) -> None:
    with talk.store.unit_of_work() as unit:
        roles.give(unit, person, role, unit_id(unit, code), Deed(HOUSE, AT))
        unit.commit()


def number_of(talk: Talk, code: str) -> int:
    with talk.store.unit_of_work() as unit:
        return unit_id(unit, code)


def request(talk: Talk, *verbs: Verb, person: int = WANG, code: str = "JA-1", building: str = "") -> AffiliationRow:
    """Bring somebody's request to where these steps lead."""
    with talk.store.unit_of_work() as unit:
        place = places.building_by_code(unit, building) if building else None
        members.keep(unit, person, Details("王芳", employer=f"{person}"), place.id if place else None, now=AT)
        point = places.point_by_code(unit, code)
        assert point is not None
        row = affiliations.open_draft(unit, person, Wish(Stay.MOBILE, point.id, NOON.date()), AT)
        for verb in verbs:
            row = affiliations.do(unit, row.id, verb, Deed(_by(verb, person), AT, "因为")).row
        unit.commit()
    return row


def _by(verb: Verb, person: int) -> By:
    return By(person, "member", Actor.MEMBER) if verb in {Verb.SUBMIT, Verb.WITHDRAW} else By(None, "house", Actor.HOST)


def withdraws(talk: Talk, row: AffiliationRow) -> None:
    with talk.store.unit_of_work() as unit:
        affiliations.do(unit, row.id, Verb.WITHDRAW, Deed(_by(Verb.WITHDRAW, row.chat_id), AT))
        unit.commit()


def card(row: AffiliationRow) -> ReviewCard:
    return ReviewCard(row.id, row.version)


def at(talk: Talk, place: Step) -> Talk:
    """Put Chen at this place, on a screen that was shown in turn 7."""
    talk.remembers(memory.write(Memory(place, screen=7)), turn=7)
    return talk


def chooses(talk: Talk, choice: str) -> list[Reply]:
    return talk.does(Tapped(f"{flow_of(talk.remembered.step).name}.7.{choice}", 500))


def looks(talk: Talk, place: Step) -> Reply:
    """Return the screen of a place, as whoever presses an outdated button gets it."""
    return at(talk, place).does(Tapped(f"{flow_of(place).name}.1.x", 500))[1]


def lines(replies: Sequence[Reply]) -> list[str]:
    return [html(reply).split("\n")[0] for reply in replies]


def labels(reply: Reply) -> list[str]:
    return [one.label for one in buttons([reply])]


# ---------------------------------------------------------------- without the role


ROLE_NEEDED = (
    ReviewQueue(),
    MemberList(),
    ReviewCard(1, 2),
    ChoosingReason(ReviewCard(1, 2), Verb.RETURN),
    OfferingPoint(ReviewCard(1, 2), "因为"),
    AskingMember(ReviewCard(1, 2)),
    AnsweringQuestion(1),
    SettingRules(4),
    ChoosingRole(),
    ChoosingScope(Role.VOLUNTEER, 4),
    HolderList(),
    TakingAway(1),
    NestCard("nest:b2"),
    NamingBranch("nest:b2"),
)


@pytest.mark.parametrize("place", ROLE_NEEDED, ids=lambda place: type(place).__name__)
def test_screen_of_who_has_lost_the_role(talk: Talk, place: Step) -> None:
    request(talk, Verb.SUBMIT)
    screen = looks(talk, place)
    assert (html(screen), labels(screen)) == (REFUSED, ["菜单"])


@pytest.mark.parametrize("place", [ReviewQueue(), MemberList(), ChoosingRole()], ids=lambda place: type(place).__name__)
def test_button_of_who_has_lost_the_role(talk: Talk, place: Step) -> None:
    assert lines(chooses(at(talk, place), "next")) == [REFUSED]
    chooses(talk, "menu")
    assert talk.remembered.step == AtMenu()


def test_question_typed_by_who_has_lost_the_role(talk: Talk) -> None:
    row = request(talk, Verb.SUBMIT)
    assert lines(at(talk, AskingMember(card(row))).does(Said("您好？"))) == [REFUSED]


def test_answer_to_somebody_elses_question(talk: Talk) -> None:
    row = request(talk, Verb.SUBMIT)
    with talk.store.unit_of_work() as unit:
        number = questions.ask(unit, row.id, LI, "几楼？", AT)
        unit.commit()
    assert lines(at(talk, AnsweringQuestion(number)).does(Said("十二楼"))) == [REFUSED]


def test_unit_of_somebody_else_is_not_offered(chen: Talk) -> None:
    assert html(looks(chen, ChoosingScope(Role.VOLUNTEER, number_of(chen, NANJING)))) == REFUSED


@pytest.mark.parametrize("choice", ["levels2", "5"])
def test_rules_of_somebody_elses_unit(chen: Talk, choice: str) -> None:
    place = SettingRules(number_of(chen, NANJING)) if choice == "levels2" else SettingRules()
    assert lines(chooses(at(chen, place), choice)) == [REFUSED]


@pytest.mark.parametrize("place", [MemberList(), HolderList()], ids=lambda place: type(place).__name__)
def test_row_that_is_nobodys_here(chen: Talk, place: Step) -> None:
    assert lines(chooses(at(chen, place), "999")) == [REFUSED]


# ---------------------------------------------------------------- buttons of no meaning


def test_button_of_no_meaning(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT)
    for place in (
        AskingMember(card(row)),
        ChoosingReason(card(row), Verb.RETURN),
        OfferingPoint(card(row), "因为"),
        MemberList(),
        SettingRules(),
        ChoosingRole(),
        ChoosingScope(Role.VOLUNTEER),
        HolderList(),
        NestCard("nest:b2"),
        AtPrivacy(),
        ReadingHomeLink("unknown", row.id),
    ):
        assert lines(chooses(at(chen, place), "nonsense"))[0] == GONE
        assert chen.remembered.step == place


@pytest.mark.parametrize("verb", [Verb.RETURN, None])
def test_way_to_the_menu_while_a_reason_is_chosen(chen: Talk, verb: Verb | None) -> None:
    here = card(request(chen, Verb.SUBMIT))
    chooses(at(chen, ChoosingReason(here, Verb.RETURN) if verb else OfferingPoint(here, "因为")), "menu")
    assert chen.remembered.step == AtMenu()


# ---------------------------------------------------------------- what has changed meanwhile


def test_approving_what_does_not_wait(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT, Verb.CONFIRM)
    assert lines(chooses(at(chen, card(row)), "approve")) == [REFUSED]


def test_reason_typed_after_the_request_was_withdrawn(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT)
    withdraws(chen, row)
    assert lines(at(chen, ChoosingReason(card(row), Verb.RETURN)).does(Said("看不清")))[0] == WITHDRAWN


def test_reason_for_what_is_not_theirs_to_do(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT)
    assert lines(at(chen, ChoosingReason(card(row), Verb.END)).does(Said("已离开"))) == [REFUSED]


def test_point_offered_after_the_request_was_withdrawn(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT)
    withdraws(chen, row)
    assert lines(chooses(at(chen, OfferingPoint(card(row), "因为")), "none"))[0] == WITHDRAWN


def test_point_offered_where_nothing_is_to_be_decided(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT, Verb.CONFIRM)
    assert lines(chooses(at(chen, OfferingPoint(card(row), "因为")), "none")) == [REFUSED]


def test_way_back_from_the_offer_leads_to_the_card(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT)
    chooses(at(chen, OfferingPoint(card(row), "因为")), "back")
    assert chen.remembered.step == card(row)


def test_role_that_is_not_held_any_more(chen: Talk) -> None:
    assert html(looks(chen, TakingAway(999))) == "这个角色已经收回了。"
    assert lines(chooses(at(chen, TakingAway(999)), "take")) == [REFUSED]
    chooses(at(chen, TakingAway(999, HolderList(2))), "back")
    assert chen.remembered.step == HolderList(2)


def test_last_admin_cannot_be_taken_away_by_a_button_of_before(chen: Talk) -> None:
    with chen.store.unit_of_work() as unit:
        roles.give(unit, CHEN, Role.ADMIN, None, Deed(HOUSE, AT))
        number = next(one.id for one in roles.held(unit, CHEN) if one.role is Role.ADMIN)
        unit.commit()
    chooses(at(chen, TakingAway(number, surely=True)), "take")
    assert chen.remembered.step == TakingAway(number, surely=True)
    with chen.store.unit_of_work() as unit:
        assert roles.is_last_admin(unit, number)


def test_invitation_that_is_not_open_any_more(chen: Talk) -> None:
    assert html(looks(chen, Withdrawing(999))) == "这个邀请已经用过或失效了。"
    for choice in ("withdraw", "back"):
        chooses(at(chen, Withdrawing(999)), choice)
        assert chen.remembered.step == OpenInvitations()
    assert lines(chooses(at(chen, OpenInvitations()), "999")) == [REFUSED]
    chooses(at(chen, OpenInvitations()), "back")
    assert chen.remembered.step == ChoosingRole()


def test_invitation_that_was_withdrawn_while_the_name_was_typed(talk: Talk) -> None:
    at(talk, NamingMyself("nobody-knows-this"))
    talk.does(Said("陈老师"))
    assert talk.remembered.step == AtMenu()
    with talk.store.unit_of_work() as unit:
        assert colleagues.name_of(unit, CHEN) == ""


def test_name_for_colleagues_is_for_who_holds_a_role(chen: Talk) -> None:
    assert html(looks(chen, NamingMyself())) == "<b>同事怎么称呼您？</b>请直接输入。"
    with chen.store.unit_of_work() as unit:
        for held in roles.held(unit, CHEN):
            roles.take(unit, held.id, Deed(HOUSE, AT))
        unit.commit()
    assert lines(chen.does(Tapped("=colleague_name.", 500))) == [REFUSED]


def test_answering_later_leads_to_the_menu(talk: Talk) -> None:
    chooses(at(talk, AnsweringQuestion(1)), "later")
    assert talk.remembered.step == AtMenu()


def test_card_of_a_stay_without_an_end(chen: Talk) -> None:
    row = request(chen, Verb.SUBMIT)
    assert html(looks(chen, card(row))).split("\n")[2] == "12月1日周二到，结束日期未定"


# ---------------------------------------------------------------- pages


def test_members_page_by_page(chen: Talk) -> None:
    with chen.store.unit_of_work() as unit:
        people.welcome(unit, range(2001, 2007), AT)
        unit.commit()
    rows = [request(chen, Verb.SUBMIT, Verb.CONFIRM, person=person) for person in range(2001, 2007)]
    first = chen.taps(button(at(chen, SettingRules()).does(Tapped("u.7.back", 500)), "下一页"))
    assert labels(first[0]) == ["6", "上一页", "找人", "待办审核", "审核规则", "菜单"]
    (back,) = chen.taps(button(first, "上一页"))
    assert labels(back)[:6] == ["1", "2", "3", "4", "5", "下一页"]
    chen.does(Said("5"))
    assert chen.remembered.step == ReviewCard(rows[1].id, rows[1].version, from_members=MemberList())


def test_units_page_by_page(chen: Talk) -> None:
    with chen.store.unit_of_work() as unit:
        many = [Unit(f"{HOST}{number:02}", UnitKind.BRANCH, f"第{number}支部", HOST) for number in range(1, 8)]
        saving.save_units(unit, many)
        unit.commit()
    here = ChoosingScope(Role.VOLUNTEER, number_of(chen, HOST))
    (second,) = chooses(at(chen, here), "next")
    assert labels(second) == ["就邀请到这个单位", "第7支部", "上一页", "返回"]
    chen.taps(button([second], "上一页"))
    assert chen.remembered.step == here


def test_holders_page_by_page(chen: Talk) -> None:
    with chen.store.unit_of_work() as unit:
        people.welcome(unit, range(2001, 2007), AT)
        unit.commit()
    for person in range(2001, 2007):
        gives(chen, person, HOST, role=Role.VOLUNTEER)
    (second,) = chooses(at(chen, HolderList()), "next")
    assert labels(second) == ["6", "7", "上一页", "返回"]
    (first,) = chen.taps(button([second], "上一页"))
    assert labels(first) == ["1", "2", "3", "4", "5", "下一页", "返回"]
    chen.taps(button([first], "返回"))
    assert chen.remembered.step == ChoosingRole()


# ---------------------------------------------------------------- the hatchery


@pytest.fixture
def nest(talk: Talk) -> Talk:
    """Give the chat of Chen, in whose subdistrict three people work in one building; none agreed to be named."""
    gives(talk, CHEN, NANJING)
    for person in (WANG, LI, SUN):
        request(talk, Verb.SUBMIT, Verb.CONFIRM, person=person, code="JA-4", building="B2")
    return talk


def test_nest_in_which_nobody_is_to_be_named(nest: Talk) -> None:
    (shown,) = nest.does(Tapped(lasting("t", "b2"), 500))
    assert html(shown).split("\n")[2] == "其中 0 位同意公开姓名。"


def test_branch_that_somebody_else_has_founded_meanwhile(nest: Talk) -> None:
    at(nest, NamingBranch("nest:b2"))
    with nest.store.unit_of_work() as unit:
        (ready,) = hatchery.ready(unit)
        hatchery.found(unit, ready, unit_id(unit, NANJING), AT)
        unit.commit()
    assert lines(nest.does(Said("第一党支部")))[0] == "这里不用再成立了，可能已经有了支部。"


def test_wish_to_join_is_passed_on_once(nest: Talk) -> None:
    with nest.store.unit_of_work() as unit:
        (ready,) = hatchery.ready(unit)
        hatchery.found(unit, ready, unit_id(unit, NANJING), AT)
        unit.commit()
    member, wish = replace(nest, person=WANG), Tapped(lasting("t", f"j{number_of(nest, NANJING)}"), 500)
    assert len(member.does(wish)) == 3  # thanks, the menu, and one to Chen
    member.waits(minutes=5)
    assert lines(member.does(wish)) == ["已经转告过南京西路街道了，会有同事与您联系。", lines(looks_at_menu(member))[0]]


def looks_at_menu(talk: Talk) -> list[Reply]:
    return at(talk, AtMenu()).does(Tapped("m.7.menu", 500))


# ---------------------------------------------------------------- elsewhere


def test_lasting_button_of_a_flow_that_has_none(talk: Talk) -> None:
    assert lines(talk.does(Tapped(lasting("n", "1"), 500)))[0] == GONE


def test_button_of_no_meaning_on_the_card_of_a_point(talk: Talk) -> None:
    assert lines(chooses(at(talk, PointCard(1)), "nonsense")[:1]) == [GONE]


def test_words_for_somebody_who_is_not_known(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        house = talk.house
        desk = Desk(unit, Person(CHEN), NOON, ZH, house.search, house.bot_link, "en")
        assert desk.words_for(4711).language == "en"


# ---------------------------------------------------------------- privacy


def test_lasting_button_opens_privacy(talk: Talk) -> None:
    talk.does(Tapped(lasting("y", ""), 500))
    assert talk.remembered.step == AtPrivacy()


def test_deleting_what_was_opened_again_meanwhile(talk: Talk) -> None:
    request(talk, Verb.SUBMIT, person=CHEN)
    said = chooses(at(talk, Forgetting(surely=True)), "forget")
    assert lines(said)[0] == "您有一份申请在等答复。请先撤回，之后就可以全部删除。"
    assert talk.remembered.step == AtPrivacy()


# ---------------------------------------------------------------- two levels are two people


DISTRICT = "310106"


def on_two_levels(talk: Talk, *verbs: Verb) -> AffiliationRow:
    with talk.store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, DISTRICT), 2)
        unit.commit()
    return request(talk, *verbs)


def accepts(talk: Talk, row: AffiliationRow, until: date | None = None) -> AffiliationRow:
    """Let Chen have accepted it on the first level."""
    with talk.store.unit_of_work() as unit:
        after = affiliations.do(unit, row.id, Verb.ACCEPT, Deed(By(CHEN, "organiser", Actor.HOST), AT), until).row
        unit.commit()
    return after


def test_first_level_without_anybody_above_is_not_taken(chen: Talk) -> None:
    row = on_two_levels(chen, Verb.SUBMIT)
    shown = looks(chen, card(row))
    assert "请联系负责维护驿站的同志，为上级添加一位党务工作者。" in html(shown)
    assert "通过" not in labels(shown)
    chooses(at(chen, card(row)), "approve")
    assert chen.remembered.step == card(row)
    with chen.store.unit_of_work() as unit:
        after = affiliations.find(unit, row.id)
    assert after == row


def test_second_level_of_which_nobody_is_left(chen: Talk) -> None:
    row = accepts(chen, on_two_levels(chen, Verb.SUBMIT))
    assert "目前没有别人可以复审，请联系负责维护驿站的同志添加一位。" in html(looks(chen, card(row)))
    gives(chen, CHEN, DISTRICT)
    assert "目前没有别人可以复审，请为上级邀请一位党务工作者。" in html(looks(chen, card(row)))
    gives(chen, LI, DISTRICT)
    assert "目前没有" not in html(looks(chen, card(row)))
    assert "婉拒" not in labels(looks(chen, card(row)))


def test_promise_holds_for_both_levels_or_is_said_to_be_longer(chen: Talk) -> None:
    gives(chen, LI, DISTRICT)
    told = {}
    for until in (date(2026, 12, 3), date(2026, 12, 1)):  # it is December 1: the second promise is for today
        with chen.store.unit_of_work() as unit:
            unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, DISTRICT), 2)
            members.keep(unit, WANG, Details("王芳"), now=AT)
            point = places.point_by_code(unit, "JA-1")
            assert point is not None
            row = affiliations.open_draft(unit, WANG, Wish(Stay.MOBILE, point.id, date(2026, 12, 1)), AT)
            row = affiliations.do(unit, row.id, Verb.SUBMIT, Deed(_by(Verb.SUBMIT, WANG), AT), until).row
            unit.commit()
        chooses(at(chen, card(row)), "approve")
        with chen.store.unit_of_work() as unit:
            after = affiliations.find(unit, row.id)
        assert after is not None
        told[until] = after.due_on
        withdraws(chen, after)
    assert told == {date(2026, 12, 3): date(2026, 12, 3), date(2026, 12, 1): date(2026, 12, 4)}


def test_invitation_of_the_command_line_brings_the_name_of_its_list(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        token = invitations.issue(unit, Role.ORGANISER, unit_id(unit, HOST), Deed(HOUSE, AT), 72)
        invitations.address(unit, token, "陈老师")
        unit.commit()
    (welcome, *_) = talk.does(Started(f"i_{token}"))
    assert "同事看到的称呼：陈老师。想改，点 /privacy。" in html(welcome)
    assert lines(talk.does(Started(f"i_{token}")))[0].startswith("这个邀请已经用过")


def test_thirty_decisions_each_with_its_look_are_sixty_taps_and_sixty_messages(chen: Talk) -> None:
    """At one message a second, edits included, that is a minute."""
    people_here = range(2001, 2031)
    with chen.store.unit_of_work() as unit:
        people.welcome(unit, people_here, AT)
        unit.commit()
    for person in people_here:
        request(chen, Verb.SUBMIT, person=person)
    shown = at(chen, ReviewQueue()).does(Said("1"))
    taps, messages = 0, 0
    while any(one.label == "显示全部" for one in buttons(shown)):
        for label in ("显示全部", "通过"):
            chen.waits(seconds=5)
            before = len(said(chen.store))
            chen.taps(button(shown, label))
            shown = [reply for chat, reply in said(chen.store)[before:] if chat == CHEN]
            taps, messages = taps + 1, messages + len(shown)
    assert (taps, messages) == (60, 60)
    assert lines(shown) == ["✅ 审核通过：王*。本人已收到通知。"]


def call(talk: Talk, kind: Call, person: int = CHEN, *, arrives: bool = True) -> list[Tell]:
    """Call somebody for one more request, and let it go out at once, as message 900, or be under way."""
    before = len(said(talk.store))
    with talk.store.unit_of_work() as unit:
        tells = calls.counted(kind, [Tell(person, Text("一份"))], unit, lambda _: ZH, talk.now)
        now = talk.now.timestamp()
        outbox.write(unit, [draft_of(f"call:{before}", tell, now) for tell in tells], now)
        became = {"state": "sent", "message_id": 900} if arrives else {"state": "sending"}
        unit.connection.execute(update(outbox_table).values(became))
        unit.commit()
    return tells


@pytest.mark.parametrize(
    ("kind", "verbs", "words_of_two"),
    [
        (Call.NEW, [Verb.SUBMIT], "有 2 份挂靠申请等您审核。"),
        (Call.UPPER, [Verb.SUBMIT, Verb.ACCEPT], "有 2 份申请已经初审通过，等您复审。"),
    ],
)
def test_call_counts_until_it_is_opened_or_hangs_too_far_up(
    talk: Talk, kind: Call, verbs: list[Verb], words_of_two: str
) -> None:
    gives(talk, CHEN, "310106")
    with talk.store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, HOST), len(verbs))
        unit.commit()
    request(talk, *verbs)
    one = Tell(CHEN, Text("一份"), about=kind)
    assert call(talk, kind) == [one]
    assert call(talk, kind) == [one]  # the first is decided, or it is the same one: nothing to count
    request(talk, *verbs, person=LI)
    (counted,) = call(talk, kind)
    assert isinstance(counted.reply, Text)
    assert (counted.reply.html, counted.reply.replaces, counted.about) == (words_of_two, 900, kind)
    talk.waits(hours=13)
    assert call(talk, kind) == [one]
    assert call(talk, kind) != [one]
    talk.does(Tapped(EntryPoint.REVIEW.data(), 900))
    assert call(talk, kind) == [one]


def test_call_that_is_just_being_sent_is_not_sent_again_in_the_same_words(chen: Talk) -> None:
    for person in (WANG, LI):
        request(chen, Verb.SUBMIT, person=person)
    (first,) = call(chen, Call.NEW, arrives=False)
    assert first.reply == Text("一份")
    (counted,) = call(chen, Call.NEW, arrives=False)
    assert isinstance(counted.reply, Text)
    assert (counted.reply.html, counted.reply.replaces) == ("有 2 份挂靠申请等您审核。", 0)
    assert call(chen, Call.NEW, arrives=False) == []


def test_lists_of_what_is_in_nobodys_queue_any_more(chen: Talk) -> None:
    request(chen, Verb.SUBMIT, Verb.RETURN)
    request(chen, Verb.SUBMIT, Verb.DECLINE, person=LI)
    with_members = html(looks(chen, ReviewQueue(Level.RETURNED))).split("\n")
    assert with_members[0] == "1 份申请已退回，等本人补充："
    lately = html(looks(chen, ReviewQueue(Level.DONE))).split("\n")
    assert lately[0] == "最近 30 天办结 1 份："
    chen.waits(days=31)
    assert "最近办结" not in str(labels(looks(chen, ReviewQueue())))


def test_what_is_overdue_is_followed_by_what_is_overdue(chen: Talk) -> None:
    late = [request(chen, person=person) for person in (WANG, LI)]
    with chen.store.unit_of_work() as unit:
        for row in late:
            by = Deed(_by(Verb.SUBMIT, row.chat_id), AT)
            affiliations.do(unit, row.id, Verb.SUBMIT, by, NOON.date().replace(day=1))
        unit.commit()
    request(chen, Verb.SUBMIT, person=SUN)
    chen.waits(days=1)
    shown = at(chen, ReviewQueue(Level.LATE)).does(Said("2"))
    shown = [one for one in chen.taps(button(shown, "通过")) if "显示全部" in labels(one)]
    assert chen.remembered.step == ReviewCard(late[0].id, late[0].version + 1, from_queue=ReviewQueue(Level.LATE))
    chen.waits(seconds=9)
    chen.taps(button(shown, "通过"))
    after = chen.remembered
    assert after.step == ReviewQueue(Level.LATE)
