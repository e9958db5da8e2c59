"""What proves presence is one's own position: nothing that was passed on, picked from a list, or made by a bot."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import pytest

from bot.chat import Event
from bot.flows.check_in.steps import SayingPresence
from bot.flows.step import AtMenu
from bot.handlers.updates import translate
from domain.activities.seats import State
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.check_in.test_check_in import HERE, hold, state_of
from tests.stage.security_world import MEMBER, press, settle
from tests.stage.talk import NOON

THERE: Final = {"latitude": HERE.latitude, "longitude": HERE.longitude}
LIVE: Final = THERE | {"live_period": 900, "horizontal_accuracy": 12.0}
BOT: Final = {"id": 77, "is_bot": True, "first_name": "驿站", "username": "waystation_bot"}
OTHER_BOT: Final = {"id": 78, "is_bot": True, "first_name": "Pins", "username": "pinbot"}
VENUE: Final[dict[str, Any]] = {
    "venue": {"location": THERE, "title": "静安寺街道党群服务中心", "address": "愚园路100号"}
}

NO_PROOF: Final[Mapping[str, dict[str, Any]]] = {
    "the bot's own pin, forwarded": {
        "location": THERE,
        **VENUE,
        "forward_origin": {"type": "user", "date": 1, "sender_user": BOT},
    },
    "a friend's location, forwarded": {
        "location": THERE,
        "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "李"},
    },
    "a friend's live location, forwarded": {
        "location": LIVE,
        "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "李"},
    },
    "a venue": {"location": THERE, **VENUE},
    "by another bot": {"location": THERE, "via_bot": OTHER_BOT},
    "live, by another bot": {"location": LIVE, "via_bot": OTHER_BOT},
    "sent by a clock": {"location": THERE, "is_from_offline": True},
    "by an older server": {"location": THERE, "forward_date": 1, "forward_sender_name": "李"},
}


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    settle(sqlite_store)
    with sqlite_store.unit_of_work() as opened:
        yield opened


def sent(kind: str = "message", /, **content: Any) -> Event:
    person = {"id": MEMBER, "is_bot": False, "first_name": "芳"}
    head = {"message_id": 5, "from": person, "chat": {"id": MEMBER, "type": "private"}, "date": int(NOON.timestamp())}
    update = {"update_id": 9, kind: head | content | ({"edit_date": head["date"]} if kind != "message" else {})}
    arrival = translate(update, username="waystation_bot", now=NOON + timedelta(seconds=1))
    assert arrival.event is not None
    return arrival.event


@pytest.mark.parametrize("kind", ["message", "edited_message"])
@pytest.mark.parametrize("how", NO_PROOF)
def test_place_that_is_no_ones_own_checks_nobody_in(unit: UnitOfWork, how: str, kind: str) -> None:
    number = hold(unit)
    for place in (SayingPresence(number), AtMenu()):
        pressed = press(unit, MEMBER, place, sent(kind, **NO_PROOF[how]))
        assert state_of(unit, number) is State.SIGNED_UP
        if kind == "message" and place == SayingPresence(number):
            assert pressed.place == place
            assert "does not show that you are there" in pressed.shown
            assert "scan the code on the wall" in pressed.shown


@pytest.mark.parametrize("location", [THERE, LIVE], ids=["once", "live"])
@pytest.mark.parametrize("from_the_menu", [True, False])
def test_own_position_checks_in(unit: UnitOfWork, location: dict[str, float], *, from_the_menu: bool) -> None:
    number = hold(unit)
    press(unit, MEMBER, AtMenu() if from_the_menu else SayingPresence(number), sent(location=location))
    assert state_of(unit, number) is State.CHECKED_IN


def test_own_live_position_checks_in_as_it_arrives(unit: UnitOfWork) -> None:
    number = hold(unit)
    press(unit, MEMBER, SayingPresence(number), sent("edited_message", location=LIVE))
    assert state_of(unit, number) is State.CHECKED_IN


def test_place_that_was_passed_on_is_no_news_where_there_is_nothing_to_check_in_to(unit: UnitOfWork) -> None:
    assert press(unit, MEMBER, SayingPresence(99), sent(location=THERE, **VENUE)).place == AtMenu()
    early = hold(unit, NOON.timestamp() + 86_400, NOON.timestamp() + 90_000)
    assert "Check-in opens" in press(unit, MEMBER, SayingPresence(early), sent(location=THERE, **VENUE)).shown
