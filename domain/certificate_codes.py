"""The code of a certificate: ten signs that nobody mistakes for one another, read back however they were typed."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from unicodedata import normalize

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, and without U, which looks like V: 590 million million codes."""

LENGTH: Final = 10

_LINK: Final = re.compile(r".*START=V_")
_BETWEEN: Final = re.compile(r"[\s\-–—·]+")
_CODE: Final = re.compile(f"[{SIGNS}]{{{LENGTH}}}")


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a code; `choose` picks one of the signs, as `secrets.choice` does."""
    return "".join(choose(SIGNS) for _ in range(LENGTH))


def shown(code: str) -> str:
    """Write it in two groups, as people read it aloud: ABCDE-23456."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read(typed: str) -> str:
    """Read a code, or the link that holds one; "" for anything else."""
    folded = normalize("NFKC", typed[:200]).upper()
    code = _BETWEEN.sub("", _LINK.sub("", folded))
    return code if _CODE.fullmatch(code) else ""
