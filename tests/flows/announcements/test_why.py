"""Why did somebody not get it: an answer for every standing, every criterion, and every stage."""

from datetime import datetime
from typing import get_args

import pytest

from bot.flows.announcements.running import reasons
from bot.flows.announcements.running.why import Missing, Sending, Stranger, why
from bot.texts import words
from bot.texts.names import topic_name
from domain.announcements.announcements import Stage, Standing
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)
from domain.announcements.topics import Topic
from storage.announcements.ledgers import Recipient
from tests.stage.talk import NOON, ZONE

EN = words("en")
AT = NOON.timestamp()
ONE = frozenset({1})
SENT = Sending(Stage.DONE, Topic.STUDY, AT)


def said(who: Recipient | Stranger, sending: Sending = SENT) -> str:
    return why(who, sending, EN, ZONE)


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        (Recipient(Standing.DELIVERED, at=AT), "Delivered: Tue, Dec 1, 12:00."),
        (Recipient(Standing.DELIVERED), "Delivered."),
        (Recipient(Standing.NOT_YET), "Not yet: it is still waiting for its turn."),
        (Recipient(Standing.OPTED_OUT, at=AT), "Wants no announcements about this: Study material."),
        (Recipient(Standing.EXPIRED, at=AT), "Its time was over before it was this person's turn."),
        (
            Recipient(Standing.UNKNOWN, "the sender died", AT),
            "Perhaps: the connection broke off just then. It was not repeated, so that nobody reads it twice.",
        ),
        (Recipient(Standing.STOPPED, at=AT), "The announcement was stopped before it was this person's turn."),
        (
            Recipient(Standing.BLOCKED, "Forbidden: bot was blocked by the user", AT),
            "Has stopped the bot, or has never opened it. Once they open it, this can be sent to them again.",
        ),
        (
            Recipient(Standing.BLOCKED, "Forbidden: user is deactivated", AT),
            "It could not be delivered: the account does not exist any more.",
        ),
        (
            Recipient(Standing.FAILED, "Bad Request: chat not found", AT),
            "It could not be delivered: the messenger does not know this chat.",
        ),
    ],
)
def test_everybody_on_the_list_has_an_answer(who: Recipient, answer: str) -> None:
    assert said(who) == answer


def test_no_standing_is_without_words() -> None:
    assert all(said(Recipient(standing)) for standing in Standing)


def test_delivered_and_taken_back_says_both() -> None:
    recalled = Sending(Stage.RECALLED, Topic.STUDY, AT)
    answer = "Delivered: Tue, Dec 1, 12:00. It was taken back afterwards."
    assert said(Recipient(Standing.DELIVERED, at=AT), recalled) == answer


def test_not_yet_tells_why_or_roughly_when() -> None:
    waiting = Recipient(Standing.NOT_YET)
    paused = Sending(Stage.PAUSED, Topic.STUDY, AT, about_at=AT + 60)
    assert said(waiting, paused) == "Not yet: sending is paused. It goes on when you resume it."
    under_way = Sending(Stage.SENDING, Topic.STUDY, AT, about_at=datetime(2026, 12, 1, 12, 7, tzinfo=ZONE).timestamp())
    assert said(waiting, under_way) == "Not yet, but by about Tue, Dec 1, 12:07."


def test_expired_names_the_hour_where_there_was_one() -> None:
    until = Sending(Stage.DONE, Topic.STUDY, AT, not_after=AT)
    answer = "It was not to be sent after Tue, Dec 1, 12:00, and that came before this person's turn."
    assert said(Recipient(Standing.EXPIRED, at=AT), until) == answer


def test_list_that_is_not_written_yet_answers_nothing_too_early() -> None:
    freezing = Sending(Stage.SENDING, Topic.STUDY, None)
    assert said(Stranger("scope"), freezing) == "The list is still being written. Please ask again in a moment."


_CRITERIA: tuple[Criterion, ...] = (
    Under(ONE),
    Holds(frozenset()),
    Stays(frozenset(), frozenset()),
    AtBuildings(ONE),
    AtCompanies(frozenset({"hash"})),
    *(ToActivities(ONE, relation) for relation in Relation),
    Likes(frozenset()),
    Reads(frozenset({"en"})),
)


def test_all_criteria_are_tried() -> None:
    assert {type(one) for one in _CRITERIA} == set(get_args(Criterion))


def test_every_criterion_has_its_own_words_missed_or_excluding() -> None:
    answers = {said(Stranger(one, excluded)) for one in _CRITERIA for excluded in (True, False)}
    assert len(answers) == 2 * len(_CRITERIA)


@pytest.mark.parametrize(
    ("missing", "excluded", "answer"),
    [
        ("scope", False, "Is not on the list. Does not belong to this unit or one below it."),
        ("scope", True, "Is not on the list. Does not belong to this unit or one below it."),
        (AtBuildings(ONE), False, "Is not on the list. Is in none of the buildings that were chosen."),
        (
            ToActivities(ONE, Relation.SIGNED_UP),
            True,
            "Is not on the list. Has signed up for the activity already.",
        ),
        (None, False, "Belongs to the audience today, but did not when the list was written: Tue, Dec 1, 12:00."),
    ],
)
def test_who_is_not_on_the_list_hears_the_criterion(missing: Missing, excluded: bool, answer: str) -> None:  # noqa: FBT001  a row of the table
    assert said(Stranger(missing, excluded)) == answer


@pytest.mark.parametrize(
    ("reason", "words_"),
    [
        ("Bad Request: wrong file identifier/HTTP URL specified", "the messenger no longer has the picture or file"),
        ("Bad Request: group chat was upgraded to a supergroup chat", "the group goes on under another number"),
        ("Forbidden: bot was kicked from the group chat", "the bot was put out of the group"),
        ("Bad Request: can't parse entities: <", "the messenger did not understand the formatting"),
        ("Internal <Server> Error", "the messenger refused it: “Internal <Server> Error”"),
        ("", "no reason given"),
    ],
)
def test_reasons_are_said_in_plain_words(reason: str, words_: str) -> None:
    assert reasons.in_words(reason, EN) == words_


def test_unknown_reason_is_escaped() -> None:
    answer = "It could not be delivered: the messenger refused it: “Internal &lt;Server&gt; Error”."
    assert said(Recipient(Standing.FAILED, "Internal <Server> Error", AT)) == answer


def test_every_topic_has_a_name() -> None:
    assert len({topic_name(topic, EN) for topic in Topic}) == len(Topic)
