"""How the bot shows itself at start-up, and what a server's refusals cost."""

import socket

import pytest
import structlog

from bot.chat import FetchFailedError, Front, Introduction, TokenRefusedError, WebhookSeen
from bot.handlers.updates import WANTED_UPDATES
from tests.handlers.conftest import OpenFront
from tests.handlers.scripted_bot_api import TOKEN, Answer, ScriptedBotApi, refusal

MENUS = [Introduction("zh", (("near", "附近的服务点"), ("help", "帮助"))), Introduction("", (("help", "Help"),))]


async def test_introduce_sets_what_people_see(front: Front, server: ScriptedBotApi) -> None:
    assert await front.introduce(MENUS) == "WaystationBot"
    near, help_zh, help_en = (
        {"command": name, "description": words}
        for name, words in (("near", "附近的服务点"), ("help", "帮助"), ("help", "Help"))
    )
    assert server.asked("setMyCommands") == [
        {"commands": [near, help_zh], "language_code": "zh"},
        {"commands": [help_en]},
    ]
    assert server.asked("setChatMenuButton") == [{"menu_button": {"type": "commands"}}]
    assert server.methods() == ["getMe", "setMyCommands", "setMyCommands", "setChatMenuButton"]


async def test_introduce_says_what_the_bot_is_before_and_beside_the_chat(front: Front, server: ScriptedBotApi) -> None:
    await front.introduce([Introduction("zh", (("help", "帮助"),), "找最近的服务点。", "驿站")])
    assert server.asked("setMyDescription") == [{"description": "找最近的服务点。", "language_code": "zh"}]
    assert server.asked("setMyShortDescription") == [{"short_description": "驿站", "language_code": "zh"}]


async def test_introduce_to_a_server_that_lacks_methods(front: Front, server: ScriptedBotApi) -> None:
    server.script("setMyCommands", refusal(404, "Not Found: method not found"))
    server.script("setChatMenuButton", refusal(501, "Not Implemented"))
    with structlog.testing.capture_logs() as lines:
        assert await front.introduce(MENUS) == "WaystationBot"
    assert [(line["event"], line["method"]) for line in lines] == [
        ("call_refused", "setMyCommands"),
        ("call_refused", "setChatMenuButton"),
    ]
    assert len(server.asked("setMyCommands")) == 2


@pytest.mark.parametrize("code", [401, 404])
async def test_introduce_with_a_token_that_is_refused(front: Front, server: ScriptedBotApi, code: int) -> None:
    server.script("getMe", refusal(code, "Unauthorized"))
    with pytest.raises(TokenRefusedError, match=r"\(Unauthorized\): @BotFather shows the right one.* WAYSTATION_TOKEN"):
        await front.introduce(MENUS)
    assert server.methods() == ["getMe"]


async def test_introduce_to_a_server_that_tells_little_of_the_bot(front: Front, server: ScriptedBotApi) -> None:
    server.script("getMe", Answer({"ok": True, "result": {"username": "x", "first_name": "y", "id": 666}}))
    assert await front.introduce(()) == "x"


@pytest.mark.parametrize("me", [{"id": 666}, {"username": ""}, {"username": 7}, True, None, []])
async def test_introduce_to_a_server_that_names_no_bot(front: Front, server: ScriptedBotApi, me: object) -> None:
    server.script("getMe", Answer({"ok": True, "result": me}))
    with pytest.raises(FetchFailedError, match=r"^its answer to getMe lacks the username"):
        await front.introduce(())


@pytest.mark.wire
async def test_introduce_when_nothing_listens(open_front: OpenFront) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        front = open_front(TOKEN, f"http://127.0.0.1:{unheard.getsockname()[1]}/")
        with pytest.raises(FetchFailedError):
            await front.introduce([])
        await front.close()


async def test_acknowledge_answers(front: Front, server: ScriptedBotApi) -> None:
    await front.acknowledge("receipt")
    assert server.asked("answerCallbackQuery") == [{"callback_query_id": "receipt"}]


async def test_acknowledge_too_late(front: Front, server: ScriptedBotApi) -> None:
    server.script("answerCallbackQuery", refusal(400, "Bad Request: query is too old"))
    with structlog.testing.capture_logs() as lines:
        await front.acknowledge("receipt")
    assert [line["event"] for line in lines] == ["call_refused"]


async def test_listen_by_webhook(front: Front, server: ScriptedBotApi) -> None:
    await front.listen_by_webhook("https://example.org/telegram", "s3cret")
    assert server.asked("setWebhook") == [
        {"url": "https://example.org/telegram", "secret_token": "s3cret", "allowed_updates": WANTED_UPDATES}
    ]


async def test_listen_by_webhook_that_is_refused(front: Front, server: ScriptedBotApi) -> None:
    server.script("setWebhook", refusal(400, "Bad Request: bad webhook: HTTPS url must be provided"))
    with pytest.raises(FetchFailedError, match="HTTPS url"):
        await front.listen_by_webhook("http://example.org", "s3cret")


async def test_listen_by_polling_again(front: Front, server: ScriptedBotApi) -> None:
    server.script("deleteWebhook", refusal(404, "Not Found"))
    await front.listen_by_webhook("", "")
    assert server.methods() == ["deleteWebhook"]


async def test_see_webhook(front: Front, server: ScriptedBotApi) -> None:
    info = {"url": "https://a.example/t", "pending_update_count": 3, "last_error_message": "Connection refused"}
    server.script("getWebhookInfo", Answer({"ok": True, "result": info}, 200))
    assert await front.see_webhook() == WebhookSeen("https://a.example/t", 3, "Connection refused")
    server.script("getWebhookInfo", Answer({"ok": True, "result": {"url": ""}}, 200))
    assert await front.see_webhook() == WebhookSeen()


async def test_see_webhook_of_a_server_unlike_telegrams(front: Front, server: ScriptedBotApi) -> None:
    server.script("getWebhookInfo", Answer({"ok": True, "result": True}, 200), refusal(404, "Not Found"))
    with pytest.raises(FetchFailedError, match="lacks the url"):
        await front.see_webhook()
    with pytest.raises(TokenRefusedError):
        await front.see_webhook()
