"""What of a sentence was not understood and may matter: a condition, a place, a topic; and no word of everyday talk."""

import re
from typing import Final

from domain.bounded import SENTENCE, up_to

_EVERYDAY: Final = re.compile(
    "写字楼|办公[室楼]|工[地厂]|单位|公司|宿舍|出租屋|平时|经常|一般|通常|有空|时候|走路|步行|骑车|坐车|电瓶车"
    "|方便|就行"
    "|随便|大家|同事|朋友|顺路|路过|刚好|正好|来着|马上|待会儿?|今朝|左右|比较|有点|稍微"
    "|[近远走着当坐来去过到上下这那里边好多点些能会想要就才又再也都得地把被让给和跟与及或而且但因为所以如果的话嘛哈哦噢呗咯]"
    r"|\b(?:live|lives|living|stay|finish|still|then|student|worker|most|mostly|usually|often|office|walk"
    r"|walking|bit|lot"
    r"|really|quite|very|much|too|only just|every|after that|because|but|so|when|while|since|who|which|that|them"
    r"|he|she"
    r"|they|his|her|their|our|were|been|had|did|thing|things|stuff|guys|friend|friends|colleague|colleagues|prefer"
    r"|preferably|ideally|hopefully|possible|possibly|wheres|whats|im|ive|id|dont|does|feel|feeling|think|guess|hope"
    r"|going|go|come|take|day|days|time|free)\b"
)
_PLACE: Final = re.compile(
    "[\u3400-\u9fff](?:[路街道弄站园楼区镇村场厦院馆校学城厂桥苑寺庙坊港湾浜塘泾江岸岛堂]|大厦|中心|医院)$"
)


def what_matters(rest: str) -> str:
    """Return what of an unread rest may matter; "" where all of it is everyday talk."""
    if len(rest) > SENTENCE:
        return rest
    return "" if not re.sub(r"[\W_]", "", _EVERYDAY.sub("", rest)) else " ".join(_words(rest))


def as_written(rest: str, said: str) -> str:
    """Return the words of a rest as they stand in the plain sentence, where no more than a sign or two is between them.

    嘉里中心 without the 里 that is a word of ours is nobody's name.
    """
    if len(said) > SENTENCE:
        return rest
    written, at = "", 0
    for word in rest.split():
        found = said.find(word, at)
        if found < 0:
            return rest
        between = said[at:found] if written else ""
        is_name = len(between) <= _BETWEEN and not _PAUSE.search(between) and not word.isascii()
        written += (between if is_name else " ") + word
        at = found + len(word)
    return written.strip()


_BETWEEN: Final = 2
_PAUSE: Final = re.compile(r"[\W_]")


def _words(rest: str) -> list[str]:
    return [word for word in rest.split() if re.sub(r"[\W_]", "", _EVERYDAY.sub("", word))]


@up_to(SENTENCE, False)  # noqa: FBT003  what it returns
def is_like_place(rest: str, said: str) -> bool:
    """Tell whether an unread rest of a plain sentence is like the name of a place: its last sign, or near before it."""
    near = re.compile(rf"\b(?:in|near|at|around|by|close to) (?:the )?{re.escape(rest)}\b")
    return bool(_PLACE.search(rest) or near.search(said))
