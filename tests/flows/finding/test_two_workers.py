"""Two workers on one store: whoever hears the next update knows what the other was told."""

from bot.chat import SharedPlace
from tests.conftest import NewStore
from tests.stage.talk import Talk, button, furnish, html

TEMPLE = SharedPlace(31.2235, 121.4454)
PUDONG = SharedPlace(31.2290, 121.5180)


NEXT = "下一页"


def test_a_location_shared_with_one_worker_is_known_to_the_other(new_store: NewStore) -> None:
    """W-8: the next page was around an older location, or there was none."""
    one, other = Talk(new_store()), Talk(new_store(), updates=100)
    furnish(one.store)
    older = one.taps(button(other.does(PUDONG), NEXT))
    by_the_other = other.taps(button(one.does(TEMPLE), NEXT))
    by_itself = one.taps(button(one.does(TEMPLE), NEXT))
    assert html(by_the_other[-1]) == html(by_itself[-1]) != html(older[-1])
    assert html(older[-1]).startswith("接下来的服务点")


def test_after_a_quarter_of_an_hour_no_worker_knows_it(new_store: NewStore) -> None:
    one, other = Talk(new_store()), Talk(new_store(), updates=100)
    furnish(one.store)
    shown = one.does(TEMPLE)
    other.waits(minutes=15)
    assert "您的位置没有保存" in html(other.taps(button(shown, NEXT))[-1])
