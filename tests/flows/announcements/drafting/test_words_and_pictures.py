"""The words of an announcement, what hangs on them, and its buttons."""

import pytest

from bot.chat import Post, Said, SentFile, Text
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    ChoosingTopic,
    Found,
    Linking,
    SendingSurely,
    Wording,
    WritingNew,
)
from bot.flows.desk import Chose
from domain.announcements.announcements import Content, Link, Medium, Target
from storage.announcements import announcements
from tests.flows.announcements.drafting.office import Office, photo


def test_words_of_the_other_language_are_added_and_left_out_again(office: Office) -> None:
    row = office.draft()
    place = office.goes(ChangingAnnouncement(row.id), "words")
    assert place == Wording(row.id, "en")
    assert office.goes(place, "zh_Hans") == Wording(row.id, "zh_Hans")
    assert office.goes(place, "without") == place
    assert "gets the other words" in office.reads(Wording(row.id, "zh_Hans"))
    assert office.goes(Wording(row.id, "zh_Hans"), Said("来看看")) == AnnouncementCard(row.id)
    assert office.now_of(row).content.html == {"en": "Come and see", "zh_Hans": "来看看"}
    _, replies, _ = office.does(AnnouncementCard(row.id), Chose("look", 500))
    shown = [one.html for one in replies if isinstance(one, Post)]
    assert shown == ["<b>静安寺街道：</b>来看看", "<b>静安寺街道:</b> Come and see"]
    assert office.goes(place, "without") == AnnouncementCard(row.id)
    assert office.now_of(row).content.html == {"zh_Hans": "来看看"}
    assert office.goes(place, "back") == ChangingAnnouncement(row.id)


def test_too_many_letters_are_kept_and_told(office: Office) -> None:
    row = office.draft()
    _, replies, _ = office.does(Wording(row.id, "en"), Said("x" * 4_097))
    assert office.now_of(row).content.html == {"en": "x" * 4_097}
    told = "English: a message has room for 4,000 letters; this is 97 too many."
    assert isinstance(replies[-1], Text)
    assert told in replies[-1].html
    assert office.hears(AnnouncementCard(row.id), "send") == told
    assert office.hears(AnnouncementCard(row.id), "look") == told
    assert office.hears(AnnouncementCard(row.id), "test") == told


def test_rest_of_a_long_text_is_added(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), Said("x" * 4_096))
    assert isinstance(place, ChoosingTopic)
    told = "English: a message has room for 4,000 letters; this is 97 too many."
    assert office.hears(place, Said("y")) == told
    found = announcements.find(office.unit, place.announcement_id)
    assert found is not None
    assert found.content.html == {"en": "x" * 4_096 + "y"}
    after, replies, _ = office.does(AnnouncementCard(found.id), Said("z"))
    assert after == AnnouncementCard(found.id)
    assert replies[0] == Text(told.replace("is 97", "is 98"))


def test_long_text_that_was_not_cut_takes_nothing_in(office: Office) -> None:
    row = office.draft("x" * 4_000)
    assert office.goes(AnnouncementCard(row.id), Said("/y")) != AnnouncementCard(row.id)
    assert office.now_of(row) == row


def test_words_in_two_languages_can_be_left_out_again(office: Office) -> None:
    row = office.draft(content=Content({"en": "x", "zh_Hans": "党课"}))
    assert office.labels(Wording(row.id, "en")) == ["The Chinese words", "Leave these out", "Back"]


def test_caption_has_less_room(office: Office) -> None:
    row = office.draft("x" * 981, content=Content({"en": "x" * 981}, (Medium("photo", "f1"),)))
    told = "English: under a picture or file there is room for 980 letters; this is 1 too many."
    assert office.hears(AnnouncementCard(row.id), "send") == told


def test_broken_formatting_does_not_leave(office: Office) -> None:
    row = office.draft("<b>open")
    assert office.hears(AnnouncementCard(row.id), "send") == (
        "Its formatting cannot be read. Please type the words once more."
    )


def test_pictures_and_files_do_not_mix(office: Office) -> None:
    row = office.draft(content=Content({"en": "x"}, (Medium("photo", "f1"),)))
    said = office.hears(Attaching(row.id), SentFile("document", "f2"))
    assert said == "Pictures and files do not go into one message. This one I have left out."


def test_eleventh_picture_is_left_out(office: Office) -> None:
    row = office.draft(content=Content({"en": "x"}, (Medium("photo", "f1"),) * 10))
    said = office.hears(Wording(row.id, "en"), photo())
    assert said == "There is room for ten in one message; this one I have left out."
    assert len(office.now_of(row).content.media) == 10


def test_media_are_taken_away(office: Office) -> None:
    row = office.draft(content=Content({"en": "x"}, (Medium("document", "f1"),)))
    assert "Attached: 1 file." in office.reads(Attaching(row.id))
    assert office.goes(Attaching(row.id), "none") == Attaching(row.id)
    assert office.now_of(row).content.media == ()
    assert office.reads(Attaching(row.id)) == "Please send the pictures or files, up to ten."


