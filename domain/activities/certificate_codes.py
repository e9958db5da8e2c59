"""The code of a certificate: ten signs that nobody mistakes for one another, read back however they were typed."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from unicodedata import normalize

from domain import bounded

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, and without U, which looks like V: 590 million million codes."""

LENGTH: Final = 10

_LINK: Final = bounded.compiled(r".*START=V_")
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


def may_be(typed: str) -> bool:
    """Tell what is perhaps a code with a slip, about as long and written like one, from a sentence."""
    words = (
        _LINK.sub("", re.sub("start=v_", "START=V_", normalize("NFKC", typed[:200]).strip())).replace("-", " ").split()
    )
    whole = "".join(words)
    is_written_so = any(sign.isdigit() for sign in whole) or whole.isupper() or len(words) == 1
    return len(words) < 3 and 8 <= len(whole) <= 12 and whole.isascii() and whole.isalnum() and is_written_so


def named(typed: str) -> str:
    """Read the code within a sentence that asks for nothing but whether it is right; "" where there is none.

    It needs a figure or its dash, or to be one word beside what says that it is a code, for ten letters may be words.
    """
    folded = " ".join(normalize("NFKC", typed[:200]).upper().split())
    bare = _ASKS.sub(" ", folded).strip(" :：,，.。?？!！#“”\"'")
    code = read(bare)
    is_one = bool(re.search("[2-9]", code)) or f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" == bare
    return code if code and (is_one or (" " not in bare and _NAMES_ONE.search(folded))) else ""


_NAMES_ONE: Final = re.compile(
    "查验|核验|验证|核实|鉴定|证书|证明|编号|编码|号码|真伪|真假|有效|\\b(?:VERIFY|VALIDATE|CERTIFICATE|CODE|GENUINE|VALID|AUTHENTIC)\\b"
)

_ASKS: Final = re.compile(
    "查验|核验|验证|核实|鉴定|查询|查一?查|查一?下|查|验一?下|检查|看一?下|看看|真伪|真假|是真的吗?|是不是真的|真的吗|有效吗|有没有效"
    "|证书|证明|编号|编码|号码|代码|码|这[个张份]|那[个张份]|帮我|帮忙|请问?|麻烦|我想|我要|一下|的|是|吗|号"
    "|\\b(?:VERIFY|CHECK|VALIDATE|CERTIFICATE|CODE|NUMBER|NO|PLEASE|THE|THIS|A|OF|IS|IT|GENUINE|REAL|VALID|AUTHENTIC|CAN|YOU|MY|FOR|ME)\\b"
)
