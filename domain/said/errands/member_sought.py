"""Who is looked for: a name without what stands around it, a phone number, or its last four digits."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from unicodedata import normalize

from domain import bounded
from domain.people.names import dotted
from domain.said import days
from domain.said.answers import control_words
from domain.said.requests.registration import is_name, is_surely_name
from domain.said.sentences.tokens import tokens
from domain.said.settings import refusals
from domain.said.writing.signs import plain

END: Final = 4
"""So many digits at the end of a number tell people apart well enough."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A name as it was written, or digits: four are the end of a number, more are all of it."""

    name: str = ""
    digits: str = ""


_NUMBER: Final = bounded.compiled("[+0-9][0-9 ()-]{2,}")
_TITLES: Final = bounded.compiled(
    "(?:同志|老师|书记|先生|女士|小姐|师傅|委员|主任|经理)(?:们)?$"
    "|^(?:党员|同志|成员|那个|叫|名叫|姓名|名字是?|(?:mr|mrs|ms|dr)\\b\\.?)[:：]?",
    re.IGNORECASE,
)
_SHORTEST: Final = 2


def read(text: str) -> Sought:
    """Take what was typed for a number where it has one of three digits and more, else for a name."""
    said = normalize("NFKC", text)
    number = _NUMBER.search(said)
    digits = re.sub("[^+0-9]", "", number[0]) if number else ""
    if len(digits) >= END:
        return Sought(digits=digits)
    return Sought(name=without_titles(text))


def without_titles(written: str) -> str:
    """Return a name without what people put around it: 王芳同志, 党员王芳; a title alone stays."""
    name = written.strip(" ,.。，！!?？“”\"'")
    while (bare := _TITLES.sub("", name).strip()) != name and len(bare) >= _SHORTEST:
        name = bare
    return name


_HAN: Final = re.compile("[\u4e00-\u9fff]")
_LONGEST_BARE: Final = 8
"""Signs of a Chinese name in which no dot stands: 阿依努尔吐尔逊."""
_AROUND_NUMBERS: Final = " ,.。，：:尾号手机电话码的党员成同志"
_OF_THREE: Final = 3
"""Signs: who has a surname and so few in all is somebody, whatever the words mean otherwise: 周学习."""


@bounded.up_to(bounded.SENTENCE, False)  # noqa: FBT003  what it returns
def may_be(text: str, now: datetime) -> bool:
    """Tell whether somebody can be looked for by these words; what says something is no name, and no search.

    A name may be a part of one, a surname alone, or of any language; no word of ours stands in it.
    """
    wanted = read(text)
    if wanted.digits:
        return not _NUMBER.sub("", normalize("NFKC", text)).strip(_AROUND_NUMBERS)
    name = dotted(wanted.name)
    if len(name) == 1:
        return _HAN.search(name) is not None
    if not is_name(name) or control_words.understood(name) or refusals.understood(name):
        return False
    if _HAN.search(name) and "·" not in name and len(name) > _LONGEST_BARE:
        return False
    if is_surely_name(name) and (len(name) <= _OF_THREE or not _HAN.search(name)):
        return True
    said, without = days.cut(plain(name), now)
    return said is None and all(len(token.text) == 1 for token in tokens(without)[0])
