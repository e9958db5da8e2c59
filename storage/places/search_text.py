"""What people type and what lists contain, brought to one form before they are compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from domain import bounded

# Only what stands in names of places: a whole dictionary would cost more than it finds, and pinyin finds the rest.
_TRADITIONAL: Final = (
    "靜廈興區國際廣場東長寧陸豐龍華樓學園鎮橋門馬黃義漢蘇濟灣賓館銀號莊雲滬閔閘衛業遠盧灘嶺陽陰為兩個廟廠"
    "車頭處務黨員騎驛點鄉縣灣島寶聯盛達愛麗歐歷紀紅綠線經綜總統羅順項領願飯馳驗體齊麥鐵鋼錦鑫開關閣隊"
    "陳隆靈風飛魚鳥鳳鴻裡亞來倉側僑優儲兒內劉創勝勞匯協單萬眾會備劃"
)
_SIMPLIFIED: Final = (
    "静厦兴区国际广场东长宁陆丰龙华楼学园镇桥门马黄义汉苏济湾宾馆银号庄云沪闵闸卫业远卢滩岭阳阴为两个庙厂"
    "车头处务党员骑驿点乡县湾岛宝联盛达爱丽欧历纪红绿线经综总统罗顺项领愿饭驰验体齐麦铁钢锦鑫开关阁队"
    "陈隆灵风飞鱼鸟凤鸿里亚来仓侧侨优储儿内刘创胜劳汇协单万众会备划"
)
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)

_BEFORE: Final = bounded.compiled("^(?:请问|我现在|我|现在|要去|想去|人在|在|去|到|找|搜索|查|离)+")
_AFTER: Final = bounded.compiled(
    "(?:附近|旁边|周边|周围|地铁站|轨交站|这里|那里|这边|那边|对面|门口|怎么走|怎么去|在哪里|在哪|哪里|最近的?|的)+$"
)

_WORDS_BEFORE: Final = frozenset(
    {
        *("where", "is", "are", "how", "do", "does", "can", "i", "get", "go", "to", "the", "a", "find", "show", "me"),
        *("please", "near", "around", "by", "close", "next", "at", "in", "from"),
    }
)
_SHORTEST_NAME: Final = 5
"""Letters: what is left of small talk and is shorter was small talk itself (how are *you*)."""

_WORDS_AFTER: Final = frozenset({"please", "nearby", "area", "station", "metro", "subway", "fujin", "zhan"})

_ABOVE: Final = re.compile(
    "^(?:[^0-9]{2}省|[^0-9]{2}市|[^0-9]{2,3}区|[^0-9]{2}县|[^0-9]{2,5}街道|[^0-9]{2,4}[镇乡](?!路)|[^0-9]{2,5}[工产园]业?园?区)"
)
HOUSE_NUMBER: Final = re.compile("([0-9]{1,5})(?:号|弄)?")
_RUNG: Final = re.compile("(?:新区|区|街道|镇|乡)$")
_STREET: Final = re.compile("^([^0-9]{1,9}?(?:公路|大道|路|街|巷|道))(?![路街道])([0-9]*)")


MOST: Final = 400
"""Signs of a text that is looked up as a name or an address."""


def fold(text: str) -> str:
    """Keep letters, digits and Hanzi: one width, one case, simplified; "Ａ座 (靜安)" becomes "a座静安"."""
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold())).translate(_TO_SIMPLIFIED)


def words(text: str) -> Sequence[str]:
    """Split what was typed at everything that is neither letter, digit nor Hanzi, and fold the pieces.

    There are none in what is longer than any name or address.
    """
    if len(text) > MOST:
        return ()
    return [folded for word in re.split(r"[\W_]+", normalize("NFKC", text)) if (folded := fold(word))]


def bare(folded: str) -> str:
    """Take away the small talk around a name: "我在嘉兴大厦附近" is "嘉兴大厦"."""
    return _AFTER.sub("", _BEFORE.sub("", folded))


def bare_words(said: Sequence[str]) -> str:
    """Take the small talk around a name in English or pinyin away, and put its words together."""
    first, last = 0, len(said)
    while first < last and said[first] in _WORDS_BEFORE:
        first += 1
    while last > first and said[last - 1] in _WORDS_AFTER:
        last -= 1
    name = "".join(said[first:last])
    return name if len(name) >= _SHORTEST_NAME else "".join(said)


def without_rung(name: str) -> str:
    """Take the rung off the name of a district, a subdistrict or a town, as people do who say it."""
    return _RUNG.sub("", name)


@dataclass(frozen=True, slots=True)
class Street:
    """A street and a number in it, 0 where none is said."""

    name: str
    number: int = 0


def street(folded: str) -> Street | None:
    """Find the street in a folded address, without the city, district and town before it."""
    found = _STREET.match(below_units(folded))
    return None if found is None else Street(found[1], int(found[2] or 0))


def below_units(folded: str) -> str:
    """Take the city, district and town off the front of an address."""
    while above := _ABOVE.match(folded):
        folded = folded[above.end() :]
    return folded
