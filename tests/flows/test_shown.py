"""What is shown follows who asks, by link as by list: an activity, its notes, attachment and file, by every way in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from bot.chat import AskedInline, Cards, Document, Event, Picture, Said, Started, TappedInGroup, Toast
from bot.flows.activities.finding import may_see
from bot.flows.activities.steps import ActivityCard, GivingReason, MindingClash
from bot.flows.check_in.steps import SayingPresence
from bot.flows.desk import Desk
from bot.flows.step import AtMenu, Step
from bot.texts import words
from domain.activities.activities import LATER_S, Attachment, Audience, Kind, Plan, Spot, Stage, Standing
from domain.activities.duties import Task
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from domain.people.tries import LIMITS, Thing
from storage.activities import activities, duties, signups
from storage.activities.activities import ActivityRow
from storage.people import roles
from storage.people.people import Person
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.security_world import (
    ABOVE,
    ADMIN,
    AT,
    HOST,
    MEMBER,
    OTHER,
    REVOKED,
    SIBLING,
    STRANGER,
    VOLUNTEER,
    WHO,
    Pressed,
    press,
    settle,
    unit_id,
)
from tests.stage.talk import NOON, house

TITLE, NOTES, ROOM, PHOTO = "Quarterly accounts", "Agenda: the third auditor", "Room 815", "AgACAgUAAx0-agenda"
SECRET: Final = (TITLE, NOTES, ROOM, PHOTO, "Dec 17", "20261217")
OWN: Final = frozenset({ADMIN, HOST, ABOVE, VOLUNTEER})
"""Those who organise it or run its check-in."""


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    settle(sqlite_store)
    with sqlite_store.unit_of_work() as opened:
        yield opened


def closed_meeting(
    unit: UnitOfWork, stage: Stage = Stage.PUBLISHED, audience: Audience = Audience.MEMBERS
) -> ActivityRow:
    """Hold a meeting of the host's for its own members, with notes and an attachment."""
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    begins = NOON.replace(day=17, hour=19).timestamp()
    spot = Spot(point_id=point.id, room=ROOM)
    plan = Plan(
        Kind.LECTURE,
        TITLE,
        begins,
        begins + 3_600,
        spot,
        audience,
        20,
        notes=NOTES,
        attachment=Attachment("photo", PHOTO),
    )
    by = Deed(By(HOST, "organiser"), AT - 9_000, "the auditor is ill")
    row = activities.draft(unit, plan, point.unit_id, by)
    if stage is not Stage.DRAFT:
        row = activities.publish(unit, row.id, by)
    return activities.cancel(unit, row.id, by) if stage is Stage.CANCELLED else row


def ways(row: ActivityRow) -> list[tuple[Step, str | Event]]:
    """Return every way in, and what is pressed or typed at a card or a question that somebody has no business at."""
    number, card = row.id, ActivityCard(row.id)
    lasting = [
        "activity",
        "come",
        "excuse",
        "calendar_file",
        "here",
        "check_in",
        "duties",
        "rate",
        "certificate",
        "manage",
    ]
    at_hand: list[str | Event] = ["calendar", "attachment", "join", "wait", "come", "excuse", "decline", "back"]
    at_hand += [
        Said(typed) for typed in ("when is it", "where", "能来", "请假", "有什么要带的", "还有名额吗", "是给谁的")
    ]
    return [
        (AtMenu(), Started(f"o_{row.token}")),
        (AtMenu(), Started(f"o_{number}")),
        (AtMenu(), Started(f"c_{row.token}_AAAAAAAAAAAA")),
        (AtMenu(), Started(f"c_{number}_AAAAAAAAAAAA")),
        *((AtMenu(), f"={entry}.{number}") for entry in lasting),
        *((AtMenu(), f"=o.{kind}{number}") for kind in ("", "y", "n", "f")),
        (AtMenu(), Said(TITLE.lower())),
        (AtMenu(), Said("what is on on Dec 17")),
        (AtMenu(), "=activity."),
        *((card, what) for what in at_hand),
        *((MindingClash(card, "join"), what) for what in ("go_on", "back")),
        *((GivingReason(card), what) for what in ("none", "0", "back", Said("x"))),
        *((SayingPresence(number), what) for what in (Said("Back"), Said("I am here"))),
    ]


def told(pressed: Pressed) -> str:
    """Return all that can be read, what was typed aside."""
    files = [one for one in pressed.said if isinstance(one, (Document, Picture))]
    return pressed.shown + " ".join(f"{one.name}" if isinstance(one, Document) else one.file_id for one in files)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("who", [STRANGER, OTHER, MEMBER, SIBLING, REVOKED])
