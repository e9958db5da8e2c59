"""Whatever can be guessed: a few tries, then the way is closed, another is named, and who answers for it hears once."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from bot.chat import AskedInGroup, Event, Said, Started, Text
from bot.facts.code_words import WORDS
from bot.flows.check_in.steps import NamingWalkIn
from bot.flows.desk import Tell
from bot.flows.step import AtMenu, Step
from domain.activities import certificate_codes, tokens
from domain.activities.seats import HERE, Way
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from domain.people.tries import LIMITS, Thing
from domain.places.geo import Position
from domain.places.places import Landmark, LandmarkKind
from storage.activities import activities, attendance, certificates, check_in_keys, signup_reading
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.announcements import groups
from storage.people import home_links, invitations, tries
from storage.places import places
from storage.places.landmarks import save_landmarks
from storage.tokens import new_handle, new_token
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.check_in.test_check_in import AT, hold
from tests.stage.security_world import (
    ADMIN,
    HOST,
    MEMBER,
    NOWHERE,
    OTHER,
    STRANGER,
    VOLUNTEER,
    Pressed,
    press,
    settle,
    unit_id,
)
from tests.stage.talk import NOON

GROUP: Final = -5001


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    settle(sqlite_store)
    with sqlite_store.unit_of_work() as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Guessed:
    """A thing that can be guessed: who tries, how a guess and the right one are put, and what the right one opens."""

    who: int
    wrong: Callable[[], Event]
    right: Callable[[], Event]
    opened: Callable[[Pressed], bool]
    told: int
    place: Step = NOWHERE


def _is_here(unit: UnitOfWork, number: int) -> bool:
    mine = signup_reading.find(unit, number, MEMBER)
    return mine is not None and mine.state in HERE


def code_word(unit: UnitOfWork) -> Guessed:
    number = hold(unit)
    check_in_keys.put_word(unit, number, WORDS[0])
    wrong = iter(WORDS[1:])
    return Guessed(
        MEMBER, lambda: Said(next(wrong)), lambda: Said(WORDS[0]), lambda _: _is_here(unit, number), told=HOST
    )


def check_in_token(unit: UnitOfWork) -> Guessed:
    row = activities.find(unit, hold(unit))
    assert row is not None
    fitting = tokens.token(check_in_keys.secret(unit, row.id), AT)
    return Guessed(
        MEMBER,
        lambda: Started(f"c_{row.token}_{secrets.token_urlsafe(9)}"),
        lambda: Started(f"c_{row.token}_{fitting}"),
        lambda _: _is_here(unit, row.id),
        told=HOST,
    )


def invitation(unit: UnitOfWork) -> Guessed:
    token = invitations.issue(unit, Role.ADMIN, None, Deed(By(ADMIN), AT), 72)
    return Guessed(
        STRANGER,
        lambda: Started(f"i_{new_token()}"),
        lambda: Started(f"i_{token}"),
        lambda pressed: pressed.place != AtMenu(),
        told=ADMIN,
    )


def home_link(unit: UnitOfWork) -> Guessed:
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    row = affiliations.open_draft(unit, MEMBER, Wish(Stay.MOBILE, point.id, NOON.date()), AT)
    affiliations.do(unit, row.id, Verb.SUBMIT, Deed(By(MEMBER, "member", Actor.MEMBER), AT))
    token = home_links.issue(unit, row.id, 7, AT)
    return Guessed(
        STRANGER,
        lambda: Started(f"h_{new_token()}"),
        lambda: Started(f"h_{token}"),
        lambda pressed: pressed.place != AtMenu(),
        told=ADMIN,
    )


def certificate(unit: UnitOfWork) -> Guessed:
    number = hold(unit)
    attendance.check_in(unit, number, MEMBER, Way.ROLL, Deed(By(HOST, "organiser"), AT))
    code = certificates.issue(unit, number, MEMBER, AT).code
    return Guessed(
        STRANGER,
        lambda: Started(f"v_{certificate_codes.new_code(secrets.choice)}"),
        lambda: Started(f"v_{code}"),
        lambda pressed: certificate_codes.shown(code) in pressed.shown,
        told=ADMIN,
    )


def group(unit: UnitOfWork) -> Guessed:
    token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(HOST), AT))
    return Guessed(
        GROUP,
        lambda: AskedInGroup("start", f"g_{new_token()}", STRANGER, "群"),
        lambda: AskedInGroup("start", f"g_{token}", STRANGER, "群"),
        lambda _: groups.alive(unit, GROUP) is not None,
        told=ADMIN,
    )


def name_at_the_door(unit: UnitOfWork) -> Guessed:
    number = hold(unit)
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    row = affiliations.open_draft(unit, OTHER, Wish(Stay.MOBILE, point.id, NOON.date()), AT)
    for verb, by in ((Verb.SUBMIT, By(OTHER, "member", Actor.MEMBER)), (Verb.CONFIRM, By(HOST, "", Actor.HOST))):
        affiliations.do(unit, row.id, verb, Deed(by, AT))
    names = iter(f"王{one}" for one in WORDS)
    return Guessed(
        VOLUNTEER,
        lambda: Said(next(names)),
        lambda: Said("Somebody"),
        lambda pressed: "takes part here" in pressed.shown,
        told=HOST,
        place=NamingWalkIn(number),
    )


GUESSED: Final = {
    Thing.CODE_WORD: code_word,
    Thing.CHECK_IN: check_in_token,
    Thing.NAME: name_at_the_door,
    Thing.INVITATION: invitation,
    Thing.HOME_LINK: home_link,
    Thing.CERTIFICATE: certificate,
    Thing.GROUP: group,
}


@pytest.mark.parametrize("thing", GUESSED)
def test_right_guess_opens_nothing_any_more_after_a_few_wrong_ones(unit: UnitOfWork, thing: Thing) -> None:
    guessed = GUESSED[thing](unit)
    tells = []
    for number in range(2 * LIMITS[thing].most):
        tried = press(unit, guessed.who, guessed.place, guessed.wrong())
        assert not guessed.opened(tried)
        assert tried.said
        tells += [(number, tell.chat_id) for tell in tried.tells]
    assert tells == [(LIMITS[thing].most - 1, guessed.told)]  # once, when the way was closed
    assert not guessed.opened(press(unit, guessed.who, guessed.place, guessed.right()))


@pytest.mark.parametrize("thing", GUESSED)
def test_one_wrong_guess_less_and_the_right_one_opens(unit: UnitOfWork, thing: Thing) -> None:
    guessed = GUESSED[thing](unit)
    for _ in range(LIMITS[thing].most - 1):
        assert press(unit, guessed.who, guessed.place, guessed.wrong()).tells == ()
    assert guessed.opened(press(unit, guessed.who, guessed.place, guessed.right()))


def test_whoever_answers_for_it_reads_who_and_what_without_a_full_name(unit: UnitOfWork) -> None:
    guessed = code_word(unit)
    tried = [press(unit, MEMBER, AtMenu(), guessed.wrong()) for _ in range(LIMITS[Thing.CODE_WORD].most)]
    (tell,) = tried[-1].tells
    assert isinstance(tell.reply, Text)
    assert "党课" in tell.reply.html
    assert "欧***" in tell.reply.html
    assert "锦绣" not in tell.reply.html


def test_word_that_is_wrong_is_said_to_be_and_another_way_is_named_when_it_is_closed(unit: UnitOfWork) -> None:
    guessed = code_word(unit)
    first, *_, last = [press(unit, MEMBER, AtMenu(), guessed.wrong()) for _ in range(LIMITS[Thing.CODE_WORD].most)]
    assert "not the code word" in first.shown
    assert "scan the code on the wall" in last.shown


def test_word_that_is_a_place_too_is_looked_up_as_one_and_counted_all_the_same(unit: UnitOfWork) -> None:
    code_word(unit)
    save_landmarks(unit, [Landmark("LM-1", "医院", LandmarkKind.SIGHT, Position(31.22, 121.44))])
    for _ in range(LIMITS[Thing.CODE_WORD].most - 2):
        assert "not the code word" not in press(unit, MEMBER, AtMenu(), Said("医院")).shown
    assert "not the code word" in press(unit, MEMBER, AtMenu(), Said("口令 医院")).shown
    assert "scan the code on the wall" in press(unit, MEMBER, AtMenu(), Said("医院")).shown


def test_many_who_guess_one_word_together_close_it_for_all_and_the_code_on_the_wall_still_works(
    unit: UnitOfWork,
) -> None:
    row = activities.find(unit, hold(unit))
    assert row is not None
    check_in_keys.put_word(unit, row.id, WORDS[0])
    for _ in range(LIMITS[Thing.WORD_OF_ALL].most - 1):
        tries.miss(unit, tries.EVERYBODY, Thing.WORD_OF_ALL, row.id, AT)
    last = press(unit, MEMBER, AtMenu(), Said(WORDS[1]))
    (tell,) = last.tells
    assert isinstance(tell.reply, Text)
    assert (tell.chat_id, "多人一共试错了" in tell.reply.html) == (HOST, True)
    assert "Too many wrong words" in last.shown
    assert press(unit, MEMBER, AtMenu(), Said(WORDS[0])).tells == ()
    assert not _is_here(unit, row.id)
    fitting = tokens.token(check_in_keys.secret(unit, row.id), AT)
    press(unit, MEMBER, AtMenu(), Started(f"c_{row.token}_{fitting}"))
    assert _is_here(unit, row.id)


def test_whoever_is_in_already_guesses_nothing(unit: UnitOfWork) -> None:
    guessed = code_word(unit)
    press(unit, MEMBER, AtMenu(), guessed.right())
    for _ in range(2 * LIMITS[Thing.CODE_WORD].most):
        assert press(unit, MEMBER, AtMenu(), guessed.wrong()).tells == ()


def test_links_of_activities_are_counted_and_what_is_open_opens_still(unit: UnitOfWork) -> None:
    row = activities.find(unit, hold(unit))
    assert row is not None
    tells: list[Tell] = []
    for _ in range(2 * LIMITS[Thing.ACTIVITY].most):
        tells += press(unit, STRANGER, AtMenu(), Started(f"o_{new_handle()}")).tells
    assert [tell.chat_id for tell in tells] == [ADMIN]
    closed = press(unit, STRANGER, AtMenu(), Started(f"c_{new_handle()}_{new_handle()}"))
    assert "Too many links led nowhere" in closed.shown
    assert "党课" in press(unit, STRANGER, AtMenu(), Started(f"o_{row.token}")).shown


def test_who_writes_in_the_groups_name_is_counted_as_the_group(unit: UnitOfWork) -> None:
    for _ in range(LIMITS[Thing.GROUP].most):
        last = press(unit, GROUP, AtMenu(), AskedInGroup("start", f"g_{new_token()}", 0, "群"))
    assert [tell.chat_id for tell in last.tells] == [ADMIN]
