"""What a sentence is like that no rule understands: a few screens to choose from, by the words and signs it shares.

Each frame has some sentences of its own, and so have all other matters together (`examples.csv`, those without a
frame); each lot is weighed as one (BM25: a sign that few lots have counts much, one that is said often in one lot
counts little more). Good enough to offer a choice, and never to open anything (docs/decisions/0015).
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from types import MappingProxyType
from typing import Final

from domain.bounded import up_to
from domain.said.sentences.frames import Frame
from domain.said.writing.signs import plain

LONGEST: Final = 80
"""Signs: what is longer is a story, and is like everything."""

MOST: Final = 3
EXAMPLES: Final = Path(__file__).with_name("examples.csv")
_OFTEN, _LONG = 1.2, 0.5
"""BM25's k and b: how little more a second mention counts, and how far frames with many examples are held back."""

_PART: Final = 0.25
"""At least so much of what a sentence says, by weight, must have been said of the first frame; two thirds of others."""

_UNKNOWN_PAIR, _UNKNOWN = 0.5, 0.6
"""What counts a pair of signs, or a sign or word, that no example has; a rare one that some frame has counts 1."""

_BEHIND: Final = 0.5
"""Who is further behind the first is not offered beside it."""

_LEAST: Final = 2
"""So many parts of a sentence must be known: with fewer it is a name, or nothing."""

_RUNS: Final = re.compile("[\u3400-\u9fff]+|[a-z]+(?:'[a-z]+)?")
_WHEN: Final = re.compile(
    "[这下上]?个?(?:周|星期|礼拜)[一二三四五六日天末]?|[今明后昨前]天|[今明]晚|[上下中]午|早上|晚上"
    r"|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|yesterday)\b"
)
"""It says when, and nothing of what."""

_ENDING: Final = re.compile("(?<=[a-z]{3})(?:ing|ed|es|s|'s|e)$")
_EVERYDAY: Final = (
    "a an the i me my you your it is are am was be do does did to of in on at for and or so that this there with have"
    " has i'm i'd please would could can will show see give tell somebody someone"
    " 的 了 吗 呢 啊 吧 我 你 您 们 是 有 不 在 个 就 都 也 还 要 想 能 会 怎 么 什 这 那 怎么 什么 这个 那个"
    " 我的 你们 您们 我们 能不 不能 可以 是不 不是 有没 没有 我想 我要 一下 请问"
)
_SAID_BY_ALL: Final = frozenset(_EVERYDAY.split())


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much each part of a sentence says of each frame (None: of other matters), and what it counts in all."""

    of: Mapping[str, Mapping[Frame | None, float]]
    known: Mapping[str, float]
    unknown: float


@up_to(LONGEST, ())
def frames_like(text: str) -> tuple[Frame, ...]:
    """Return up to three frames that a sentence is like, the likeliest first; none where it is like nothing."""
    weights, parts = _weights(), frozenset(_parts(plain(text)))
    known = [part for part in parts if part in weights.known]
    if len(known) < _LEAST:
        return ()
    scores: defaultdict[Frame | None, float] = defaultdict(float)
    said: defaultdict[Frame | None, float] = defaultdict(float)
    for part in known:
        for frame, weight in weights.of[part].items():
            scores[frame] += weight
            said[frame] += weights.known[part]
    least = _PART * sum(weights.known.get(part) or weights.unknown * _share_unknown(part) for part in parts)
    (first, most), *others = sorted(scores.items(), key=lambda one: (-one[1], str(one[0])))[:MOST]
    is_said = said[first] >= least and any(len(part) > 1 and first in weights.of[part] for part in known)
    if first is None or not is_said:
        return ()
    beside = (one for one, score in others if one and score >= _BEHIND * most and said[one] >= least * 2 / 3)
    return first, *beside


def _share_unknown(part: str) -> float:
    return _UNKNOWN_PAIR if len(part) > 1 and not part.isascii() else _UNKNOWN


@cache
def _weights() -> _Weights:
    frames: dict[Frame | None, Counter[str]] = {}
    with EXAMPLES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            frames.setdefault(Frame(row["frame"]) if row["frame"] else None, Counter()).update(
                _parts(plain(row["sentence"]))
            )
    usual = sum(said.total() for said in frames.values()) / len(frames)
    in_frames = Counter(part for said in frames.values() for part in said)
    known = {part: log(1 + (len(frames) - count + 0.5) / (count + 0.5)) for part, count in in_frames.items()}
    of: dict[str, dict[Frame | None, float]] = {part: {} for part in known}
    for frame, said in frames.items():
        held_back = _OFTEN * (1 - _LONG + _LONG * said.total() / usual)
        for part, count in said.items():
            of[part][frame] = known[part] * count * (_OFTEN + 1) / (count + held_back)
    return _Weights(MappingProxyType(of), MappingProxyType(known), log(1 + (len(frames) + 0.5) / 0.5))


def _parts(said: str) -> Iterator[str]:
    """Give the signs and pairs of signs of Hanzi, and the words of a sentence without their endings."""
    for run in _RUNS.findall(_WHEN.sub(" ", said)):
        if run.isascii():
            parts = [_ENDING.sub("", run)] if run not in _SAID_BY_ALL else []
        else:
            parts = [*run, *(run[at : at + 2] for at in range(len(run) - 1))]
        yield from (part for part in parts if part not in _SAID_BY_ALL)
