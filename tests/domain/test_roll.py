"""Roll calls in writing: taken apart, and matched with whoever is expected."""

import pytest

from domain.roll import MOST, Finding, Known, Match, Name, called, match, names, namesakes

WANG, LI, OTHER_WANG, ANNA, OTHER_ANNA, AYGUL = range(1, 7)
EXPECTED = [
    Known(WANG, Name("王芳", "wang fang")),
    Known(LI, Name("李强", "li qiang")),
    Known(ANNA, Name("Anna Schmidt", "anna schmidt")),
    Known(AYGUL, Name("阿依古丽·买买提", "a yi gu li mai mai ti")),
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
    ],
)
def test_roll_call_is_taken_apart(text: str, wanted: tuple[str, ...] | None) -> None:
    assert called(text) == wanted


def test_no_more_names_are_read_than_a_message_holds() -> None:
    assert len(names("、".join(f"a{number}" for number in range(MOST + 9)))) == MOST


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
