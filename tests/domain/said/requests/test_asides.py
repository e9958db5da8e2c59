"""What is said beside the answers to a form is told from what can stand in it."""

import pytest

from domain.said.requests.asides import Aside, aside, corrected, in_figures, is_no_value, tells_arrival


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("为什么要手机号啊", Aside.WHY),
        ("why do you need my phone?", Aside.WHY),
        ("可以不填手机吗", Aside.OPTIONAL),
        ("Do I have to give my phone number?", Aside.OPTIONAL),
        ("what do you do with my data?", Aside.DATA),
        ("会不会泄露我的个人信息", Aside.DATA),
        ("还有几步啊", Aside.STEPS),
        ("what is still missing?", Aside.STEPS),
        ("算了，以后再说", Aside.LATER),
        ("等一下，我先看看活动", Aside.LATER),
        ("都对", Aside.SEND),
        ("提交吧", Aside.SEND),
        ("looks good", Aside.SEND),
        ("send again", Aside.SEND),
        ("that's it", Aside.SEND),
        ("不知道啊", Aside.UNKNOWN),
        ("支部名字不记得了", Aside.UNKNOWN),
        ("I don’t remember", Aside.UNKNOWN),
        ("where is it?", Aside.QUESTION),
        ("can you help me", Aside.QUESTION),
        ("不对，支部所在地写错了", Aside.COMPLAINT),
        ("Wait, wrong phone", Aside.COMPLAINT),
        ("这个号码会不会被别人打骚扰电话", Aside.DATA),
        ("不想给单位知道行不行", Aside.DATA),
        ("Do you give this to my employer?", Aside.DATA),
        ("What if I say no?", Aside.IF_NO),
        ("不同意会怎样", Aside.IF_NO),
        ("能不能让我女儿帮我填", Aside.QUESTION),
        ("没有工作单位", Aside.OPTIONAL),
        ("支部的名称我不太确定", Aside.UNKNOWN),
        ("阳光社区第二党支部", None),
        ("Do Thi Hoa", None),
        ("王芳", None),
        ("?", None),
    ],
)
def test_what_is_said_beside_an_answer(typed: str, said: Aside | None) -> None:
    assert aside(typed) is said
    assert is_no_value(typed) is (said is not None)


@pytest.mark.parametrize("typed", ["去年9月到的上海", "2025年来的", "Here since Oct 8", "arrived in May"])
def test_arrival_is_no_value(typed: str) -> None:
    assert tells_arrival(typed)
    assert is_no_value(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("，是微光软件", "微光软件"),
        ("不对，应该是微光软件", "微光软件"),
        ("写错了，改成10月8号", "10月8号"),
        ("sorry, it should be Blue Bridge", "Blue Bridge"),
        ("错位空间公司", "错位空间公司"),
        ("是的", "是的"),
        ("Isabel", "Isabel"),
        ("No Name Ltd", "No Name Ltd"),
    ],
)
def test_corrections_are_cut_off(typed: str, value: str) -> None:
    assert corrected(typed) == value


def test_number_that_is_spelt_out() -> None:
    assert in_figures("电话一三八一二三四五六七八") == "电话13812345678"
    assert in_figures("幺三八 一二三四 五六七八") == "138 1234 5678"
    assert in_figures("第一二三支部") == "第一二三支部"


@pytest.mark.parametrize("name", ["上海知道信息安全有限公司", "隐私保护研究院", "信息安全中心支部"])
def test_name_that_speaks_of_data_is_a_name(name: str) -> None:
    assert aside(name) is None
