"""Shanghainese as people type it, and English as people type it on the way, brought to what the tables know.

Only words that mean nothing else: 今朝夜里有啥活动伐, wheres the nearest one.
"""

from types import MappingProxyType
from typing import Final

from domain import bounded

_FORMS: Final = MappingProxyType(
    {
        "什么时候": "啥个?辰光|几辰光",
        "哪里": "阿里(?:搭|得|里)|啥地方|啥个地方",
        "怎么": "哪能(?![不够])",
        "什么": "啥个",
        "今天": "今朝(?!酒|有酒)",
        "明天": "明朝(?!代|末|初|灭|那些|历史|皇)",
        "后天": "后日(?!谈)",
        "昨天": "昨日仔?",
        "晚上": "夜到(?=[有开去来能啥])|夜里向?(?=[有开去来能啥])",
        "我们": "阿拉(?!伯|善|木|山)",
        "他们": "伊拉(?!克)",
        "你": "侬",
        "这个": "[迭搿]个|格个(?=活|党|课|点|地)",
        "有没有": "阿有",
        "有": "有得(?=[\u4e00-\u9fff])",
        "不要": "覅|勿要",
        "不": "勿(?=[来去好会是能晓])",
        "吗": "(?<=[\u4e00-\u9fff])(?<![步征讨杀砍北滥作盗])伐(?=[?!,.。 ]|$)",
        "的": "(?<=[过来去了好])额(?=[,.?! ]|$)",
        "where's": r"\bwheres\b",
        "what's": r"\bwhats\b",
        "how's": r"\bhows\b",
        "who's": r"\bwhos\b",
        "i'm": r"\bim\b",
        "i've": r"\bive\b",
        "don't": r"\bdont\b",
        "can't": r"\bcant\b",
        "doesn't": r"\bdoesnt\b",
        "isn't": r"\bisnt\b",
        "you": r"\bu\b",
        "are": r"\br(?= (?:you|u|there|any)\b)",
        "please": r"\b(?:pls|plz)\b",
        "tomorrow": r"\b(?:tmr|tmrw|2moro)\b",
    }
)
_STANDARD: Final = tuple((form, bounded.compiled(said)) for form, said in _FORMS.items())


def standard(said: str) -> str:
    """Write a plain sentence as it is written in the tables."""
    for form, as_said in _STANDARD:
        said = as_said.sub(form, said)
    return said
