"""A whole turn: what anybody types costs no more than some menus, however long it is and whatever it is made of."""

import statistics
from typing import Final

from bot.chat import Commanded, Said
from storage.unit_of_work import Store
from tests.bounds.attacks import LENGTH
from tests.bounds.timing import cost
from tests.stage.talk import Talk, furnish

MENUS: Final = 12
"""So many times a menu at the most."""

WORST: Final = {
    "what stopped the bot": "谢" * (LENGTH - 1) + "x",
    "particles": "啦哦" * (LENGTH // 2 - 1) + "x",
    "thanks": "谢谢您" * (LENGTH // 3) + "x",
    "small talk around a name": "的话" * (LENGTH // 2 - 1) + "x",
    "a greeting": "您好 " * (LENGTH // 3),
    "brackets": "【" * LENGTH,
    "blanks": "1" + " " * (LENGTH - 2) + "x",
    "lines": "1.\n" * (LENGTH // 3),
    "names": "王芳、" * (LENGTH // 3),
    "pinyin": "piong " * (LENGTH // 6),
    "words of ours": "附近活动" * (LENGTH // 4),
    "days": "下周四晚7点" * (LENGTH // 6),
}


def test_worst_texts_cost_no_more_than_some_menus(sqlite_store: Store) -> None:
    furnish(sqlite_store)
    talk = Talk(sqlite_store)
    menu = statistics.median(_cost(talk, Commanded("menu")) for _ in range(5))
    costs = {kind: _cost(talk, Said(text)) / menu for kind, text in WORST.items()}
    assert {kind: round(cost, 1) for kind, cost in costs.items() if cost > MENUS} == {}


def _cost(talk: Talk, event: Commanded | Said) -> float:
    def turn() -> None:
        talk.waits(minutes=1)
        talk.takes(talk.arrival(event))

    return cost(turn, 5)
