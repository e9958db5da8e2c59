"""What a button carries: written into 64 bytes, read back, and never understood where it is not ours."""

from string import ascii_lowercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.buttons import MOST_BYTES, Carried, address, read
from bot.chat import Button, Pin, Text
from tests.anywhere.steps import IN_NO_HURRY

ROW = (Button("更多", "more"), Button("地图", url="https://maps.example/?q=1"))


def test_address_writes_flow_and_turn_into_every_button() -> None:
    assert address(Text("您好", (ROW, (Button("返回", "back"),))), "m", 37) == Text(
        "您好", ((Button("更多", "m.11.more"), ROW[1]), (Button("返回", "m.11.back"),))
    )


def test_address_of_a_pin() -> None:
    pin = Pin(31.2, 121.5, "嘉兴大厦", "世纪大道888号", "嘉兴大厦", (ROW,))
    assert address(pin, "p", 1).buttons == ((Button("更多", "p.1.more"), ROW[1]),)


def test_address_of_what_has_no_buttons() -> None:
    text = Text("您好")
    assert address(text, "m", 1) is text


def test_address_of_a_choice_that_just_fits() -> None:
    fits = "x" * (MOST_BYTES - len("m.1."))
    assert address(Text("-", ((Button("-", fits),),)), "m", 1).buttons == ((Button("-", f"m.1.{fits}"),),)


@pytest.mark.parametrize("choice", ["x" * 61, "站" * 21])
def test_address_of_a_choice_that_does_not_fit(choice: str) -> None:
    with pytest.raises(ValueError, match="64 bytes at most"):
        address(Text("-", ((Button("-", choice),),)), "m", 1)


@IN_NO_HURRY
@given(st.sampled_from(ascii_lowercase), st.integers(0, 2**62), st.text(max_size=10))
def test_what_is_addressed_is_read_back(letter: str, turn: int, choice: str) -> None:
    assume(not choice.startswith("="))  # that is a lasting button, which is addressed to no turn
    text = address(Text("-", ((Button("-", choice),),)), letter, turn)
    assert read(text.buttons[0][0].data) == Carried(letter, turn, choice)


@pytest.mark.parametrize(
    "data", ["", ".", "..", "m", "m.", "m.1", "m..more", ".1.more", "m.-1.more", "m.1A.more", "m.١.a"]
)
def test_read_what_is_not_ours(data: str) -> None:
    assert read(data) is None


@IN_NO_HURRY
@given(st.text(max_size=64))
def test_read_anything(data: str) -> None:
    carried = read(data)
    assert carried is None or data.count(".") >= (1 if data.startswith("=") else 2)


def test_read_a_choice_with_dots() -> None:
    assert read("m.z.a.b.c") == Carried("m", 35, "a.b.c")
