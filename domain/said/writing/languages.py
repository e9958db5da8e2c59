"""Which language a sentence is written in: a name, a few letters or pinyin say nothing of it."""

import re
from typing import Final

from domain.bounded import SENTENCE, up_to
from domain.said.writing.pinyin import written
from domain.said.writing.signs import plain

_HANZI: Final = re.compile("[㐀-鿿]")
_CHINESE: Final = re.compile("[我您你的了吗呢吧什么怎哪请想要有在不没能会可给帮找去来这那几]")
_WORD: Final = re.compile("[a-z']+")
_ENGLISH: Final = frozenset(
    {"the", "is", "are", "am", "i'm", "my", "me", "we", "our", "i", "what", "what's", "where", "when", "how", "which",
     "who", "can", "could", "do", "does", "did", "want", "need", "would", "will", "please", "find", "show", "any",
     "some", "there", "this", "that", "next", "near", "to", "for", "from", "of", "on", "at", "in", "with",
     "sign", "up", "not",
     "don't", "i'd"}
)  # fmt: skip
_LEAST_HANZI: Final = 4
_LEAST_WORDS: Final = 3
_LEAST_ENGLISH: Final = 2


@up_to(SENTENCE, "")
def written_in(text: str) -> str:
    """Return "zh_Hans" or "en" for a sentence in it, "" for anything else."""
    said = plain(text)
    if _HANZI.search(said):
        return "zh_Hans" if len(_HANZI.findall(said)) >= _LEAST_HANZI and _CHINESE.search(said) else ""
    found = _WORD.findall(said)
    is_english = len(found) >= _LEAST_WORDS and sum(word in _ENGLISH for word in found) >= _LEAST_ENGLISH
    return "en" if is_english and written(said) == said else ""
