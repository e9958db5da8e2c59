"""Registering in a few answers: drafts of the old order, several answers at once, and what no dialogue reaches."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import memory
from bot.chat import Reply, Said, SentFile, SharedContact, Tapped, Text
from bot.flows.affiliating.steps import (
    Agreeing,
    Answering,
    Asked,
    CheckingRequest,
    ChoosingItem,
    ChoosingStay,
    SayingArrival,
)
from bot.flows.desk import Desk
from bot.flows.privacy import AtPrivacy
from bot.flows.step import AtMenu, Step
from bot.flows.whereabouts import where_to_go
from bot.memory import Memory
from domain.affiliations.affiliations import HERE, Actor, Stay, Verb
from domain.people.deeds import By, Deed
from domain.people.members import Details, DocumentKind, HomeBranch, Paper
from storage.affiliations import affiliations
from storage.people import members, people
from storage.places.search import PlaceSearch
from storage.unit_of_work import UnitOfWork
from tests.flows.affiliating.test_affiliating import (
    ACTIVE,
    TOLD,
    ZH,
    at,
    chooses,
    current,
    details,
    point_id,
    stay,
    talk,
)
from tests.stage.talk import NOON, WANG, Talk, button, buttons, html

__all__ = ["talk"]

NOBODY = Details()


def remembers(talk: Talk, step: str, written: str) -> None:
    """Put a step into the store as an older version has written it."""
    head, _ = memory.write(Memory(AtMenu(), screen=7)).split(b"\n")
    talk.remembers(json.dumps({**json.loads(head), "at": step}).encode() + b"\n" + written.encode(), turn=7)


# ---------------------------------------------------------------- drafts of the old order


@pytest.mark.parametrize("asked", list(Asked))
def test_every_question_of_the_old_order_is_still_read(talk: Talk, asked: Asked) -> None:
    row = stay(talk)
    remembers(talk, "Answering", f'{{"affiliation_id": {row.id}, "asked": "{asked}", "mending": false}}')
    assert talk.remembered.step == Answering(row.id, asked)
    assert isinstance(talk.does(Said("半年"))[-1], Text)
    assert len(current(talk)) == 1


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ('{"point_id": 1}', ChoosingStay(1)),
        ('{"point_id": 1, "stay": "mobile"}', SayingArrival(1, Stay.MOBILE)),
        ('{"affiliation_id": 1}', ChoosingItem(1)),
        ('{"affiliation_id": 1}', CheckingRequest(1)),
    ],
)
def test_other_steps_of_the_old_order_are_still_read(talk: Talk, written: str, step: Step) -> None:
    remembers(talk, type(step).__name__, written)
    assert talk.remembered.step == step


def test_question_of_the_old_order_is_answered_and_leads_on(talk: Talk) -> None:
    row = stay(talk, told=NOBODY)
    at(talk, Answering(row.id, Asked.EMPLOYER))
    talk.does(Said("日出贸易"))
    assert details(talk).employer == "日出贸易"
    assert talk.remembered.step == Answering(row.id, Asked.PHONE)


def test_way_back_from_a_question_of_the_old_order(talk: Talk) -> None:
    row = stay(talk, told=replace(TOLD, phone=""))
    at(talk, Answering(row.id, Asked.HOME_CONTACT))
    chooses(talk, "r", "back")
    assert talk.remembered.step == Answering(row.id, Asked.PHONE)


def test_arrival_asked_for_before_there_is_a_draft(talk: Talk) -> None:
    at(talk, SayingArrival(point_id(talk, "JA-1"), Stay.VISIT))
    said = talk.does(Said("王芳"))
    assert html(said[0]).startswith("没有从“王芳”里看出日期")
    talk.does(Said("上个月"))
    (row,) = current(talk)
    assert (row.stay, row.arrives_on) == (Stay.VISIT, date(2026, 11, 1))
    assert talk.remembered.step == Answering(row.id, Asked.CONSENT)


def test_way_back_from_the_arrival(talk: Talk) -> None:
    at(talk, SayingArrival(point_id(talk, "JA-1"), Stay.VISIT))
    chooses(talk, "r", "back")
    assert type(talk.remembered.step).__name__ == "PointCard"


def test_kind_of_stay_chosen_first_as_in_the_old_order(talk: Talk) -> None:
    at(talk, ChoosingStay(point_id(talk, "JA-1")))
    talk.does(Said("?"))
    chooses(talk, "r", Stay.VISIT)
    assert [row.stay for row in current(talk)] == [Stay.VISIT]


# ---------------------------------------------------------------- the consent


def test_whoever_has_agreed_is_not_asked_again(talk: Talk) -> None:
    stay(talk, Verb.SUBMIT, Verb.WITHDRAW)
    talk.taps(button(talk.does(Said("/"), Said("久光党员服务点")), ZH.button("Affiliate here")))
    (row,) = current(talk)
    assert talk.remembered.step == Answering(row.id, Asked.END)


def test_nothing_is_kept_before_it_is_agreed(talk: Talk) -> None:
    at(talk, Agreeing(point_id(talk, "JA-1")))
    said = talk.does(SharedContact("13912345678", own=True, first_name="王芳"))
    assert html(said[0]) == "请先点“同意”，再告诉我。刚才写的没有保存。"
    at(talk, Agreeing(point_id(talk, "JA-1")))
    chooses(talk, "r", "refuse")
    with talk.store.unit_of_work() as unit:
        assert members.find(unit, WANG) is None
    assert (current(talk), talk.remembered.step) == ([], AtMenu())


def test_way_back_from_the_consent(talk: Talk) -> None:
    at(talk, Agreeing(point_id(talk, "JA-1")))
    chooses(talk, "r", "back")
    assert type(talk.remembered.step).__name__ == "PointCard"


def test_button_of_no_meaning_at_the_consent(talk: Talk) -> None:
    at(talk, Agreeing(point_id(talk, "JA-1")))
    said = chooses(talk, "r", "perhaps")
    assert html(said[0]) == ZH("That is no longer possible here. This is where we are:")


def test_draft_begun_elsewhere_meanwhile_comes_along(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Agreeing(point_id(talk, "JA-2")))
    chooses(talk, "r", "agree")
    assert [(one.id, one.point_id) for one in current(talk)] == [(row.id, point_id(talk, "JA-2"))]


def test_consent_that_is_refused_says_what_becomes_of_the_draft(talk: Talk) -> None:
    draft = stay(talk)
    at(talk, Answering(draft.id, Asked.CONSENT))
    said = talk.does(Said("王芳 13912345678"))
    assert html(said[0]) == "请先点“同意”，再告诉我。刚才写的没有保存。"
    at(talk, Answering(draft.id, Asked.CONSENT))
    said = chooses(talk, "r", "refuse")
    assert html(said[0]).split("\n")[1] == "之前填的还在：点“我的挂靠”可以接着填，也可以删除。"


def test_consent_that_is_refused_ends_no_stay(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, Answering(row.id, Asked.CONSENT))
    said = chooses(talk, "r", "refuse")
    assert html(said[0]).split("\n")[1] == "您的挂靠照常。"
    assert [one.state in HERE for one in current(talk)] == [True]


# ---------------------------------------------------------------- several answers at once


def answers(talk: Talk, asked: Asked, typed: str) -> None:
    row = current(talk)[0] if current(talk) else stay(talk, told=NOBODY)
    at(talk, Answering(row.id, asked))
    talk.does(Said(typed))


def test_card_at_any_question_fills_phone_and_name(talk: Talk) -> None:
    row = stay(talk, told=NOBODY)
    at(talk, Answering(row.id, Asked.END))
    talk.does(SharedContact("13912345678", own=True, first_name="芳", last_name="王"))
    assert (details(talk).name, details(talk).phone) == ("王芳", "+8613912345678")
    assert talk.remembered.step == Answering(row.id, Asked.HOME_NAME)


def test_card_without_a_name_is_asked_for_it(talk: Talk) -> None:
    row = stay(talk, told=NOBODY)
    at(talk, Answering(row.id, Asked.PHONE))
    said = talk.does(SharedContact("13912345678", own=True, first_name="☆"))
    assert html(said[1]) == "记下了：\n手机：+86 139 1234 5678"
    assert talk.remembered.step == Answering(row.id, Asked.NAME)


def test_card_renames_only_where_a_name_is_changed(talk: Talk) -> None:
    row = stay(talk)
    for asked, name in ((Asked.PHONE, "王芳"), (Asked.NAME, "芳芳")):
        at(talk, Answering(row.id, asked, mending=True))
        talk.does(SharedContact("13912345678", own=True, first_name="芳芳"))
        assert details(talk).name == name
        assert talk.remembered.step == CheckingRequest(row.id)


def test_card_on_the_summary(talk: Talk) -> None:
    row = stay(talk)
    at(talk, CheckingRequest(row.id))
    talk.does(SharedContact("13812345678", own=True, first_name="芳芳"))
    assert (details(talk).name, details(talk).phone) == ("王芳", "+8613812345678")


def test_card_while_it_is_reviewed_is_not_kept(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    for step in (Answering(row.id, Asked.EMPLOYER, mending=True), CheckingRequest(row.id)):
        at(talk, step)
        talk.does(SharedContact("13812345678", own=True))
        assert details(talk) == TOLD


@pytest.mark.parametrize(
    ("asked", "typed", "told"),
    [
        (Asked.PHONE, "王芳", Details("王芳")),
        (Asked.PHONE, "139 1234 5678", Details(phone="+8613912345678")),
        (Asked.NAME, "王芳 13912345678", Details("王芳", "+8613912345678")),
        (Asked.NAME, "王芳 99999999999999999999", Details("王芳")),
        (Asked.NAME, "我叫王芳", Details("王芳")),
        (Asked.NAME, "好的", NOBODY),
        (Asked.PHONE, "王芳 13912345678 安徽六安", Details("王芳", "+8613912345678", home=HomeBranch("", "安徽六安"))),
        (Asked.HOME_NAME, "12", NOBODY),
        (Asked.HOME_NAME, "收到", NOBODY),
        (Asked.HOME_NAME, "第二支部\n安徽六安", Details(home=HomeBranch("第二支部", "安徽六安"))),
        (Asked.HOME_NAME, "第二支部 13912345678", Details(phone="+8613912345678", home=HomeBranch("第二支部"))),
        (Asked.END, "支部：是的 13912345678", Details(phone="+8613912345678")),
    ],
)
def test_what_is_said_is_filled_in(talk: Talk, asked: Asked, typed: str, told: Details) -> None:
    answers(talk, asked, typed)
    assert details(talk) == told


def test_place_said_before_the_branch_stays(talk: Talk) -> None:
    answers(talk, Asked.PHONE, "王芳 13912345678 安徽六安")
    answers(talk, Asked.HOME_NAME, "阳光社区第二党支部")
    assert details(talk).home == HomeBranch("阳光社区第二党支部", "安徽六安")
    answers(talk, Asked.HOME_NAME, "向阳社区党支部")
    assert details(talk).home == HomeBranch("向阳社区党支部")


@pytest.mark.parametrize(
    ("typed", "days", "kind"),
    [
        ("住三个月", (NOON.date(), date(2027, 3, 1)), Stay.VISIT),
        ("半年前来的，住三个月", (date(2026, 6, 1), date(2027, 3, 1)), Stay.MOBILE),
        ("王芳 13912345678 还不确定", (NOON.date(), None), Stay.MOBILE),
        ("住到2206年3月1日，半年前来的", (NOON.date(), None), Stay.MOBILE),
        ("2026-11-30", (NOON.date(), None), Stay.MOBILE),
    ],
)
def test_days_make_the_kind_of_stay(talk: Talk, typed: str, days: tuple[date, date | None], kind: Stay) -> None:
    answers(talk, Asked.END, typed)
    (row,) = current(talk)
    assert ((row.arrives_on, row.ends_on), row.stay) == (days, kind)


def test_end_that_is_open_is_asked_for_once(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.END))
    chooses(talk, "r", "open")
    assert talk.remembered.step == CheckingRequest(row.id)


# ---------------------------------------------------------------- the summary, by name


def test_line_with_something_that_cannot_stand_there(talk: Talk) -> None:
    row = stay(talk)
    at(talk, CheckingRequest(row.id))
    said = talk.does(Said("到期 2026年11月30日"))
    assert html(said[0]).startswith("结束（2026年11月30日）早于到达")
    assert details(talk) == TOLD


def test_lines_of_an_active_stay(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, ChoosingItem(row.id))
    talk.does(Said("单位 新芽科技"))
    assert details(talk).employer == "新芽科技"
    at(talk, ChoosingItem(row.id))
    chooses(talk, "r", Asked.END)
    assert talk.remembered.step == ChoosingItem(row.id)


def test_only_details_are_added_while_it_is_reviewed(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT, told=replace(TOLD, paper=Paper()))
    at(talk, CheckingRequest(row.id))
    said = talk.does(Said("手机 13812345678"))
    assert html(said[0]) == "您的申请正在审核。有答复之前可以补充资料，其他的先不改。"
    talk.does(Said("单位 新芽科技"))
    assert (details(talk).employer, details(talk).phone) == ("新芽科技", TOLD.phone)
    at(talk, CheckingRequest(row.id))
    chooses(talk, "r", "more")
    chooses_now = talk.remembered.step
    assert chooses_now == ChoosingItem(row.id, more=True)


def test_later_from_an_active_stay_only_leads_to_the_menu(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, Answering(row.id, Asked.EMPLOYER, mending=True))
    assert "已保存" not in html(chooses(talk, "r", "menu")[0])


@pytest.mark.parametrize("label", ["以后再说", "菜单", "Later"])
def test_later_is_typed(talk: Talk, label: str) -> None:
    row = stay(talk, told=NOBODY)
    at(talk, Answering(row.id, Asked.NAME))
    said = talk.does(Said(label))
    assert ("保存" in html(said[0]), talk.remembered.step) == (True, AtMenu())


def test_consent_comes_before_a_request_is_sent(talk: Talk) -> None:
    row = stay(talk)
    with talk.store.unit_of_work() as unit:
        members.agree(unit, WANG, "older", NOON.timestamp())
        unit.commit()
    at(talk, CheckingRequest(row.id))
    chooses(talk, "r", "send")
    assert talk.remembered.step == Answering(row.id, Asked.CONSENT)


def test_end_that_is_over_is_asked_for_again(talk: Talk) -> None:
    row = stay(talk, ends_on=NOON.date() + timedelta(days=3))
    talk.waits(days=10)
    at(talk, CheckingRequest(row.id))
    chooses(talk, "r", "send")
    assert talk.remembered.step == Answering(row.id, Asked.END, mending=True)


# ---------------------------------------------------------------- words to a request that came back


def returned(talk: Talk, reason: str, told: Details = TOLD) -> int:
    """Bring a request back with these words of the reviewer."""
    row = stay(talk, Verb.SUBMIT, told=told)
    with talk.store.unit_of_work() as unit:
        deed = Deed(By(None, "organiser", Actor.HOST), NOON.timestamp(), reason)
        affiliations.do(unit, row.id, Verb.RETURN, deed)
        unit.commit()
    return row.id


def desk_of(talk: Talk, unit: UnitOfWork) -> Desk:
    person = people.known(unit, {WANG})[WANG]
    return Desk(unit, person, talk.now, ZH, PlaceSearch(), "https://t.me/x", "zh_Hans")


def labels(said: Sequence[Reply]) -> list[str]:
    return [one.label for one in buttons(said)]


def hears(talk: Talk, affiliation_id: int, typed: str) -> Step:
    """Write something on the summary, and return the step that it leads to."""
    at(talk, CheckingRequest(affiliation_id))
    talk.does(Said(typed))
    return talk.remembered.step


def test_words_answer_what_the_reviewer_asks_for(talk: Talk) -> None:
    number = returned(talk, "请补充单位")
    assert hears(talk, number, "新芽科技研发部") == CheckingRequest(number)
    assert details(talk).employer == "新芽科技研发部"
    assert hears(talk, number, "手机 13812345678") == CheckingRequest(number)
    assert details(talk).phone == "+8613812345678"
    assert hears(talk, number, "改姓名") == Answering(number, Asked.NAME, mending=True)


def test_words_that_say_nothing_to_it_change_nothing(talk: Talk) -> None:
    number = returned(talk, "请补充楼宇")
    for words in ("好的", "谢谢", "手机 打不通"):
        hears(talk, number, words)
    assert details(talk) == TOLD


def test_building_that_is_asked_for_is_looked_up(talk: Talk) -> None:
    number = returned(talk, "请补充所在楼宇的地址")
    assert hears(talk, number, "河边的小楼3号") == CheckingRequest(number)
    assert details(talk).building == "河边的小楼3号"


def test_photo_that_is_asked_for_begins_with_the_document(talk: Talk) -> None:
    number = returned(talk, "照片看不清", replace(TOLD, paper=Paper(DocumentKind.NONE_YET)))
    at(talk, CheckingRequest(number))
    chooses(talk, "r", Asked.PAPER)
    assert talk.remembered.step == Answering(number, Asked.PAPER, mending=True)


def test_first_button_of_the_summary_is_what_the_reviewer_asks_for(talk: Talk) -> None:
    number = returned(talk, "照片看不清", replace(TOLD, paper=Paper(DocumentKind.NONE_YET)))
    at(talk, ChoosingItem(number))
    assert labels(chooses(talk, "r", "back"))[0] == "补充：证件"


# ---------------------------------------------------------------- what is none of it


@pytest.mark.parametrize("asked", [one for one in Asked if one is not Asked.PAPER_PHOTO])
def test_picture_and_strange_button_answer_no_question(talk: Talk, asked: Asked) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, asked, mending=True))
    talk.does(SentFile("photo", "x", 1))
    at(talk, Answering(row.id, asked, mending=True))
    chooses(talk, "r", "nonsense")
    assert (details(talk), current(talk)) == (TOLD, [row])


def test_strange_button_at_the_kind_of_stay(talk: Talk) -> None:
    at(talk, ChoosingStay(point_id(talk, "JA-1")))
    chooses(talk, "r", "nonsense")
    assert current(talk) == []


def test_arrival_after_the_end(talk: Talk) -> None:
    row = stay(talk, ends_on=date(2026, 12, 10))
    at(talk, Answering(row.id, Asked.ARRIVAL, mending=True))
    said = talk.does(Said("12月20日"))
    assert html(said[0]).startswith("结束（2026年12月10日）早于到达（2026年12月20日）")
    assert current(talk) == [row]


def test_contact_of_one_sign(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.HOME_CONTACT, mending=True))
    assert html(talk.does(Said("?"))[0]) == "请写 2 到 100 个字。"


def test_name_may_be_told_later(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, ChoosingItem(row.id, more=True))
    asked = chooses(talk, "r", Asked.NAMED)
    said = talk.taps(button(asked, "可以"))
    assert html(said[0]) == "✅ 筹建支部时可告知姓名：可以"


def test_document_that_there_is_none_of_yet(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.PAPER, mending=True))
    assert html(chooses(talk, "r", DocumentKind.NONE_YET)[0]) == "✅ 证件：暂时没有"


def test_stay_that_is_running_is_ended_before_its_data_are_deleted(talk: Talk) -> None:
    stay(talk, *ACTIVE)
    at(talk, AtPrivacy())
    said = talk.does(Tapped("privacy.7.forget", 500))
    assert html(said[0]) == "您的挂靠正在进行中。请先结束挂靠，之后就可以全部删除。"


def test_point_that_is_gone_is_nowhere(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        assert where_to_go(4711, desk_of(talk, unit), ZH) == []


# ---------------------------------------------------------------- what is said beside the answers


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (Asked.NAME, "等一下，我先看看活动"),
        (Asked.NAME, "支部名字不记得了"),
        (Asked.HOME_NAME, "不对，支部所在地写错了"),
        (Asked.HOME_NAME, "不知道啊"),
        (Asked.HOME_PLACE, "不记得了"),
        (Asked.EMPLOYER, "send again"),
        (Asked.BUILDING, "send again"),
        (Asked.BUILDING, "不知道啊"),
        (Asked.HOME_CONTACT, "不知道"),
        (Asked.HOME_NAME, "这个号码会不会被别人打骚扰电话"),
        (Asked.HOME_NAME, "Sorry, the surname is spelled Osey"),
        (Asked.HOME_PLACE, "能不能让我女儿帮我填"),
        (Asked.EMPLOYER, "我刚来没有什么单位"),
        (Asked.END, "支部的名称我不太确定，回头再问"),
        (Asked.END, "我是学生，没有工作单位"),
        (Asked.PHONE, "手机改成多少都行"),
    ],
)
def test_what_is_no_answer_is_not_kept(talk: Talk, asked: Asked, typed: str) -> None:
    for mending in (False, True):
        row = current(talk)[0] if current(talk) else stay(talk)
        at(talk, Answering(row.id, asked, mending))
        talk.does(Said(typed))
        assert details(talk) == TOLD


@pytest.mark.parametrize(
    ("asked", "typed", "said"),
    [
        (Asked.END, "为什么要手机号啊", "服务点要靠它联系您。"),
        (Asked.HOME_NAME, "为什么啊", "服务点要向您的支部核实组织关系。"),
        (Asked.NAME, "why?", "服务点审核时要用。"),
        (Asked.PHONE, "可以不填手机吗", "“手机”不能不填。 服务点要靠它联系您。"),
        (Asked.EMPLOYER, "可以不填吗", "“工作单位”可以不填。"),
        (Asked.EMPLOYER, "拿去干什么", "谁能看：只有审核您申请的同志"),
        (Asked.END, "还有几步啊", "还要填："),
        (Asked.END, "都对", "还要填："),
        (Asked.END, "那怎么算呢", "这个问题我在这里答不了。"),
    ],
)
def test_question_about_the_form_is_answered_and_asked_again(talk: Talk, asked: Asked, typed: str, said: str) -> None:
    row = stay(talk, told=NOBODY)
    at(talk, Answering(row.id, asked))
    assert any(html(one).startswith(said) for one in talk.does(Said(typed)) if isinstance(one, Text))
    assert talk.remembered.step == Answering(row.id, asked)
    assert details(talk) == NOBODY


def test_nothing_is_missing_on_the_summary(talk: Talk) -> None:
    row = stay(talk)
    at(talk, CheckingRequest(row.id))
    assert html(talk.does(Said("还缺什么"))[0]) == "都填好了，点“✅ 发送”就会提交。"
    at(talk, CheckingRequest(row.id))
    assert html(talk.does(Said("为什么"))[0]).startswith("这个问题我在这里答不了。")


def test_later_in_other_words_leaves_with_all_kept(talk: Talk) -> None:
    row = stay(talk)
    for step in (Answering(row.id, Asked.END), CheckingRequest(row.id)):
        at(talk, step)
        talk.does(Said("算了，以后再说吧，我先看看活动"))
        assert talk.remembered.step == AtMenu()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("电话一三八一二三四五六七八", replace(TOLD, phone="+8613812345678")),
        ("Wait, wrong phone: +86 138 1234 5678", replace(TOLD, phone="+8613812345678")),
        ("my name's Thomas Lin", replace(TOLD, name="Thomas Lin")),
        ("工作单位写错了，是微光软件", replace(TOLD, employer="微光软件")),
        ("my company is Blue Bridge Ltd", replace(TOLD, employer="Blue Bridge Ltd")),
        ("在漕河泾的微光科技上班", replace(TOLD, employer="微光科技")),
        ("单位：日出贸易，南京西路1266号12楼", replace(TOLD, employer="日出贸易，南京西路1266号12楼")),
        ("安徽六安 13812345678", replace(TOLD, phone="+8613812345678")),
        ("什么都不记得了", TOLD),
        ("都对", TOLD),
        ("looks good", TOLD),
        ("还缺什么", TOLD),
        ("为什么", TOLD),
        ("支部：不记得了", TOLD),
    ],
)
def test_known_line_gives_way_only_to_what_is_surely_meant(talk: Talk, typed: str, told: Details) -> None:
    row = stay(talk)
    at(talk, CheckingRequest(row.id))
    talk.does(Said(typed))
    assert details(talk) == told


def test_words_send_nothing(talk: Talk) -> None:
    row = stay(talk)
    at(talk, CheckingRequest(row.id))
    said = talk.does(Said("提交吧"))
    assert html(said[0]) == "都对的话，请点“✅ 发送”。"
    assert talk.remembered.step == CheckingRequest(row.id)
    number = returned(talk, "请补充所在楼宇")
    assert hears(talk, number, "send again") == CheckingRequest(number)
    assert details(talk) == TOLD


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("不对，支部所在地写错了", Asked.HOME_NAME),
        ("服务点换成静安寺", Asked.POINT),
        ("我的手机号好像错了", Asked.PHONE),
        ("证件 身份证", Asked.PAPER),
    ],
)
def test_line_that_is_wrong_is_opened(talk: Talk, typed: str, asked: Asked) -> None:
    row = stay(talk)
    assert hears(talk, row.id, typed) == Answering(row.id, asked, mending=True)
    assert details(talk) == TOLD


def test_something_that_is_wrong_opens_the_lines(talk: Talk) -> None:
    row = stay(talk)
    assert hears(talk, row.id, "有个地方写错了") == ChoosingItem(row.id)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("到达日期不对，是10月8号", date(2026, 10, 8)),
        ("改成2026年10月8日到的", date(2026, 10, 8)),
        ("到达时间改成去年九月", date(2025, 9, 1)),
        ("支部是阳光第二党支部，我是2025年9月到上海的", date(2025, 9, 1)),
    ],
)
def test_arrival_is_taken_wherever_it_is_said(talk: Talk, typed: str, day: date) -> None:
    row = stay(talk)
    assert hears(talk, row.id, typed) == CheckingRequest(row.id)
    assert current(talk)[0].arrives_on == day


def test_branch_and_an_arrival_beside_it(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.HOME_NAME, mending=True))
    talk.does(Said("First Branch of Sunrise, Wuxi, Jiangsu. Here since Oct 8"))
    assert details(talk).home == replace(TOLD.home, name="First Branch of Sunrise", place="Wuxi, Jiangsu")
    assert current(talk)[0].arrives_on == date(2026, 10, 8)
    assert talk.remembered.step == CheckingRequest(row.id)


def test_arrival_alone_answers_no_other_question(talk: Talk) -> None:
    row = stay(talk)
    for typed in ("去年9月到的上海", "去年9月到的，不知道"):
        at(talk, Answering(row.id, Asked.HOME_NAME, mending=True))
        talk.does(Said(typed))
        assert talk.remembered.step == Answering(row.id, Asked.HOME_NAME, mending=True)
        assert details(talk) == TOLD
    assert current(talk)[0].arrives_on == date(2025, 9, 1)


def test_kind_of_stay_in_words(talk: Talk) -> None:
    row = stay(talk)
    assert hears(talk, row.id, "类型不对，我不是流动党员，只是短期的") == CheckingRequest(row.id)
    assert current(talk)[0].stay is Stay.VISIT
    at(talk, Answering(row.id, Asked.STAY, mending=True))
    talk.does(Said("流动党员"))
    assert current(talk)[0].stay is Stay.MOBILE


def test_kind_that_was_told_outlives_other_days(talk: Talk) -> None:
    row = stay(talk)
    hears(talk, row.id, "类型：短期来访")
    hears(talk, row.id, "到达 2026年10月8日")
    assert current(talk)[0].stay is Stay.VISIT


def test_part_that_was_not_understood_is_named(talk: Talk) -> None:
    row = stay(talk, told=NOBODY)
    at(talk, Answering(row.id, Asked.PHONE))
    said = talk.does(Said("王芳 13912345678，去年下半年到的"))
    assert any("没看懂，没有记下：“去年下半年到的”" in html(one) for one in said if isinstance(one, Text))
    assert details(talk) == Details("王芳", "+8613912345678")


def test_arrival_that_nobody_told_is_marked(talk: Talk) -> None:
    row = stay(talk)
    at(talk, CheckingRequest(row.id))
    said = talk.does(Said("到达 2026年12月1日"))
    assert "到达：2026年12月1日（按当天算" in html(said[-1])
    said = talk.does(Said("到达 2026年10月8日"))
    assert "到达：2026年10月8日\n" in html(said[-1])


def test_words_beside_a_number_are_named(talk: Talk) -> None:
    row = stay(talk, told=Details("王芳"))
    at(talk, Answering(row.id, Asked.PHONE))
    said = talk.does(Said("13912345678，去年下半年到的"))
    assert any("没看懂，没有记下：“去年下半年到的”" in html(one) for one in said if isinstance(one, Text))
    assert details(talk) == Details("王芳", "+8613912345678")


# ---------------------------------------------------------------- another line, a doubt, and what is no value


@pytest.mark.parametrize("asked", [Asked.END, Asked.PHONE, Asked.HOME_PLACE])
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("名字要改一下，是孙志强", "孙志强"),
        ("姓名写错了，是刘阳，阳光的阳", "刘阳"),
        ("my name is wrong, it's Anna Keller", "Anna Keller"),
    ],
)
def test_line_that_was_told_is_corrected_at_any_question(talk: Talk, asked: Asked, typed: str, name: str) -> None:
    row = stay(talk)
    for place, then in (
        (Answering(row.id, asked), Answering(row.id, asked)),
        (Answering(row.id, asked, mending=True), CheckingRequest(row.id)),
        (CheckingRequest(row.id), CheckingRequest(row.id)),
    ):
        at(talk, place)
        talk.does(Said(typed))
        assert details(talk) == replace(TOLD, name=name)
        assert talk.remembered.step == then


def test_arrival_that_is_named_leaves_the_end_alone(talk: Talk) -> None:
    row = stay(talk, ends_on=NOON.date() + timedelta(days=300))
    at(talk, CheckingRequest(row.id))
    talk.does(Said("下周一才到，到达日期改 12月7号"))
    assert (current(talk)[0].arrives_on, current(talk)[0].ends_on) == (date(2026, 12, 7), row.ends_on)


def test_what_a_student_is_becomes_no_name(talk: Talk) -> None:
    row = stay(talk)
    at(talk, CheckingRequest(row.id))
    assert any("可以不填" in html(one) for one in talk.does(Said("我没有工作单位")) if isinstance(one, Text))
    talk.does(Said("我是学生，没有工作单位"))
    talk.does(Said("I'm arriving next Monday"))
    assert details(talk) == TOLD


def test_word_that_all_is_right_leads_from_a_line_back_to_the_summary(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.PHONE, mending=True))
    talk.does(Said("都对"))
    assert talk.remembered.step == CheckingRequest(row.id)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("不想给单位知道行不行", "谁能看：只有审核您申请的同志"),
        ("为什么要填这些", "用途："),
        ("what if I say no?", "那就什么都不会保存"),
        ("我同意", "好的，请点下面的“同意”"),
        ("几天能批", "一般"),
        ("王芳", "请先点“同意”"),
    ],
)
def test_doubt_before_the_consent_is_answered(talk: Talk, typed: str, said: str) -> None:
    at(talk, Agreeing(point_id(talk, "JA-1")))
    heard = [html(one) for one in talk.does(Said(typed)) if isinstance(one, Text)]
    assert any(one.startswith(said) for one in heard), heard
    assert talk.remembered.step == Agreeing(point_id(talk, "JA-1"))
