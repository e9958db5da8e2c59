"""Who is looked for: a name without what stands around it, a phone number, or its last four digits."""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from domain import bounded

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