def test_whom_it_is_not_for_reads_nothing_of_it_by_any_way(unit: UnitOfWork, stage: Stage, who: int) -> None:
    row = closed_meeting(unit, stage)
    for place, what in ways(row):
        shown = told(press(unit, who, place, what))
        typed = what.text if isinstance(what, Said) else ""
        seen = [one for one in (*SECRET, "the auditor is ill") if one.casefold() in shown.casefold()]
        assert [one for one in seen if one.casefold() not in typed.casefold()] == [], (place, what)


@pytest.mark.parametrize("payload", ["o_{row.token}", "o_{row.id}"])
def test_one_line_says_whom_it_is_for(unit: UnitOfWork, payload: str) -> None:
    row = closed_meeting(unit)
    first, *menu = press(unit, STRANGER, AtMenu(), Started(payload.format(row=row))).said
    assert first.html == "This one is for: members of the unit. There are others that you are welcome to."  # type: ignore[union-attr]
    assert len(menu) == 1


@pytest.mark.parametrize(("name", "who"), WHO.items())
def test_link_shows_to_each_what_the_list_shows(unit: UnitOfWork, name: str, who: int) -> None:
    """Beside the list there are only those who have it in hand."""
    roles.give(unit, OTHER, Role.MEMBER, unit_id(unit, "310106011"), Deed(By(None), AT))
    held = [closed_meeting(unit, audience=one) for one in (Audience.ANYONE, Audience.MEMBERS, Audience.AFFILIATED)]
    lived_in = house()
    desk = Desk(unit, Person(who), NOON, words("en"), lived_in.search, lived_in.bot_link, lived_in.language)
    listed = {row.id for row in may_see(desk, AT + LATER_S)}
    for row in held:
        by_link = TITLE in press(unit, who, AtMenu(), Started(f"o_{row.token}")).shown
        assert by_link == (row.id in listed or who in OWN), name


@pytest.mark.parametrize("query", ["", "Quarterly", "party lecture"])
def test_inline_query_and_sentence_offer_it_to_nobody_else(unit: UnitOfWork, query: str) -> None:
    row = closed_meeting(unit)
    roles.give(unit, OTHER, Role.MEMBER, unit_id(unit, "310106011"), Deed(By(None), AT))
    for who, is_shown in ((STRANGER, False), (SIBLING, False), (OTHER, True)):
        (cards,) = press(unit, who, AtMenu(), AskedInline(query, "4711")).said
        assert isinstance(cards, Cards)
        assert (row.token in [card.key for card in cards.cards]) == is_shown


def test_those_see_it_who_have_to_do_with_it_already(unit: UnitOfWork) -> None:
    """Somebody signed up while it was for them, another is asked for a duty: both go on seeing it."""
    row = closed_meeting(unit, audience=Audience.ANYONE)
    signups.sign_up(unit, row.id, MEMBER, Standing.OF_THE_UNIT, AT)
    activities.amend(unit, row.id, replace(row.plan, audience=Audience.MEMBERS), Deed(By(HOST), AT))
    duty = duties.add(unit, row.id, Task("Ushering", row.starts_at, row.ends_at, 1))
    duties.ask(unit, duty.id, [OTHER], AT)
    seen = {who for who in WHO.values() if NOTES in press(unit, who, AtMenu(), Started(f"o_{row.token}")).shown}
    assert seen == {MEMBER, OTHER, *OWN}


def test_button_in_a_group_opens_by_token_and_shows_nothing_there(unit: UnitOfWork) -> None:
    row, draft = closed_meeting(unit), closed_meeting(unit, Stage.DRAFT)
    for number, link in ((row.id, f"start=o_{row.token}"), (draft.id, "start=menu"), (999, "start=menu")):
        (toast,) = press(unit, STRANGER, AtMenu(), TappedInGroup(f"=o.y{number}", -5001, 500, "4711", "群")).said
        assert isinstance(toast, Toast)
        assert toast.url.endswith(link)
        assert toast.text == ""


def test_who_counts_through_numbers_is_stopped_and_reads_no_more_whom_they_are_for(unit: UnitOfWork) -> None:
    most = LIMITS[Thing.ACTIVITY].most
    rows = [closed_meeting(unit) for _ in range(most + 5)]
    said = [press(unit, STRANGER, AtMenu(), f"=activity.{row.id}").shown for row in rows]
    assert [number for number, one in enumerate(said) if "members of the unit" in one] == list(range(most - 1))


def test_tokens_of_links_are_long_each_another_and_no_numbers(unit: UnitOfWork) -> None:
    tokens = {closed_meeting(unit).token for _ in range(30)}
    assert len(tokens) == 30
    assert all(len(token) == 16 and token.isalnum() and not token.isdigit() for token in tokens)
