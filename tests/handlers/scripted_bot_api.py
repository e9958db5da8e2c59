"""A Bot API server that answers as a test tells it to, over real HTTP, and remembers what it was asked."""

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456:scripted-token_of-nobody"
NEXT_MESSAGE = 77


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gets: a status and a body, perhaps late or cut off before the end; bytes go as `packed`."""

    body: object
    status: int = 200
    delay_s: float = 0.0
    cut: bool = False
    packed: str = "identity"


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    parameters: dict[str, Any]


DROPPED = Answer(None, cut=True)


def refusal(code: int, description: str, **parameters: int) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer(body, code)


def message(text: str = "好的") -> dict[str, object]:
    chat = {"id": 7, "type": "private", "first_name": "芳"}
    return {"message_id": NEXT_MESSAGE, "date": 1767225600, "chat": chat, "text": text}


ME = {"id": 123456, "is_bot": True, "first_name": "驿站", "username": "WaystationBot"}


@dataclass
class ScriptedBotApi:
    """`script` answers the next calls of a method, else they are accepted; `updates` wait until they are confirmed."""

    calls: list[Call] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    origin: str = ""
    _scripts: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def script(self, method: str, *answers: Answer) -> None:
        self._scripts[method].extend(answers)

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [call.parameters for call in self.calls if call.method == method]

    async def until(self, method: str, times: int = 1) -> None:
        """Return when a method has been called so often."""
        while len(self.asked(method)) < times:  # noqa: ASYNC110  a test may well look every 10 ms
            await asyncio.sleep(0.01)

    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        parameters = {name: _part(part) for name, part in (await request.post()).items()}
        self.calls.append(Call(method, parameters))
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        script = self._scripts[method]
        answer = script.popleft() if script else Answer(await self._accepted(method, parameters))
        await asyncio.sleep(answer.delay_s)
        return await _sent(request, answer)

    async def _accepted(self, method: str, parameters: dict[str, Any]) -> dict[str, object]:
        if method == "getUpdates":
            return {"ok": True, "result": await self._waiting(parameters)}
        sends = ("sendMessage", "sendVenue", "sendDocument", "sendPhoto", "sendVideo", "sendVoice")
        results: dict[str, object] = {"getMe": ME, **{send: message() for send in sends}}
        results["sendMediaGroup"] = [message() | {"message_id": NEXT_MESSAGE + place} for place in range(2)]
        results["editMessageText"] = message() | {"message_id": parameters.get("message_id")}
        return {"ok": True, "result": results.get(method, True)}

    async def _waiting(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        offset, ends = parameters.get("offset", 0), asyncio.get_running_loop().time() + parameters.get("timeout", 0)
        self.updates = [update for update in self.updates if update.get("update_id", offset) >= offset]
        while not self.updates and asyncio.get_running_loop().time() < ends:  # noqa: ASYNC110  the same
            await asyncio.sleep(0.01)
        return self.updates[:100]


def _part(part: object) -> Any:
    """Read one part of a form: a file as its name and content, anything else as JSON or text."""
    return (part.filename, part.file.read()) if isinstance(part, web.FileField) else _value(str(part))


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


async def _sent(request: web.Request, answer: Answer) -> web.StreamResponse:
    if isinstance(answer.body, bytes):
        return web.Response(body=answer.body, status=answer.status, headers={"Content-Encoding": answer.packed})
    text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    if not answer.cut:
        return web.Response(text=text, status=answer.status)
    assert request.transport is not None
    if answer.body is not None:  # half an answer
        request.transport.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(text) * 2}\r\n\r\n{text}".encode())
        await asyncio.sleep(0.01)
    request.transport.close()
    return web.Response()
