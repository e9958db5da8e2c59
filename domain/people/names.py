"""When two written names are the same: dots, spaces, width, capitals and traditional characters make no difference."""

import re
from typing import Final
from unicodedata import category, normalize

from domain.bounded import up_to

MOST: Final = 100
"""Signs: the longest name that is compared."""

_DOT: Final = "·"
_DOTS: Final = str.maketrans(dict.fromkeys("•・‧∙⋅●．･", _DOT))

_TRADITIONAL: Final = (
    "張劉陳楊趙黃吳孫馬鄭馮許鄧韓葉蔣呂蘇盧賈閆賴錢譚閻鄒龔萬羅龍蕭賓賀陸齊紀鐘鍾魯聞莊嚴歐關顧單婁項麗華"
    "國偉軍強傑勝濤輝剛鵬鳳蘭蓮榮寧紅艷雲夢瑋瑩穎靜婭嬌潔頴慶祿寶書貴賢詩詠誠語謙讚遠達運連進邁鄉銘鋒鋼錦"
    "鎮鈞"
)
_SIMPLIFIED: Final = (
    "张刘陈杨赵黄吴孙马郑冯许邓韩叶蒋吕苏卢贾闫赖钱谭阎邹龚万罗龙萧宾贺陆齐纪钟钟鲁闻庄严欧关顾单娄项丽华"
    "国伟军强杰胜涛辉刚鹏凤兰莲荣宁红艳云梦玮莹颖静娅娇洁颖庆禄宝书贵贤诗咏诚语谦赞远达运连进迈乡铭锋钢锦"
    "镇钧"
)
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_VARIANTS: Final = str.maketrans("𠮷髙﨑𣘺昇堃喆甯", "吉高崎桥升坤哲宁")


def dotted(written: str) -> str:
    """Write the dot within a name in the one way, however it was typed: 阿依努尔•吐尔逊."""
    return written.translate(_DOTS)


def folded(written: str) -> str:
    """Return what is left of a name to be compared."""
    plain = normalize("NFKC", dotted(written)).casefold().translate(_TO_SIMPLIFIED)
    return "".join(sign for sign in plain if category(sign)[0] in "LMN")


def same(one: str, other: str) -> bool:
    """Tell whether two names are the same; what has no letters is no name."""
    if max(len(one), len(other)) > MOST:
        return one == other
    return bool(folded(one)) and folded(one) == folded(other)


def alike(one: str, other: str) -> bool:
    """Tell whether they differ at most in rare forms of a character, which many cannot type: 𠮷祥, 吉祥."""
    return bool(key(one)) and key(one) == key(other)


@up_to(MOST, "")
def key(written: str) -> str:
    """Return what all that `alike` takes for one name have in common; "" for what has no letters, or is no name."""
    return folded(written.translate(_VARIANTS))


@up_to(MOST, frozenset[str]())
def parts(written: str) -> frozenset[str]:
    """Return the words of a name, by which people are called too: Anna, of Anna Schmidt."""
    return frozenset(folded(part) for part in re.split(r"[\W_]+", dotted(written)) if folded(part))
