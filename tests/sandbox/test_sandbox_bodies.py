"""Bodies as clients write them: what is read although it is odd, and what is refused in the envelope of the Bot API."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.bot_side.multipart import read_multipart
from sandbox.plain_json import DEEPEST, loads
from sandbox.refusals import RefusedError
from sandbox.server import Sandbox
from tests.sandbox.visitor import FANG, TOKEN, Visitor

FORM = "multipart/form-data; boundary=b"
CHAT = b'--b\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n1001\r\n'
DOCUMENT = (
    b"--b\r\ncontent-disposition:form-data;name=document;filename=%b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--\r\n"
)


@pytest.fixture
async def met(visitor: Visitor) -> Visitor:
    await visitor.does(FANG, "start")
    return visitor


async def _posted(visitor: Visitor, method: str, body: bytes, kind: str, **headers: str) -> tuple[int, Any]:
    address = f"{visitor.origin}/bot{TOKEN}/{method}"
    async with visitor.session.post(address, data=body, headers={"Content-Type": kind, **headers}) as answer:
        return answer.status, json.loads(await answer.read())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"my report.txt", "my report.txt"),
        (b'"my report.txt"', "my report.txt"),
        (b'"a\\"b; c.txt"', 'a"b; c.txt'),
        (b'"%E6%8A%A5.txt"', "报.txt"),
        ("报告.txt".encode(), "报告.txt"),
        (b"a.txt; x=y", "a.txt"),
    ],
)
async def test_a_file_is_taken_whatever_way_its_name_is_written(met: Visitor, written: bytes, read: str) -> None:
    status, answer = await _posted(met, "sendDocument", CHAT + DOCUMENT % written, FORM)
    assert (status, answer["result"]["document"]["file_name"]) == (200, read)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("multipart/form-data", CHAT, "boundary not found"),
        ("multipart/form-data; boundary", CHAT, "boundary value not found"),
        ("multipart/form-data; boundary=", CHAT, "boundary too big or empty"),
        (f"multipart/form-data; boundary={'b' * 71}", CHAT, "boundary too big or empty"),
        (FORM, b"nothing of the kind", "multipart/form-data ended before its last boundary"),
        (FORM, CHAT, "multipart/form-data ended before its last boundary"),
        (FORM, CHAT[:30], "multipart/form-data ended before its last boundary"),
        (FORM, b"--b\r\n\r\n\r\n1\r\n--b--", "headers in multipart/form-data are empty"),
        (FORM, b"--b\r\nno header\r\n\r\n1\r\n--b--", "can't parse form data headers"),
        (FORM, b"--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--", "field name in multipart/form-data not found"),
        (
            FORM,
            b'--b\r\nContent-Disposition: attachment; name="a"\r\n\r\n1\r\n--b--',
            "expected form-data content disposition",
        ),
        (
            FORM,
            b'--b\r\nContent-Disposition: form-data; name="a\r\n\r\n1\r\n--b--',
            "unclosed quoted string in Content-Disposition header",
        ),
    ],
)
async def test_a_form_that_cannot_be_read_is_refused_in_the_envelope_and_logged(
    met: Visitor, kind: str, body: bytes, words: str
) -> None:
    refusal = {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert await _posted(met, "sendDocument", body, kind) == (400, refusal)
    (call,) = (await met.get("calls?method=sendDocument"))["calls"]
    assert (call["status"], call["answer"]) == (400, refusal)


@given(st.binary(max_size=80), st.sampled_from([b"", CHAT, CHAT + DOCUMENT % b"a"]))
def test_any_form_is_read_or_refused(noise: bytes, form: bytes) -> None:
    for body in (noise, form[: len(noise)] + noise, form[:-4] + noise + form[-4:], noise + form):
        with suppress(RefusedError):
            assert isinstance(read_multipart(FORM, body), dict)


async def test_a_body_may_come_compressed(met: Visitor) -> None:
    body = gzip.compress(json.dumps({"chat_id": FANG, "text": "x"}).encode())
    status, answer = await _posted(met, "sendMessage", body, "application/json", **{"Content-Encoding": "gzip"})
    assert (status, answer["ok"]) == (200, True)


@pytest.mark.parametrize("field", ["reply_markup", "entities", "link_preview_options", "reply_parameters"])
async def test_an_empty_structure_in_a_form_is_none(met: Visitor, field: str) -> None:
    status, answer = await _posted(met, "sendMessage", f"chat_id={FANG}&text=x&{field}=".encode(), URL_ENCODED)
    assert (status, answer["result"]["text"]) == (200, "x")


URL_ENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("value", "is_protected"),
    [
        ("true", True),
        ("True", True),
        ("yes", True),
        ("1", True),
        ("perhaps", False),
        ("2", False),
        ("", False),
        (5, False),
    ],
)
async def test_what_is_no_boolean_is_false(met: Visitor, value: object, *, is_protected: bool) -> None:
    sent = await met.done("sendMessage", chat_id=FANG, text="x", protect_content=value)
    assert sent.get("has_protected_content", False) is is_protected


@pytest.mark.parametrize("value", ["x", "", [], {}, True, 10**30, "9" * 40, 1.5, None])
@pytest.mark.parametrize("method", ["deleteMessage", "editMessageText", "pinChatMessage"])
async def test_what_is_no_number_of_a_message_is_none(met: Visitor, method: str, value: object) -> None:
    refusal = await met.refusal(method, chat_id=FANG, message_id=value, text="x")
    assert refusal in (
        (400, "Bad Request: message identifier is not specified"),
        (400, "Bad Request: message to delete not found"),  # 1.5 is 1
        (400, "Bad Request: message to edit not found"),
        (400, "Bad Request: message to pin not found"),
    )


@pytest.mark.parametrize("chat", [f" {FANG} ", str(FANG), FANG, float(FANG), f"{FANG}abc"])
async def test_a_chats_number_is_read_as_far_as_it_is_one(met: Visitor, chat: object) -> None:
    assert (await met.done("sendMessage", chat_id=chat, text="x"))["chat"]["id"] == FANG


@pytest.mark.parametrize("text", [["x"], {"a": 1}, 7, True])
async def test_a_text_that_is_none_is_written_as_it_came(met: Visitor, text: object) -> None:
    assert (await met.done("sendMessage", chat_id=FANG, text=text))["text"] == json.dumps(text)


@pytest.mark.parametrize("kinds", ["all of them", {"message": 1}, [1, 2], "[", 7])
async def test_wanted_updates_that_are_no_array_of_texts_leave_it_as_it_was(met: Visitor, kinds: object) -> None:
    await met.done("getUpdates", allowed_updates=["MESSAGE"])
    await met.done("getUpdates", allowed_updates=kinds)
    assert (await met.done("getWebhookInfo"))["allowed_updates"] == ["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 50_000,
        b'{"chat_id":1001,"text":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"a":' * 200 + b"1" + b"}" * 200,
        b'{"advance_s": Infinity}',
        b'{"advance_s": -Infinity}',
        b'{"advance_s": NaN}',
        b'{"advance_s": 1e999}',
        b'{"advance_s": ' + b"9" * 5000 + b"}",
        b"\xff\xfe{",
    ],
)
@pytest.mark.parametrize("path", ["sandbox/clock", f"bot{TOKEN}/sendMessage", f"sandbox/people/{FANG}/text"])
async def test_json_that_is_too_deep_or_no_json_is_refused(met: Visitor, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with met.session.post(f"{met.origin}/{path}", data=body, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (400, "application/json")
    assert (await met.bot("getMe"))["ok"]


def test_json_may_be_as_deep_as_telegram_reads_it() -> None:
    assert loads("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ValueError, match="too deep"):
        loads("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


@pytest.mark.parametrize("seconds", [252_000_000_000, 10**400, 1e300, 80 * 365 * 86400])
async def test_a_clock_is_not_wound_out_of_its_calendar(met: Visitor, seconds: float) -> None:
    before = (await met.get("clock"))["now"]
    said = await met.post("clock", advance_s=seconds)
    assert said == {"error": "a clock goes from the year 2000 to 2100, and no further"}
    assert (await met.get("clock"))["now"][:13] == before[:13]
    assert (await met.done("sendMessage", chat_id=FANG, text="x"))["text"] == "x"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/bot{TOKEN}/getMe/", 404),
        (f"/bot{TOKEN}", 404),
        ("/nothing", 404),
        (f"/bot{TOKEN}/", 404),
    ],
)
async def test_a_path_that_leads_nowhere_is_answered_in_the_envelope(met: Visitor, path: str, status: int) -> None:
    async with met.session.get(f"{met.origin}{path}") as answer:
        assert (answer.status, await answer.json()) == (
            status,
            {"ok": False, "error_code": 404, "description": "Not Found"},
        )


async def test_a_path_of_the_persons_side_that_leads_nowhere_says_so(met: Visitor) -> None:
    async with met.session.post(f"{met.origin}/sandbox/people/1/dance") as answer:
        assert (answer.status, await answer.json()) == (404, {"error": "Not Found: POST /sandbox/people/1/dance"})
    async with met.session.post(f"{met.origin}/") as answer:
        assert (answer.status, (await answer.json())["description"]) == (405, "Method Not Allowed")


async def test_a_refusal_for_pace_says_how_long_in_a_header_too(met: Visitor) -> None:
    await met.post("faults", method="sendMessage", error_code=429, retry_after=7)
    async with met.session.get(f"{met.origin}/bot{TOKEN}/sendMessage") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.wire
async def test_a_body_beyond_the_limit_is_refused_in_the_envelope(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.server.BODY_MOST", 1000)
    running = Sandbox(TOKEN)
    async with aiohttp.ClientSession() as session:
        narrow = Visitor(await running.start(), session)
        status, answer = await _posted(narrow, "getMe", CHAT + bytes(2000), FORM)
    await running.stop()
    assert (status, answer["description"]) == (413, "Request Entity Too Large")
