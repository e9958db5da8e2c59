"""What no rule understands is like something of ours, or like other matters; none of these sentences is an example."""

import csv
from pathlib import Path

import pytest

from domain.said.places.nearness import is_sentence
from domain.said.sentences import likeness
from domain.said.sentences.frames import Frame
from domain.said.sentences.likeness import frames_like

FOREIGN = Path(__file__).parents[3] / "foreign_sentences.list"
OFFERED_AT_MOST = 0.3


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我填好的表格有人看了吗", Frame.STAY),
        ("我是出差长住这边的党员，想有个组织可以依靠", Frame.AFFILIATE),
        ("原单位支部要看我的学习证明材料", Frame.CERTIFICATE),
        ("我家楼道灯坏了好久，想跟你们说说", Frame.PERSON),
        ("老人住院了，礼拜六来不成", Frame.LEAVE),
        ("今年我到底去了几场", Frame.RECORD),
        ("老收到一堆通知，不想看", Frame.TOPICS),
        ("人已经到现场了，要做什么", Frame.CHECK_IN),
        ("你们缺人手吗，我可以帮忙", Frame.DUTIES),
        ("我的党费该去哪里交", Frame.CENTRE),
        ("my boss keeps me here, I will not make it tonight", Frame.LEAVE),
        ("my branch at home asks for proof", Frame.CERTIFICATE),
        ("I want to speak to whoever is in charge", Frame.PERSON),
        ("I got married and my name changed", Frame.DETAILS),
        ("my job here is over and I'm moving back", Frame.END),
    ],
)
def test_the_right_screen_is_among_those_offered(said: str, meant: Frame) -> None:
    assert meant in frames_like(said)


@pytest.mark.parametrize(
    "said", ["", "我", "ok", "这双鞋还有四十二码吗", "where can I buy a train ticket", "我" * 81, "？？？"]
)
def test_what_is_like_nothing_of_ours(said: str) -> None:
    assert frames_like(said) == ()


def test_other_matters_seldom_get_an_offer() -> None:
    others = FOREIGN.read_text(encoding="utf-8").splitlines()
    offered = [said for said in others if is_sentence(said) and frames_like(said)]
    assert len(offered) <= OFFERED_AT_MOST * len(others)


def test_what_somebody_wants_on_a_day_is_told_by_what_and_not_by_when() -> None:
    assert frames_like("周六打球") == frames_like("打球")


def test_each_example_is_one_and_of_a_frame_that_there_is() -> None:
    with likeness.EXAMPLES.open(encoding="utf-8", newline="") as lines:
        rows = [(row["frame"], row["sentence"]) for row in csv.DictReader(lines)]
    said = [sentence for _, sentence in rows]
    assert len(set(said)) == len(said)
    assert {frame for frame, _ in rows if frame} <= {*Frame}
