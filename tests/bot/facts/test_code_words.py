"""Code words: enough of them, no two alike to the ear, and understood however they are typed."""

import pytest

from bot.facts.code_words import WORDS, chosen, is_meant
from storage.places.pinyin import syllables


def test_there_are_enough_and_no_two_sound_the_same() -> None:
    sounds = [syllables(word) for word in WORDS]
    assert len(WORDS) >= 200
    assert sorted({sound for sound in sounds if sounds.count(sound) > 1}) == []


def test_word_follows_from_the_secret_and_another_is_another() -> None:
    secrets = [bytes([number]) * 32 for number in range(64)]
    assert [chosen(secret) for secret in secrets] == [chosen(secret) for secret in secrets]
    assert len({chosen(secret) for secret in secrets}) > 40
    assert [word for secret in secrets for word in WORDS if chosen(secret, word) == word] == []


@pytest.mark.parametrize(
    "typed",
    ["春天", " 春 天 。", "口令：春天", "口令是春天", "「春天」", "chuntian", "Chun Tian!", "the word is chuntian"],
)
def test_word_is_understood(typed: str) -> None:
    assert is_meant(typed, "春天")


@pytest.mark.parametrize("typed", ["秋天", "春天大厦", "春", "", "口令"])
def test_other_words_are_not(typed: str) -> None:
    assert not is_meant(typed, "春天")
