"""Rows of a list that are no rows: totals, signatures, notes, a heading between rows, the header once more."""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import normalize

from bot.imports.table.headers import Headings, meaning
from domain import bounded

DITTO: Final = frozenset({"同上", "同前", "〃", "″", '"', "''", "--〃--", "ditto", "Ditto", "as above", "同上。"})
"""What stands for the cell above."""

_SIGNERS: Final = (
    "填表|填报|制表|编制|审核|审批|审定|批准|负责|分管|主管|联系|经办|复核|校对|报送|上报|填写|统计|录入|单位负责|盖章|公章"
    "|签字|签名"
)
_ASIDE: Final = bounded.compiled(
    r"(?:合计|总计|小计|共计|总数|汇总|累计|本页|total\b|sub-?total\b|sum\b)"
    r"|共\s*\d+\s*[个家处条座]"
    rf"|(?:{_SIGNERS})[^:]{{0,8}}:|(?:日期|时间|电话|传真|单位)\s*:|\(?(?:盖章|公章)\)?$"
    r"|(?:注|备注|说明|附注|附件?|填表说明|填写说明|填报说明|数据来源|来源|注意(?:事项)?)\s*\d*\s*[:.、]"
    r"|[*※]|第\s*\d+\s*页|(?:notes?|source|prepared by|checked by|approved by|signature|date)\b\s*:?",
    re.IGNORECASE,
)


def is_aside(texts: Sequence[str], name_column: int | None, headings: Headings) -> bool:
    """Tell whether a row that lacks what every row of the list has was never meant as one.

    A lone name is a row, and is refused as one: somebody forgot the rest.
    """
    filled = [(column, written) for column, written in enumerate(texts) if written]
    if any(_ASIDE.match(normalize("NFKC", written)) for _, written in filled):
        return True
    if len({written for _, written in filled}) == 1:
        return len(filled) > 1 or filled[0][0] != name_column
    return sum(meaning(written, headings) is not None for _, written in filled) * 2 > len(filled)
