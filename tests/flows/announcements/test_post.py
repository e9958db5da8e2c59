"""An announcement as the message that people get."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot import codec
from bot.chat import Button, Post, Unsend
from bot.flows.announcements.post import crossed_out, letters, post, taken_back
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.announcements.announcements import Content, Link, Medium, Target
from domain.people.deeds import By, Deed
from storage.activities import activities
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, furnish

NO_MORE = (Button("Which messages I get", "=topics."),)
PHOTO, FILE = Medium("photo", "file-1"), Medium("document", "file-2")


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        yield unit
        unit.roll_back()


def _held(unit: UnitOfWork, title: str) -> Link:
    starts = NOON + timedelta(days=3)
    plan = Plan(
        Kind.LECTURE,
        title,
        starts.timestamp(),
        (starts + timedelta(hours=1)).timestamp(),
        Spot(point_id=1),
        Audience.ANYONE,
    )
    return Link(
        Target.ACTIVITY, activities.draft(unit, plan, unit_id(unit, "310106011"), Deed(By(1004), NOON.timestamp())).id
    )


def test_everybody_reads_their_language_and_the_other_where_it_says_nothing_in_theirs(unit: UnitOfWork) -> None:
    both = Content({"zh_Hans": "周四<b>停电</b>", "en": "No power on <b>Thursday</b>"})
    assert post(unit, both, "en") == Post("No power on <b>Thursday</b>", buttons=(NO_MORE,))
    assert post(unit, both, "zh_Hans") == Post("周四<b>停电</b>", buttons=((Button("接收哪些通知", "=topics."),),))
    assert post(unit, Content({"zh_Hans": "周四停电"}), "en").html == "周四停电"
    assert not post(unit, Content({}, (PHOTO,)), "en").html


def test_sender_is_named_before_the_words(unit: UnitOfWork) -> None:
    """M20: what arrives says in whose name it is."""
    sender = unit_id(unit, "310106011")
    said = Content({"zh_Hans": "周四<b>停电</b>"})
    assert post(unit, said, "zh_Hans", sender=sender).html == "<b>静安寺街道：</b>周四<b>停电</b>"
    assert post(unit, said, "en", sender=sender).html == "<b>静安寺街道:</b> 周四<b>停电</b>"
    assert post(unit, Content({}, (PHOTO,)), "en", sender=sender).html == "<b>静安寺街道</b>"


def test_letters_are_the_posts_of_all_languages(unit: UnitOfWork) -> None:
    content = Content({"en": "Come"}, (PHOTO,))
    assert {language: codec.decode(reply) for language, reply in letters(unit, content, paid=True).items()} == {
        language: post(unit, content, language, paid=True) for language in ("en", "zh_Hans")
    }


def test_short_labels_stand_two_a_row_and_long_ones_alone(unit: UnitOfWork) -> None:
    links = tuple(_held(unit, title) for title in ("Lecture", "Walk", "Film"))
    rows = post(unit, Content({"en": "Come"}, links=links), "en").buttons
    assert [[one.label for one in row] for row in rows] == [["Lecture", "Walk"], ["Film"], ["Which messages I get"]]
    rows = post(
        unit, Content({"en": "Come"}, links=(*links, _held(unit, "A walk by the river and back"))), "en"
    ).buttons
    assert [len(row) for row in rows] == [1, 1, 1, 1, 1]


def test_buttons_lead_to_what_they_name(unit: UnitOfWork) -> None:
    held = _held(unit, "L" * 60)
    point = places.point(unit, 1)
    assert point is not None
    rows = post(unit, Content({"en": "Come"}, links=(held, Link(Target.POINT, 1))), "en").buttons
    assert rows[0] == (Button("L" * 27 + "…", f"=activity.{held.row_id}"),)
    assert rows[1] == (Button(point.name, "=point.1"),)


@pytest.mark.parametrize("link", [Link(Target.ACTIVITY, 999), Link(Target.POINT, 999_999)])
def test_what_is_no_longer_there_has_no_button(unit: UnitOfWork, link: Link) -> None:
    assert post(unit, Content({"en": "Come"}, links=(link,)), "en").buttons == (NO_MORE,)


def test_an_album_has_no_buttons(unit: UnitOfWork) -> None:
    """Telegram takes none: sendMediaGroup knows no reply_markup."""
    album = Content({"en": "Look"}, (PHOTO, FILE), (_held(unit, "Lecture"),))
    assert post(unit, album, "en") == Post("Look", (PHOTO, FILE))


def test_what_is_recalled_is_deleted_or_crossed_out_in_each_language() -> None:
    assert {language: codec.decode(reply) for language, reply in taken_back().items()} == {
        "en": Unsend(),
        "zh_Hans": Unsend(),
    }
    crossed = crossed_out(Content({"en": "Look"}, (PHOTO,)))
    assert codec.decode(crossed["en"]) == Post("This announcement has been recalled.", (PHOTO,))
    assert codec.decode(crossed["zh_Hans"]) != codec.decode(crossed["en"])
