"""What a unit lends is put on the list and made other, part by part, as its organiser writes it; in both languages."""

from dataclasses import replace

import pytest

from bot.chat import Reply, Said
from bot.flows.entry_points import EntryPoint
from domain.booking.resources import Terms, Use
from storage.booking.resources import ResourceRow
from storage.unit_of_work import Store
from tests.flows.booking.at_hand import LENT, chat, lent, opens, text
from tests.flows.booking.beginning import a_store_with
from tests.stage.security_world import HOST, SIBLING
from tests.stage.talk import Talk, button, buttons

store = a_store_with(*LENT)


def asked(store: Store, code: str, part: str, *, person: int = HOST, language: str = "en") -> tuple[Talk, list[Reply]]:
    """Go through the card of what is lent to the question for one part of it."""
    talk = chat(store, person, language)
    said = opens(talk, EntryPoint.RESOURCE, lent(store, code).id)
    said = talk.taps(button(said, {"en": "Change something"}.get(language, "修改")))
    return talk, talk.taps(button(said, part))


def changes(store: Store, code: str, part: str, words: str, *, language: str = "en") -> ResourceRow:
    """Answer the question with these words, see that it is taken, and return what is lent then."""
    talk, _ = asked(store, code, part, language=language)
    said = talk.does(Said(words))
    assert {"en": "✅ Changed."}.get(language, "✅ 已修改。") in text(said)
    return lent(store, code)


def test_each_part_of_a_room_is_read_as_it_is_written(store: Store) -> None:
    assert changes(store, "HALL", "Name", "  Great   hall ").name == "Great hall"
    assert changes(store, "HALL", "Where it is", "3rd floor, east").whereabouts == "3rd floor, east"
    assert changes(store, "HALL", "容纳人数", "六十人", language="zh-hans").capacity == 60
    assert changes(store, "HALL", "Hours", "Mon-Fri 9:00-21:00").hours == "Mo-Fr 09:00-21:00"
    terms = changes(store, "HALL", "前后留时间", "前15分钟，后30分钟", language="zh-hans").terms
    assert (terms.before_min, terms.after_min) == (15, 30)
    assert changes(store, "HALL", "每月时数", "8小时", language="zh-hans").terms.quota_hours == 8
    terms = changes(store, "HALL", "Kept for us", "Thursdays 18:00-21:00, 7 days").terms
    assert (terms.home_hours, terms.home_days) == ("Th 18:00-21:00", 7)
    assert changes(store, "HALL", "Who may use it", "Own unit alone").terms.use is Use.OWN
    assert changes(store, "HALL", "谁可以用", "外单位要先申请", language="zh-hans").terms.use is Use.ASK


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_whoever_writes_what_the_question_gives_as_an_example_is_understood(store: Store, language: str) -> None:
    of_the_hall = ("Hours", "Where it is", "Time around", "Kept for us")
    labels = {"en": of_the_hall}.get(language, ("开放时间", "在哪里", "前后留时间", "留给本单位"))
    for part in labels:
        _, question = asked(store, "HALL", part, language=language)
        example = text(question).splitlines()[0].replace("例如：", "For example: ").rpartition("For example: ")[2]
        changes(store, "HALL", part, example, language=language)
    row = lent(store, "HALL")
    assert row.hours == "Mo-Fr 09:00-21:00"
    assert (row.terms.before_min, row.terms.after_min) == (15, 30)
    assert (row.terms.home_hours, row.terms.home_days) == ("Th 18:00-21:00", 7)


def test_what_cannot_be_read_is_asked_for_again_and_changes_nothing(store: Store) -> None:
    before = lent(store, "HALL")
    for part, words in (
        ("Where it is", " \u200b "),
        ("Room for", "5001"),
        ("Room for", "many"),
        ("Hours", "when the sun shines"),
        ("Time around", "15"),
        ("Time around", "15, 300"),
        ("Hours a month", "none at all"),
        ("Hours a month", "745"),
        ("Kept for us", "Thursdays"),
        ("Kept for us", "Thursdays 18:00-21:00, 61 days"),
        ("Who may use it", "whoever asks nicely"),
    ):
        talk, question = asked(store, "HALL", part)
        asks = text(question).splitlines()[0]
        said = text(talk.does(Said(words)))
        assert said.startswith("That I could not read. "), (part, words, said)
        assert asks in said, (part, words, said)
    assert lent(store, "HALL") == before


