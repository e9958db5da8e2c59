"""What is said of a request that is under way."""

import pytest

from domain.said.requests.after_sending import About, Saying, said

RESULTS = (
    "什么时候有结果 还要等多久 批了吗 审核通过了吗 几天能批 我的申请怎么样了",
    "怎么还没消息 能加急吗 为什么退回 补充什么 哪里不对 进度 多久",
    "how long does it take|any news|when will I hear back|is my request approved yet?|did they receive my form",
    "any reply yet?|am i in?|what's next|has anyone looked at it yet?",
)


@pytest.mark.parametrize("text", [*" ".join(RESULTS[:2]).split(), *"|".join(RESULTS[2:]).split("|")])
def test_when_there_is_an_answer(text: str) -> None:
    assert said(text, is_at_hand=False) == Saying(About.RESULT)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("我电话写错了", "phone"),
        ("我要改一下单位", "employer"),
        ("原支部写错了怎么办", "home_name"),
        ("document number", "paper_number"),
        ("my phone number is wrong", "phone"),
        ("change my employer", "employer"),
        ("我换公司了", "employer"),
    ],
)
def test_line_that_is_wrong(text: str, line: str) -> None:
    assert said(text, is_at_hand=False) == Saying(About.LINE, line)


def test_bare_name_of_a_line_means_it_where_the_request_is_shown() -> None:
    assert said("电话", is_at_hand=True) == Saying(About.LINE, "phone")
    assert said("电话", is_at_hand=False) is None
    assert said("电话 13912345678", is_at_hand=True) is None


@pytest.mark.parametrize(
    "text",
    ["要不要寄材料", "需要我过去一趟吗", "还需要什么材料", "需要带什么材料", "要本人去吗", "what documents do I need"],
)
def test_papers(text: str) -> None:
    assert said(text, is_at_hand=False) == Saying(About.PAPERS)


@pytest.mark.parametrize(
    "text",
    [
        *("我不办了", "我想撤回", "不办了", "撤回申请", "不想挂靠了，谢谢", "i want to withdraw my request"),
        *("我不想挂了，撤回", "帮我把申请撤了重新弄", "I want to take it back"),
    ],
)
def test_withdrawal(text: str) -> None:
    assert said(text, is_at_hand=False) == Saying(About.WITHDRAWAL)


@pytest.mark.parametrize(
    "text",
    ["嘉兴大厦", "我要报名", "几点开始", "有活动吗", "换服务点", "党课", "挂靠", "好的", "我不想挂靠", "不办了" * 20],
)
def test_something_else(text: str) -> None:
    assert said(text, is_at_hand=False) is None
