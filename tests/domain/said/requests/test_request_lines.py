"""A line of a request is named in words."""

import pytest

from domain.said.requests.request_lines import asked_for, named, named_within, stay_in


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("手机", ("phone", "")),
        ("改手机", ("phone", "")),
        ("请帮我修改一下电话号码。", ("phone", "")),
        ("手机 139 1234 5678", ("phone", "139 1234 5678")),
        ("手机号改成13912345678", ("phone", "13912345678")),
        ("姓名：王芳", ("name", "王芳")),
        ("名字不对", ("name", "")),
        ("Change my phone number to +44 7400 123456", ("phone", "+44 7400 123456")),
        ("Name: Anna Schmidt", ("name", "Anna Schmidt")),
        ("phone is wrong", ("phone", "")),
        ("到期 明年三月", ("end", "明年三月")),
        ("到达：上个月", ("arrival", "上个月")),
        ("证件照片", ("paper_photo", "")),
        ("工作单位写错了，是微光软件", ("employer", "微光软件")),
        ("不对，支部所在地写错了", ("home_name", "")),
        ("到达日期不对，是10月8号", ("arrival", "10月8号")),
        ("到达时间改成去年九月", ("arrival", "去年九月")),
        ("服务点换成静安寺", ("point", "静安寺")),
        ("my company is İzmir Ltd", ("employer", "İzmir Ltd")),
        ("company: İzmir Ltd", ("employer", "İzmir Ltd")),
        ("wrong phone: 139", ("phone", "139")),
        ("单位：日出贸易，南京西路1266号12楼", ("employer", "日出贸易，南京西路1266号12楼")),
        ("名字要改一下，是孙志强", ("name", "孙志强")),
        ("不好意思，大名是孙志强", ("name", "孙志强")),
        ("my name is wrong, it's Anna Keller", ("name", "Anna Keller")),
        ("到达日期改 12月7号", ("arrival", "12月7号")),
        ("结束改到7月15号", ("end", "7月15号")),
        ("老家支部写的不对，改成安徽省颍上县王庄村党支部", ("home_name", "安徽省颍上县王庄村党支部")),
        ("支部名字不记得了", None),
        ("手机店在哪里", None),
        ("end of January", None),
        ("王芳", None),
        ("", None),
    ],
)
def test_line_that_is_named(typed: str, line: tuple[str, str] | None) -> None:
    assert named(typed) == line


def test_line_is_named_in_a_later_part_of_a_sentence() -> None:
    assert named_within("下周一才到，到达日期改 12月7号") == ("arrival", "12月7号")
    assert named_within("手机 139") == ("phone", "139")
    assert named_within("我是学生，没有工作单位") is None


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("请补充所在楼宇的地址", "building"),
        ("请写清支部联系人", "home_contact"),
        ("证件照片看不清，麻烦再拍一张。", "paper_photo"),
        ("The photo of the document cannot be read.", "paper_photo"),
        ("The home branch’s name or contact is incomplete.", "home_name"),
        ("材料不全", None),
    ],
)
def test_most_exact_line_is_what_a_reviewer_asks_for(words: str, line: str | None) -> None:
    assert asked_for(words) == line


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("我不是流动党员，只是短期的", "visit"),
        ("不是短期，是流动党员", "mobile"),
        ("I am a mobile member, not a short visit", "mobile"),
        ("流动还是短期", None),
        ("都行", None),
    ],
)
def test_kind_of_stay_in_words(words: str, kind: str | None) -> None:
    assert stay_in(words) == kind