def test_each_part_that_is_there_can_be_taken_away_again(store: Store) -> None:
    for part, words, value in (
        ("Room for", "40", "40"),
        ("Hours", "Mon-Fri 9:00-21:00", "Mo-Fr 09:00-21:00"),
        ("Where it is", "3rd floor", "静安寺街道党群服务中心, 3rd floor"),
        ("Time around", "0, 30", "0, 30"),
        ("Hours a month", "8", "8"),
        ("Kept for us", "Thursdays 18:00-21:00, 7 days", "Th 18:00-21:00, 7"),
    ):
        changes(store, "HALL", part, words)
        talk, question = asked(store, "HALL", part)
        assert f"At present: {value}" in text(question)
        assert "✅ Changed." in text(talk.taps(button(question, "None")))
    row = lent(store, "HALL")
    assert (row.capacity, row.hours, row.whereabouts) == (None, "", "")
    assert row.terms == Terms(Use.FREE)


def test_topics_of_a_speaker_are_listed_and_taken_away(store: Store) -> None:
    talk, question = asked(store, "LAWYER", "Topics", person=SIBLING)
    assert "At present: law" in text(question)
    assert "That I could not read." in text(talk.does(Said(" , ，")))
    talk.does(Said("labour law, tax；tax、 wills"))
    assert lent(store, "LAWYER").topics == ("labour law", "tax", "wills")
    talk, question = asked(store, "LAWYER", "Topics", person=SIBLING)
    talk.taps(button(question, "None"))
    assert lent(store, "LAWYER").topics == ()
    talk, question = asked(store, "LAWYER", "Name", person=SIBLING)
    assert "At present: Ms Zhou" in text(question)
    assert [one.label for one in buttons(question)] == ["Back"], "nobody is called nothing"
    forged = replace(buttons(question)[0], data=buttons(question)[0].data.replace("back", "none"))
    assert "✅" not in text(talk.taps(forged))
    assert lent(store, "LAWYER").name == "Ms Zhou"
    talk.does(Said("Ms Zhou, of the court"))
    assert lent(store, "LAWYER").name == "Ms Zhou, of the court"


def test_a_speaker_is_put_on_the_list_by_name(store: Store) -> None:
    talk = chat(store, HOST)
    said = opens(talk, EntryPoint.SHARED, "")
    said = talk.taps(button(said, "What we lend"))
    said = talk.taps(button(said, "Add something"))
    said = talk.taps(button(said, "静安寺街道"))
    said = talk.taps(button(said, "Speaker"))
    assert "The name is kept encrypted." in text(said)
    said = talk.taps(button(said, "Back"))
    said = talk.taps(button(said, "Speaker"))
    said = talk.does(Said("Mr Lin, doctor"))
    assert "✅ It is on the list." in text(said)
    assert [one.label for one in buttons(said)] == ["Name", "Topics", "Hours", "Hours a month", "Back"]
    said = talk.taps(button(said, "Back"))
    assert text(said).startswith("<b>Mr Lin, doctor · 静安寺街道</b>")
    assert "Link for the speaker" in [one.label for one in buttons(said)]


def test_somebody_who_turns_back_on_the_way_has_added_nothing(store: Store) -> None:
    talk = chat(store, HOST)
    said = talk.taps(button(opens(talk, EntryPoint.SHARED, ""), "What we lend"))
    listed = text(said)
    said = talk.taps(button(said, "Add something"))
    said = talk.taps(button(said, "Back"))
    assert text(said) == listed
    said = talk.taps(button(said, "Add something"))
    said = talk.taps(button(said, "静安寺街道"))
    said = talk.taps(button(said, "Back"))
    assert text(said) == listed


def test_a_question_is_left_as_it_was(store: Store) -> None:
    talk, question = asked(store, "HALL", "Room for")
    said = talk.taps(button(question, "Back"))
    assert "What of Hall shall be other?" in text(said)
    assert lent(store, "HALL").capacity == 80
