"""What the type of papers has: what people are called; and what it lacks is known before."""

from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.letters import GAP, missing, settled

LEVEL_2_BEYOND = "𠙶𬣙𨙸𬇕𬣞𬘓𫭟𫇭𫐄𫵷𣲘𣲗𬇙𬣡𫸩𨚕𫘜𬘘𦭜𬨂𬀩𬬩𫍣𬣳𬩽𬮿𬯀𫰛𬳵𫠊𬍛𬜬𪾢𪨰𫓧𬬮"
"""Of the 196 of 通用规范汉字表 that GB 18030-2022 adds at level 2."""


def test_every_hanzi_of_level_2_is_there() -> None:
    level_1 = [*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FF0)]  # GB 18030-2022, 9; both blocks whole
    assert missing("".join(map(chr, level_1)), LEVEL_2_BEYOND, "𠮷甪䶮㛃") == ()


def test_every_letter_of_latin_vietnamese_and_cyrillic_is_there() -> None:
    written = "".join(map(chr, [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x400, 0x482), *range(0x48A, 0x530)]))
    assert missing(written, "".join(map(chr, range(0x1E00, 0x1F00))), printable, "Nguyễn Thị Ừ") == ()


@pytest.mark.parametrize(
    ("written", "set_as", "lacking"),
    [
        ("e\u0301", "é", ()),
        ("x\u0331y", f"{GAP}y", ("x\u0331",)),
        ("ئا𠮷ئ", f"{GAP * 2}𠮷{GAP}", ("ئ", "ا")),
        ("李👩‍🏫🎉🇨🇳1️⃣", "李1", ()),
        ("葛\U000e0100飾", "葛飾", ()),
        ("一\r\n二\n三\t四\u2028五", "一\n二\n三 四\n五", ()),
        ("\u202e\u200f\ud800☎", "☎", ()),
        ("\u0301", GAP, ("\u0301",)),
        ("", "", ()),
    ],
)
def test_what_is_set_and_what_is_lacking(written: str, set_as: str, lacking: tuple[str, ...]) -> None:
    assert (settled(written), missing(written)) == (set_as, lacking)


@given(st.text())
def test_what_is_set_can_be_set(written: str) -> None:
    assert (missing(settled(written)), settled(settled(written))) == ((), settled(written))
