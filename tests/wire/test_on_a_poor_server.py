"""A Bot API server that lacks a method costs that method only."""

import pytest

from bot.settings import Framework
from storage.unit_of_work import Store
from tests.stage import small_city
from tests.stage.wire import open_stage

LACKING = (
    *("setMyCommands", "setChatMenuButton", "setMyDescription", "setMyShortDescription", "deleteWebhook"),
    *("answerCallbackQuery", "sendVenue"),
)


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_server_that_lacks_what_can_be_done_without(framework: Framework, sqlite_url: str, key: str) -> None:
    store = Store(sqlite_url, key)
    with store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()
    store.close()
    async with open_stage(framework, sqlite_url, key, LACKING) as stage:
        heard = []
        for deed in ("/start", "[更多]", "[返回]", "(start p_JA-3)", "[地图]"):
            await stage.act(1001, deed)
            heard.append([one.text.splitlines()[0] for one in stage.heard("王芳")])
    assert heard == [
        ["您好，这里是驿站，为在外工作的党员服务。"],
        ["还想做什么？"],
        ["还想办点什么？点一下，或直接写。"],
        ["华山路骑手驿站"],
        ["📍 华山路骑手驿站，华山路300号", "用哪个地图打开？"],
    ]
