"""Workers whose clocks differ go by the database's."""

import time

import pytest

from bot.clock import Clock
from storage.common_time import CommonTime
from storage.unit_of_work import Store
from tests.conftest import KEY


class Wall:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def agreed() -> list[float]:
    return []


def compared(common: CommonTime, wall: Wall, database: float, took_s: float = 0.0) -> None:
    with common.asking() as answered:
        wall.now += took_s
        answered(database)


def test_difference_is_told_once(agreed: list[float]) -> None:
    wall = Wall()
    common = CommonTime(agreed.append, wall)
    for _ in range(3):
        compared(common, wall, 910.0)
    assert agreed == [-90.0]


def test_what_may_be_the_answers_way_is_no_difference(agreed: list[float]) -> None:
    wall = Wall()
    common = CommonTime(agreed.append, wall)
    compared(common, wall, 1000.01)
    compared(common, wall, 1000.0, took_s=0.4)
    compared(common, wall, 2000.0, took_s=1.5)
    assert agreed == []


@pytest.mark.parametrize("wrong_by_s", [-90.0, 90.0])
def test_worker_whose_clock_is_wrong_goes_by_the_databases(
    postgres_url: str, wrong_by_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, clock = time.time, Clock()
    monkeypatch.setattr("time.time", lambda: right() + wrong_by_s)
    store = Store(postgres_url, KEY, worker="w1", agree=clock.agree)
    with store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("SELECT 1")
    assert abs(clock() - right()) < 1.0
    store.close()
