"""Roll calls in writing: taken apart, and matched with whoever is expected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.said.answers.roll import MOST, Finding, Known, Match, Name, Roll, called, match, namesakes, read

WANG, LI, OTHER_WANG, ANNA, OTHER_ANNA, AYGUL, JI = range(1, 8)
EXPECTED = [
    Known(WANG, Name("王芳", "wang fang")),
    Known(LI, Name("李强", "li qiang")),
    Known(ANNA, Name("Anna Schmidt", "anna schmidt")),
    Known(AYGUL, Name("阿依古丽·买买提", "a yi gu li mai mai ti")),
    Known(JI, Name("𠮷祥", "𠮷 xiang")),
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("到：王芳、李强", ("王芳", "李强")),
        ("到:王芳,李强", ("王芳", "李强")),
        ("签到 王芳 李强", ("王芳", "李强")),
        ("点名：王芳\n李强", ("王芳", "李强")),
        ("已到：王芳，王芳", ("王芳",)),
        ("Here: Wang Fang, Anna", ("Wang Fang", "Anna")),
        ("checked in: Wang Fang and Li Qiang", ("Wang Fang", "Li Qiang")),
        ("到：王 芳、李强 Anna Schmidt", ("王芳", "李强", "Anna Schmidt")),
        ("到：", ()),
        ("到： 、，", ()),
        ("到达大厦", None),
        ("王芳", None),
        ("1. 王芳 / 2. 李强", ("王芳", "李强")),
        ("#接龙\n1、王芳\n2、李强", ("王芳", "李强")),
        ("1.5 米 2.5 米", None),
    ],
)
def test_roll_call_is_taken_apart(text: str, wanted: tuple[str, ...] | None) -> None:
    assert called(text) == (None if wanted is None else Roll(wanted))


CHAIN = """#接龙
主题党日 12月3日 19:00
时间：19:00
1. 王芳
2. 李娜 请假
3.张伟 带1人
4、 赵敏@19:10到
5）刘洋（出差）
6. 陈静 迟到10分钟
7. 孙丽+1
8. 周杰 到
9.
共8人"""


@pytest.mark.parametrize(
    ("text", "present", "away"),
    [
        ("1. 王芳 / 2. 李娜 请假 / 3. 张伟", ("王芳", "张伟"), ("李娜",)),
        ("未到：李娜、刘洋", (), ("李娜", "刘洋")),
        ("请假 李娜、刘洋", (), ("李娜", "刘洋")),
        ("到：王芳、李娜（请假）、张伟", ("王芳", "张伟"), ("李娜",)),
        ("到：王芳、张伟\n未到：李娜\n刘洋", ("王芳", "张伟"), ("李娜", "刘洋")),
        ("未到人员：李娜\n已到人员：王芳", ("王芳",), ("李娜",)),
        ("王芳 李娜 请假 张伟", ("王芳", "张伟"), ("李娜",)),
        ("王芳、李娜没来、张伟", ("王芳", "张伟"), ("李娜",)),
        ("王芳、今天请假的李娜、张伟", ("王芳",), ("李娜", "张伟")),
        ("王芳，王芳 请假", (), ("王芳",)),
        (CHAIN, ("王芳", "张伟", "赵敏", "陈静", "孙丽", "周杰"), ("李娜", "刘洋")),
        ("Wang Fang, Anna is sick, Li Qiang", ("Wang Fang", "Li Qiang"), ("Anna",)),
        ("absent: Anna, Li Qiang", (), ("Anna", "Li Qiang")),
        ("到：阿依努尔•吐尔逊 迪丽娜尔•艾山", ("阿依努尔·吐尔逊", "迪丽娜尔·艾山"), ()),
        ("到：𠮷祥 王芳", ("𠮷祥", "王芳"), ()),
        ("12\n19:00\n3人", (), ()),
    ],
)
def test_nobody_is_present_beside_whom_a_word_of_absence_stands(
    text: str, present: tuple[str, ...], away: tuple[str, ...]
) -> None:
    assert read(text) == Roll(present, away)


@given(st.text(max_size=60) | st.text("王芳李娜、 请假未到：1.@:/\n带人+（）", max_size=40))
def test_whoever_is_said_to_be_away_is_not_present(text: str) -> None:
    roll = read(text)
    assert not set(roll.present) & set(roll.away)


def test_no_more_names_are_read_than_a_message_holds() -> None:
    many = read("、".join(chr(0x4E00 + number) for number in range(MOST + 9)))
    assert len(many.present) == MOST


@pytest.mark.parametrize(
    ("written", "sound", "finding", "keys"),
    [
        ("王芳", "wang fang", Finding.SURE, (WANG,)),
        ("王方", "wang fang", Finding.SURE, (WANG,)),
        ("wangfang", "wangfang", Finding.SURE, (WANG,)),
        ("Fang Wang", "fang wang", Finding.SURE, (WANG,)),
        ("anna", "anna", Finding.SURE, (ANNA,)),
        ("阿依古丽", "a yi gu li", Finding.SURE, (AYGUL,)),
        ("王凤", "wang feng", Finding.SEVERAL, (WANG,)),
        ("Wang Fnag", "wang fnag", Finding.SEVERAL, (WANG,)),
        ("赵磊", "zhao lei", Finding.NONE, ()),
        ("吉祥", "ji xiang", Finding.SEVERAL, (JI,)),
        ("阿依古丽•买买提", "", Finding.SURE, (AYGUL,)),
        ("。", "", Finding.NONE, ()),
    ],
)
def test_name_is_found_among_those_expected(written: str, sound: str, finding: Finding, keys: tuple[int, ...]) -> None:
    assert match(Name(written, sound), EXPECTED) == Match(written, finding, keys)


def test_two_of_one_name_are_asked_about() -> None:
    among = [*EXPECTED, Known(OTHER_WANG, Name("王芳", "wang fang")), Known(OTHER_ANNA, Name("Anna Li", "anna li"))]
    assert match(Name("王芳", "wang fang"), among) == Match("王芳", Finding.SEVERAL, (WANG, OTHER_WANG))
    assert match(Name("Anna", "anna"), among) == Match("Anna", Finding.SEVERAL, (ANNA, OTHER_ANNA))
    assert namesakes(among) == {WANG, OTHER_WANG}


def test_characters_tell_apart_what_sounds_the_same() -> None:
    among = [*EXPECTED, Known(OTHER_WANG, Name("王方", "wang fang"))]
    assert match(Name("王方", "wang fang"), among) == Match("王方", Finding.SURE, (OTHER_WANG,))
    assert match(Name("汪芳", "wang fang"), among) == Match("汪芳", Finding.SEVERAL, (WANG, OTHER_WANG))