def test_caption_replaces_no_words_and_that_is_told(office: Office) -> None:
    row = office.draft("Come")
    said = office.hears(Attaching(row.id), photo("Other"))
    assert office.now_of(row).content.html == {"en": "Come"}
    assert said == (
        "There are words already, so those below it were left out. To change them: “Change something”, “Words”."
    )


def test_second_caption_of_an_album_is_told_to_be_left_out(office: Office) -> None:
    row = office.draft("Come")
    _, replies, _ = office.does(Attaching(row.id, "a1"), photo("Other", "a1"))
    assert len(replies) == 1


@pytest.mark.parametrize("caption", ["Come", " ", ""])
def test_caption_that_says_nothing_new_is_not_worth_a_word(office: Office, caption: str) -> None:
    row = office.draft("Come")
    _, replies, _ = office.does(Attaching(row.id, "a1"), photo(caption, "a1"))
    assert replies == ()


def test_words_are_changed_in_ones_own_language_first(office: Office) -> None:
    both = office.draft(content=Content({"zh_Hans": "来", "en": "Come"}))
    chinese = office.draft(content=Content({"zh_Hans": "来"}))
    places_of = [office.goes(ChangingAnnouncement(row.id), "words") for row in (both, chinese)]
    assert places_of == [Wording(both.id, "en"), Wording(chinese.id, "zh_Hans")]


def test_draft_of_pictures_alone_may_leave(office: Office) -> None:
    row = office.draft(content=Content({}, (Medium("photo", "f1"),)))
    assert isinstance(office.goes(AnnouncementCard(row.id), "send"), SendingSurely)
    assert "only pictures or files" in office.reads(AnnouncementList())


def test_draft_without_words_does_not_leave(office: Office) -> None:
    row = office.draft(content=Content({}))
    assert office.hears(AnnouncementCard(row.id), "send") == "Still missing: the words."


def test_buttons_are_tapped_on_and_off(office: Office) -> None:
    row, one = office.draft(), office.activity()
    link = Link(Target.ACTIVITY, one.id)
    assert office.goes(Linking(row.id), f"a{one.id}") == Linking(row.id)
    assert office.now_of(row).content.links == (link,)
    assert office.labels(Linking(row.id)) == ["✓ Lecture", "Done"]
    office.goes(Linking(row.id), f"a{one.id}")
    assert office.now_of(row).content.links == ()
    assert office.goes(Linking(row.id), "a999") == Linking(row.id)
    assert office.goes(Linking(row.id), "back") == ChangingAnnouncement(row.id)


def test_buttons_are_found_by_name(office: Office) -> None:
    row, one = office.draft(), office.activity("Evening lecture")
    place = office.goes(Linking(row.id), Said("evening"))
    assert place == Linking(row.id, (Found(Target.ACTIVITY, one.id, "Evening lecture"),))
    place = office.goes(Linking(row.id), Said("静安寺街道党群服务中心"))
    assert isinstance(place, Linking)
    assert [found.target for found in place.found] == [Target.POINT]
    office.goes(place, f"p{place.found[0].row_id}")
    assert office.now_of(row).content.links == (Link(Target.POINT, place.found[0].row_id),)
    assert "静安寺街道党群服务中心" in office.reads(AnnouncementCard(row.id))


def test_buttons_that_nobody_knows_are_told(office: Office) -> None:
    row = office.draft()
    assert "I found no activity" in office.hears(Linking(row.id), Said("qqqqqq"))
    assert "Please type the name" in office.hears(Linking(row.id), Said("\u202e"))


def test_fourth_button_has_no_room(office: Office) -> None:
    links = tuple(Link(Target.ACTIVITY, office.activity().id) for _ in range(3))
    fourth = office.activity()
    row = office.draft(content=Content({"en": "x"}, links=links))
    place = Linking(row.id, (Found(Target.ACTIVITY, fourth.id, "Lecture"),))
    assert office.hears(place, f"a{fourth.id}") == "There is room for 3 buttons."


def test_album_with_buttons_does_not_leave(office: Office) -> None:
    media = (Medium("photo", "f1"), Medium("photo", "f2"))
    row = office.draft(content=Content({"en": "x"}, media, (Link(Target.ACTIVITY, office.activity().id),)))
    said = office.hears(AnnouncementCard(row.id), "send")
    assert said == "Several pictures or files cannot have buttons. Take away one or the other."


@pytest.mark.parametrize("link", [Link(Target.ACTIVITY, 999), Link(Target.POINT, 999_999)])
def test_button_to_nothing_does_not_leave(office: Office, link: Link) -> None:
    row = office.draft(content=Content({"en": "x"}, links=(link,)))
    said = office.hears(AnnouncementCard(row.id), "send")
    assert said == "What one of its buttons led to is no longer there. Please take the button away."
