"""Trouble of the Bot API, the store and the clock upon a running bot: all are answered once, by itself.

The quick version for CI: three kinds of bad answers. `make chaos` plays them all, on both fronts.
"""

from functools import partial

from tests.crash.bad_answers import KINDS
from tests.crash.outages import open_scene

_TRIED = (
    ("502, a gateway's page", "sendMessage"),
    ("numbers over 64 bits", "sendMessage"),
    ("a reset connection", "getUpdates"),
)


async def test_outages_lose_nothing_and_repeat_nothing() -> None:
    kinds = {kind.name: kind for kind in KINDS}
    assert len(kinds) >= 24
    async with open_scene("ptb") as scene:
        for name, method in _TRIED:
            await scene.met(name, method, partial(scene.answered_badly, method, kinds[name], 1.5))
        await scene.met("full", "store", lambda: scene.full(1.5))
        await scene.met("an hour ahead", "clock", lambda: scene.clock_ahead(3600.0, 1.5))
        assert await scene.bot.terminate() == 0
    assert [line for line in scene.lines if not line.is_well] == []
    assert [line.asked for line in scene.lines] == [4] * 4 + [8]
    assert any("polling_failed" in event for line in scene.lines for event in line.log)
