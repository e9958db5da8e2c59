"""An announcement that is out is corrected, by one or by two."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.chat import Post, Said, Text
from bot.flows.announcements.steps import AnnouncedProposal, CorrectingAnnounced, Irrevocable
from bot.flows.crossroads import screen
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.step import AtMenu
from domain.announcements.announcements import MOST_TEXT, Content, Medium, Purpose, Stage, Verb
from domain.announcements.audiences import Audience
from domain.announcements.text import length
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from storage.announcements import announcements
from storage.announcements.codec import write_audience, write_content
from storage.people import people, roles
from storage.tables.announcements import announcements as announcement_table
from tests.flows.announcements.running.office import AT, BY, CHEN, TOPICS, WORDS, Office, told
from tests.stage.deeds.store import unit_id


def test_new_words_are_shown_as_people_will_read_them_before_they_replace_the_old(sent: Office) -> None:
    place = CorrectingAnnounced(sent.id, "en")
    assert sent.choices(place) == ["zh_Hans", "back"]
    where, (preview, asked) = sent.at(place, Said("No power on Friday", html="No power on <b>Friday</b>"))
    given = replace(place, html=(("en", "No power on <b>Friday</b>"),))
    assert (where, preview) == (given, Post("<b>静安寺街道:</b> No power on <b>Friday</b>", buttons=TOPICS))
    assert isinstance(asked, Text)
    assert asked.html.splitlines()[1] == "Stays as it is: Chinese"
    assert sent.choices(given) == ["do", "zh_Hans", "back"]
    assert sent.goes(given, "do") == sent.card
    assert sent.row.content.html == {**WORDS, "en": "No power on <b>Friday</b>"}
    assert sent.row.errand is Purpose.CORRECT


def test_both_languages_are_corrected_at_once(sent: Office) -> None:
    place = sent.goes(CorrectingAnnounced(sent.id, "en"), Said("Friday"))
    place = sent.goes(place, "zh_Hans")
    place = sent.goes(place, Said("周五 <停电> & 停水"))
    assert place == CorrectingAnnounced(
        sent.id, "zh_Hans", (("en", "Friday"), ("zh_Hans", "周五 &lt;停电&gt; &amp; 停水"))
    )
    assert sent.sees(place).splitlines() == [
        "This is how people will read it. Shall I put it in place everywhere?",
        "Other words: just type them, in: Chinese",
    ]


def test_words_that_do_not_fit_are_refused_kindly_and_nothing_is_lost(sent: Office) -> None:
    place = CorrectingAnnounced(sent.id, "en", (("en", "Friday"),))
    assert sent.goes(place, Said("長" * 4_097)) == place
    assert sent.hears(place, Said("長" * 4_097)) == (
        "There is room for 4,000 letters; this is 97 too many. Please shorten it and send it once more."
    )
    for unreadable in (Said("  "), Said("x", html="<b>broken")):
        assert sent.hears(place, unreadable) == "I could not read that. Please type the words once more."


def test_caption_has_less_room_than_a_text(office: Office) -> None:
    office.id = office.written(Content({"en": "Look"}, (Medium("photo", "file-1"),)))
    office.begins()
    place = CorrectingAnnounced(office.id, "en")
    assert office.goes(place, Said("a" * 981)) == place
    where, (preview, _) = office.at(place, Said("a" * 980))
    assert preview == Post("<b>静安寺街道:</b> " + "a" * 980, (Medium("photo", "file-1"),), TOPICS)
    assert where == replace(place, html=(("en", "a" * 980),))


def test_what_was_recalled_meanwhile_is_not_corrected(sent: Office) -> None:
    sent.does(Verb.RECALL)
    place = CorrectingAnnounced(sent.id, "en", (("en", "Friday"),))
    assert sent.hears(place, "do") == "Somebody has changed it meanwhile. This is how it stands:"
    assert sent.row.content.html == WORDS
    assert sent.goes(sent.card, "correct") == sent.card


def test_nothing_is_put_in_place_before_words_were_given(sent: Office) -> None:
    place = CorrectingAnnounced(sent.id, "en")
    assert sent.goes(place, "do") == place
    assert sent.row.errand is None


def test_language_that_it_does_not_have_is_not_asked_for_first(office: Office) -> None:
    office.id = office.written(Content({"zh_Hans": "停电"}))
    office.begins()
    place = office.goes(office.card, "correct")
    assert place == CorrectingAnnounced(office.id, "zh_Hans")
    assert office.choices(place) == ["back"]


ZHOU, WU = 1008, 1009
NEW = (("en", "No power on <b>Friday</b>"), ("zh_Hans", WORDS["zh_Hans"]))


@pytest.fixture
def approved(office: Office) -> Office:
    """Give one that ZHOU, of the same unit as CHEN, approved and that is on its way."""
    people.welcome(office.unit, [ZHOU, WU], AT)
    roles.give(office.unit, ZHOU, Role.ORGANISER, unit_id(office.unit, "310106"), Deed(HOUSE, 1.0))
    announcements.do(office.unit, office.id, Verb.SUBMIT, Deed(BY, AT))
    announcements.do(office.unit, office.id, Verb.APPROVE, Deed(By(ZHOU), AT))
    announcements.do(office.unit, office.id, Verb.BEGIN, Deed(HOUSE, AT))
    return office


def proposed(office: Office) -> AnnouncedProposal:
    office.goes(CorrectingAnnounced(office.id, "en", NEW), "do")
    return AnnouncedProposal(office.id, office.row.version)


def test_correction_of_what_was_approved_changes_nothing_by_itself(approved: Office) -> None:
    approved.does(Verb.PAUSE)
    asking = CorrectingAnnounced(approved.id, "en", NEW)
    assert "somebody else has to approve it" in approved.sees(asking)
    assert told(approved, asking, "do") == [ZHOU]
    row = approved.row
    assert (row.content.html, row.proposed_by, row.errand, row.stage) == (WORDS, CHEN, None, Stage.PAUSED)
    assert approved.choices(approved.card) == ["resume", "stop", "new", "recall", "why", "back"]
    assert "waits for approval" in approved.sees(approved.card)
    approved.who = ZHOU
    assert "Nothing" not in approved.sees(AnnouncedProposal(row.id, row.version))
    assert approved.goes(AtMenu(), Opened(EntryPoint.ANNOUNCED, f"{row.id}.new", 1)) == approved.goes(
        approved.card, "new"
    )


def test_own_correction_is_taken_back_and_never_approved(approved: Office) -> None:
    waiting = proposed(approved)
    assert approved.choices(waiting) == ["keep", "back"]
    assert approved.goes(waiting, "back") == approved.card
    assert approved.goes(waiting, "approve") == approved.card
    assert approved.row.content.html == WORDS
    assert told(approved, waiting, "keep") == []
    assert approved.row.proposed is None
    assert approved.hears(waiting, "keep").startswith("Somebody has changed it meanwhile.")
    assert approved.sees(waiting) == "This correction does not wait for approval any more."
    assert approved.goes(AtMenu(), Opened(EntryPoint.ANNOUNCED, f"{approved.id}.new", 1)) == approved.card


def test_correction_is_put_in_place_by_somebody_else(approved: Office) -> None:
    waiting = proposed(approved)
    approved.who = ZHOU
    assert approved.choices(waiting) == ["approve", "keep", "back"]
    lines = approved.sees(waiting).splitlines()
    assert lines[1] == WORDS["en"]
    assert lines[4] == NEW[0][1]
    assert told(approved, waiting, "approve") == [CHEN]
    assert approved.row.content.html == dict(NEW)


def test_correction_is_not_approved(approved: Office) -> None:
    waiting = proposed(approved)
    approved.who = ZHOU
    assert told(approved, waiting, "keep") == [CHEN]
    assert approved.row.content.html == WORDS


def test_correction_that_changed_meanwhile_is_not_approved_unseen(approved: Office) -> None:
    waiting = proposed(approved)
    proposed(approved)
    approved.who = ZHOU
    assert approved.hears(waiting, "approve").startswith("Somebody has changed it meanwhile.")
    assert approved.row.content.html == WORDS


def test_correction_beyond_the_own_units_is_for_who_approved_it(approved: Office) -> None:
    """The audience was widened from above: who organises the unit alone sees the correction and cannot decide."""
    waiting = proposed(approved)
    roles.give(approved.unit, WU, Role.ORGANISER, approved.unit_id, Deed(HOUSE, 1.0))
    approved.unit.connection.execute(
        update(announcement_table)
        .where(announcement_table.c.id == approved.id)
        .values(audience=write_audience(Audience("/")))
    )
    approved.who = WU
    assert approved.hears(waiting, "approve").startswith("It is for more than your own units.")
    assert approved.row.content.html == WORDS


def test_correction_without_anybody_else_keeps_what_was_typed(approved: Office) -> None:
    (role,) = roles.held(approved.unit, ZHOU)
    roles.take(approved.unit, role.id, Deed(HOUSE, AT))
    asking = CorrectingAnnounced(approved.id, "en", NEW)
    assert approved.goes(asking, "do") == asking
    assert approved.hears(asking, "do").startswith("A second organiser has to approve this")


def test_correction_that_says_the_same_is_none(approved: Office) -> None:
    asking = CorrectingAnnounced(approved.id, "en", tuple(WORDS.items()))
    assert approved.goes(asking, "do") == approved.card
    assert approved.row.proposed is None


@pytest.mark.parametrize(("letters_", "messages"), [(1_000, 1), (3_000, 3), (4_000, 5)])
def test_long_words_are_shown_in_as_many_messages_as_they_need(approved: Office, letters_: int, messages: int) -> None:
    announcements.propose(approved.unit, approved.id, Content({"zh_Hans": "字" * letters_}), Deed(BY, AT))
    content = Content({"zh_Hans": "句" * letters_})
    approved.unit.connection.execute(
        update(announcement_table)
        .where(announcement_table.c.id == approved.id)
        .values(content=approved.unit.seal.close(write_content(content), announcements.CONTENT))
    )
    shown = screen(AnnouncedProposal(approved.id, approved.row.version), approved.desk)
    assert len(shown) == messages
    assert all(isinstance(one, Text) and length(one.html) <= MOST_TEXT for one in shown)


def test_recall_is_told_to_who_approved_and_who_wrote_it(approved: Office) -> None:
    approved.who = ZHOU
    assert told(approved, approved.surely(Irrevocable.STOP), "yes") == []
    assert told(approved, approved.surely(Irrevocable.RECALL), "yes") == [CHEN]
