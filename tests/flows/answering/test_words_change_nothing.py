"""Whatever is typed: nothing changes but what the text answers, and what is open never ends in "not found"."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Said
from bot.flows.crossroads import advance
from bot.flows.finding.steps import FoundNothing
from bot.flows.mail.words import kept_of
from bot.flows.step import AtMenu
from domain.said.answers.answers import is_a_question, rated, still_there, understood
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.anywhere.steps import IN_NO_HURRY
from tests.flows.answering.open_things import OPEN, changes, desk, looked_elsewhere, nothing, seen, settle
from tests.stage.talk import furnish

ANSWERS = (
    *(
        "好的",
        "收到",
        "来",
        "不来",
        "来不了",
        "请假",
        "有事",
        "家里有事",
        "明天",
        "周六",
        "谢谢",
        "晚到20分钟",
        "5分",
        "弄错了",
    ),
    *("可能", "不", "没", "吗", "？", "党课", "义诊", "嘉兴大厦", "还在", "属实"),
)
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(ANSWERS), max_size=5).map("".join)
SETS = st.lists(st.sampled_from(sorted(OPEN)), max_size=3, unique=True)
ASKED = {"call", "offer", "reminded", "centre", "returned", "yearly"}
TAKE_WORDS = {"answer": {"centre", "returned"}, "letter": {"letter", "yearly"}}
ONE_STAY_ONLY = {"centre", "returned", "yearly"}


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the small city; nothing of what is tried here is ever committed."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    furnish(store)
    with store.unit_of_work() as unit:
        settle(unit)
        unit.commit()
    yield store
    store.close()


@settings(IN_NO_HURRY, max_examples=60)
@given(SETS, TEXTS, st.sampled_from([0.0, 1.0, 30.0, 60.0, 200.0]), st.sampled_from([looked_elsewhere, nothing]))
def test_words_change_only_what_they_answer(
    city: Store, what: list[str], typed: str, hours: float, since: Callable[[UnitOfWork], None]
) -> None:
    there = [one for one in what if one not in ONE_STAY_ONLY] + [one for one in what if one in ONE_STAY_ONLY][:1]
    with city.unit_of_work() as unit:
        for one in there:
            OPEN[one](unit)
        since(unit)
        before = seen(unit)
        step, _, _ = advance(AtMenu(), Said(typed), desk(unit, hours))
        changed = {one.split()[0] for one in changes(before, seen(unit))}
    for name in changed & set(TAKE_WORDS):
        assert TAKE_WORDS[name] & set(there)
    if changed & {"seat", "duty", "late"}:
        assert not is_a_question(typed)
        assert understood(typed) or any(piece in typed for piece in ("党课", "义诊", "引导"))
    if "rated" in changed:
        assert rated(typed)
    if "stay" in changed:
        assert still_there(typed)
    if hours <= 1.0 and ASKED & set(there) and kept_of(Said(typed)):
        assert not isinstance(step, FoundNothing)
