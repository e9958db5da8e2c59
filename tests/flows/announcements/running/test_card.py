"""The card of an announcement on its way, who may see it, and what can be done with it."""

import pytest

from bot.buttons import Lasting
from bot.chat import Text
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    AskingWhy,
    CorrectingAnnounced,
    Irrevocable,
)
from bot.flows.entry_points import opened_by
from bot.flows.step import AtMenu
from domain.announcements.announcements import MailingState, Stage, Standing, Verb
from domain.messages.delivery import State
from domain.people.deeds import HOUSE, Deed
from storage.announcements import announcements
from storage.people import roles
from tests.flows.announcements.running.office import ANNA, AT, AYI, CHEN, LI, SUN, WANG, Office
from tests.stage.talk import NOON


def test_card_tells_how_many_stand_where(sent: Office) -> None:
    *_, on_the_list, delivered, blocked, failed, unknown, reason = sent.sees(sent.card).splitlines()
    assert [on_the_list, delivered, blocked, failed, unknown, reason] == [
        "On the list: 4",
        "· Delivered: 1",
        "· Have stopped the bot: 1",
        "· Not delivered: 1",
        "· Perhaps delivered: 1",
        "Why it did not arrive: the messenger does not know this chat, 1",
    ]


@pytest.mark.parametrize(
    ("verbs", "line", "choices"),
    [
        ([], "Being sent since Tue, Dec 1, 12:00.", ["pause", "stop", "correct", "recall", "why", "back"]),
        (
            [Verb.PAUSE],
            "Paused: nothing more leaves until it is resumed.",
            ["resume", "stop", "correct", "recall", "why", "back"],
        ),
        ([Verb.FINISH], "Sent: Tue, Dec 1, 12:00.", ["correct", "recall", "why", "report", "back"]),
        ([Verb.STOP], "Stopped: Tue, Dec 1, 12:00.", ["correct", "recall", "why", "report", "back"]),
        ([Verb.RECALL], "Taken back: Tue, Dec 1, 12:00.", ["why", "report", "back"]),
    ],
)
def test_card_offers_what_its_stage_allows(office: Office, verbs: list[Verb], line: str, choices: list[str]) -> None:
    office.begins()
    for verb in verbs:
        office.does(verb)
    assert line in office.sees(office.card).splitlines()
    assert office.choices(office.card) == choices


def test_card_shows_how_far_it_is_while_it_leaves(office: Office) -> None:
    office.begins()
    office.stands(WANG, State.SENT)
    assert "▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱ 25%" in office.sees(office.card).splitlines()


def test_card_without_anybody_missed_offers_no_second_sending(office: Office) -> None:
    office.begins()
    for chat_id in (WANG, ANNA, LI, AYI):
        office.stands(chat_id, State.SENT)
    office.does(Verb.FINISH)
    assert office.choices(office.card) == ["correct", "recall", "why", "report", "back"]
    assert office.sees(office.surely(Irrevocable.AGAIN)) == "That is not possible any more."
    assert office.goes(office.surely(Irrevocable.AGAIN), "yes") == office.card
    assert office.row.stage is Stage.DONE


def test_card_leads_to_every_question_and_back(sent: Office) -> None:
    assert sent.choices(sent.card) == ["correct", "recall", "why", "report", "again", "back"]
    assert sent.goes(sent.card, "why") == AskingWhy(sent.id)
    assert sent.goes(sent.card, "recall") == sent.surely(Irrevocable.RECALL)
    assert sent.goes(sent.card, "again") == sent.surely(Irrevocable.AGAIN)
    assert sent.goes(sent.card, "correct") == CorrectingAnnounced(sent.id, "en")
    assert sent.goes(sent.card, "back") == AnnouncementList()
    for place in (sent.surely(Irrevocable.RECALL), AskingWhy(sent.id), CorrectingAnnounced(sent.id, "en")):
        assert sent.goes(place, "back") == sent.card


def test_card_that_was_shown_before_is_opened_by_its_lasting_button(sent: Office) -> None:
    assert sent.goes(AtMenu(), opened_by(Lasting("jw", str(sent.id)), 5)) == sent.card
    assert sent.goes(AtMenu(), opened_by(Lasting("jw", "x"), 5)) == AtMenu()


def test_organiser_whose_role_was_taken_away_is_refused_at_the_next_press(sent: Office) -> None:
    for held in roles.held(sent.unit, CHEN):
        roles.take(sent.unit, held.id, Deed(HOUSE, AT))
    refusal = "This is not in your hands, so I have not opened it."
    for place in (sent.card, sent.surely(Irrevocable.RECALL), AskingWhy(sent.id), CorrectingAnnounced(sent.id, "en")):
        assert sent.hears(place, "yes") == refusal
        assert sent.sees(place) == refusal
    for opened in (
        opened_by(Lasting("jw", str(sent.id)), 5),
        opened_by(Lasting("jp", f"p{sent.id}"), 5),
        opened_by(Lasting("jp", f"s{sent.id}"), 5),
    ):
        assert sent.hears(AtMenu(), opened) == refusal
    assert sent.row.stage is Stage.DONE


