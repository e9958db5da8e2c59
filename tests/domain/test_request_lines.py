"""A line of a request is named in words."""

import pytest

from domain.said.request_lines import asked_for, named


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
        ("手机店在哪里", None),
        ("end of January", None),
        ("王芳", None),
        ("", None),
    ],
)
def test_line_that_is_named(typed: str, line: tuple[str, str] | None) -> None:
    assert named(typed) == line


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
