"""Lists that go on over several pages are turned page by page, and nothing else turns them."""

import pytest

from bot.chat import Said
from bot.flows.desk import Chose, Go
from bot.flows.paging import turned
from bot.flows.reviewing.steps import MemberList
from bot.flows.step import AtMenu


@pytest.mark.parametrize(
    ("page", "choice", "after"),
    [(0, "next", 1), (2, "next", 3), (3, "previous", 2), (1, "previous", 0), (0, "previous", 0)],
)
def test_page_is_turned_in_the_same_message(page: int, choice: str, after: int) -> None:
    assert turned(MemberList(page=page), Chose(choice, 500)) == Go(MemberList(page=after), replaces=500)


def test_nothing_else_turns_a_page() -> None:
    assert turned(MemberList(page=1), Chose("menu", 500)) is None
    assert turned(MemberList(page=1), Said("next")) is None
    assert turned(AtMenu(), Chose("next", 500)) is None
