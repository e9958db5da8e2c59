"""A number that was typed presses what stands beside it, and never anything else."""

import pytest

from bot.chat import Said, Tapped
from bot.degrading.numbers import NO_BUTTON, press, stored

SCREEN = stored({"1": "menu.1.next", "12": "menu.1.far", "3": ">Back"})
MARKED = stored({"#1": "=come.7"})


@pytest.mark.parametrize("typed", ["1", " 1 ", "１", "1.", "1、", "1)", "01", "#1", "＃1", "# 1"])
def test_a_number_however_it_is_typed(typed: str) -> None:
    assert press(Said(typed), SCREEN, asks_words=False) == Tapped("menu.1.next", 0)


@pytest.mark.parametrize("typed", ["", "2", "1 2", "11", "1a", "#", "one", "1" * 300])
def test_what_is_no_number_of_the_screen_presses_nothing(typed: str) -> None:
    assert press(Said(typed), SCREEN, asks_words=False) is None


def test_a_key_is_pressed_by_its_words() -> None:
    assert press(Said("3", reply_to=5), SCREEN, asks_words=False) == Said("Back", reply_to=5)


def test_nothing_was_shown() -> None:
    assert press(Said("1"), b"", asks_words=False) is None


def test_where_words_are_asked_for_a_number_is_an_answer_unless_it_is_marked() -> None:
    assert press(Said("1"), MARKED, asks_words=True) is None
    assert press(Said("#1"), MARKED, asks_words=True) == Tapped("=come.7", 0)


def test_a_screen_that_was_left_for_one_that_asks_for_words_has_no_numbers_there() -> None:
    assert press(Said("1"), SCREEN, asks_words=True) is None
    assert press(Said("#1"), SCREEN, asks_words=True) is None


def test_a_number_without_its_mark_may_be_meant_for_what_was_shown_before_and_presses_nothing() -> None:
    assert press(Said("1"), MARKED, asks_words=False) == NO_BUTTON
    assert press(Said("2"), MARKED, asks_words=False) is None
