"""Trouble of the Bot API, the store and the clock upon a running bot: all are answered once, by itself.

The quick version for CI: three kinds of bad answers. `make chaos` plays them all, on both fronts.
"""

from functools import partial

from tests.crash.bad_answers import KINDS
from tests.crash.outages import open_scene

_TRIED = (
    ("502, a gateway's page", "sendMessage", 1.5),
    ("numbers over 64 bits", "sendMessage", 1.5),
    ("a reset connection", "getUpdates", 4.0),  # until the third poll in a row has failed, which is a standstill
)


async def test_outages_lose_nothing_and_repeat_nothing() -> None:
    kinds = {kind.name: kind for kind in KINDS}
    assert len(kinds) >= 24
    async with open_scene("ptb") as scene:
        for name, method, lasts_s in _TRIED:
            await scene.met(name, method, partial(scene.answered_badly, method, kinds[name], lasts_s))
        await scene.met("full", "store", lambda: scene.full(1.5))
        await scene.met("an hour ahead", "clock", lambda: scene.clock_ahead(3600.0, 1.5))
        assert await scene.bot.terminate() == 0
    assert [line for line in scene.lines if not line.is_well] == []
    assert [line.asked for line in scene.lines] == [4] * 4 + [8]
    log = {(line.trouble, line.where): line.log for line in scene.lines}
    assert "`stands_still` sending server_trouble (status 502)" in log["502, a gateway's page", "sendMessage"]
    assert log["numbers over 64 bits", "sendMessage"] == ()
    assert any(event.startswith("`stands_still` polling") for event in log["a reset connection", "getUpdates"])