def test_organiser_of_another_unit_sees_nothing(sent: Office) -> None:
    sent.who = SUN
    assert (
        sent.hears(AtMenu(), opened_by(Lasting("jw", str(sent.id)), 5))
        == "This is not in your hands, so I have not opened it."
    )
    assert (
        sent.hears(AtMenu(), opened_by(Lasting("jw", "999"), 5))
        == "This is not in your hands, so I have not opened it."
    )


def test_draft_is_not_shown_as_if_it_had_left(office: Office) -> None:
    assert office.sees(office.card) == "It has not left."
    assert office.goes(office.card, "open") == AnnouncementCard(office.id)
    assert office.goes(office.card, "menu") == AtMenu()
    assert office.goes(AtMenu(), opened_by(Lasting("jw", str(office.id)), 5)) == AnnouncementCard(office.id)
    assert office.hears(AtMenu(), opened_by(Lasting("jp", f"p{office.id}"), 5)) == "It has not left."


def test_progress_buttons_pause_and_resume_without_leaving_the_place(office: Office) -> None:
    office.begins()
    paused = office.at(AtMenu(), opened_by(Lasting("jp", f"p{office.id}"), 5))
    assert paused == (AtMenu(), (Text("Paused. Nothing more leaves; what is under way still arrives."),))
    assert (office.row.stage, office.mailing.state) == (Stage.PAUSED, MailingState.PAUSED)
    assert office.hears(AtMenu(), opened_by(Lasting("jp", f"r{office.id}"), 5)) == "It goes on."
    assert (office.row.stage, office.mailing.state) == (Stage.SENDING, MailingState.RUNNING)


def test_progress_button_pressed_too_late_says_how_it_stands(sent: Office) -> None:
    for choice in ("p", "r", "s"):
        said = sent.hears(AtMenu(), opened_by(Lasting("jp", f"{choice}{sent.id}"), 5))
        assert said == "Sent: Tue, Dec 1, 12:00."


def test_progress_button_that_no_version_had_opens_nothing(office: Office) -> None:
    for choice in ("", "p", "x1", "12"):
        assert office.goes(AtMenu(), opened_by(Lasting("jp", choice), 5)) == AtMenu()


def test_stopping_is_asked_once_more(office: Office) -> None:
    office.begins()
    office.stands(WANG, State.SENT)
    place = office.goes(AtMenu(), opened_by(Lasting("jp", f"s{office.id}"), 5))
    assert place == office.surely(Irrevocable.STOP)
    assert office.sees(place).splitlines()[0] == "Really stop? 3 have not got it yet."
    assert office.goes(place, "yes") == office.card
    assert office.row.stage is Stage.STOPPED


def test_card_pauses_and_resumes(office: Office) -> None:
    office.begins()
    stages = []
    for choice in ("pause", "resume"):
        office.goes(office.card, choice)
        stages.append(office.row.stage)
    assert stages == [Stage.PAUSED, Stage.SENDING]


def test_deed_that_somebody_else_was_faster_with_shows_how_it_stands(sent: Office) -> None:
    assert sent.at(sent.card, "pause")[1][0] == Text("Somebody has changed it meanwhile. This is how it stands:")
    assert (
        sent.hears(sent.surely(Irrevocable.STOP), "yes") == "Somebody has changed it meanwhile. This is how it stands:"
    )


def test_recall_says_from_how_many_it_disappears(sent: Office) -> None:
    place = sent.surely(Irrevocable.RECALL)
    assert sent.sees(place).splitlines() == [
        "Really take it back? It disappears from 1 chat.",
        "Nobody else gets it, and it cannot be sent again.",
    ]
    sent.now = NOON.replace(day=4)
    assert sent.sees(place).splitlines()[-1] == (
        "What is older than 48 hours cannot be deleted; there its words are replaced."
    )
    sent.goes(place, "yes")
    assert sent.row.stage is Stage.RECALLED


def test_sending_again_warns_of_those_who_may_read_it_twice(sent: Office) -> None:
    place = sent.surely(Irrevocable.AGAIN)
    assert sent.sees(place).splitlines() == [
        "Send it again to 3 people who missed it?",
        "Who wants none of this topic is not among them.",
        "1 of them may read it twice: perhaps it had arrived.",
    ]
    assert sent.choices(place) == ["yes", "sure", "back"]
    assert sent.goes(place, "yes") == sent.card
    assert (sent.row.stage, sent.mailing.state) == (Stage.SENDING, MailingState.RUNNING)
    assert (sent.ledger.pending, sent.ledger.by[Standing.DELIVERED]) == (3, 1)


def test_sending_again_can_leave_out_the_unsure(sent: Office) -> None:
    sent.goes(sent.surely(Irrevocable.AGAIN), "sure")
    assert (sent.ledger.pending, sent.ledger.by[Standing.UNKNOWN]) == (2, 1)


def test_sending_again_after_its_time_says_so(office: Office) -> None:
    announcements.change(office.unit, office.id, CHEN, not_after=AT + 60)
    office.begins()
    office.stands(WANG, State.EXPIRED)
    office.does(Verb.FINISH)
    place = office.surely(Irrevocable.AGAIN)
    assert office.sees(place).splitlines()[-1] == "Who wants none of this topic is not among them."
    office.now = NOON.replace(hour=13)
    assert office.sees(place).splitlines()[-1] == (
        "The time after which nobody was to get it is over; it goes out all the same."
    )
