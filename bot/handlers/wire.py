"""Posts Bot API calls over aiohttp, under either library, and tells apart what never left from what may have arrived.

An answer is read up to a limit, packed or not: whatever stands between us and Telegram must not fill the memory.

The libraries' own clients cannot say it (aiogram's has one time-out for all), and PTB's default one manages a ninth of
the sends.
"""

import zlib
from collections.abc import Mapping
from http import HTTPStatus
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    FormData,
    InvalidURL,
    TCPConnector,
)
from aiohttp.helpers import get_env_proxy_for_url
from yarl import URL

from bot.chat import Fate, Outcome
from bot.handlers.outcomes import CallFailedError

CONNECT_S = 10.0
READ_S = 30.0
ANSWER_MOST = 1024 * 1024
"""Bytes of an answer to a call: the message that was sent, and the one that it answers."""

UPDATES_MOST = 8 * 1024 * 1024
"""Bytes of an answer to `getUpdates`: a hundred updates of the longest texts, each quoting another, are seven."""

FILE_MOST = 20 * 1024 * 1024
"""Bytes of a file that somebody has sent: no server of Telegram's gives a bigger one."""

PLAIN = {"Accept-Encoding": "identity"}
FORM = PLAIN | {"Content-Type": "application/x-www-form-urlencoded"}

Files = Mapping[str, tuple[str, bytes]]
"""Files to be uploaded: each parameter's file name and content."""

NO_FILES: Final[Files] = MappingProxyType({})

NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)


class Wire:
    """Connections to one Bot API server, opened by the first call."""

    def __init__(self, bot_api: str, *, connect_s: float = CONNECT_S, read_s: float = READ_S) -> None:
        self.read_s = read_s
        self._connect_s = connect_s
        self._bot_api = bot_api
        self._session: ClientSession | None = None

    async def post(
        self, url: str, fields: Mapping[str, str], *, files: Files = NO_FILES, longer_s: float = 0.0
    ) -> tuple[int, bytes]:
        """Return status and body; `longer_s` is how much longer than usual the server may take (long polling).

        Raises `CallFailedError`: NOT_CONNECTED or UNCERTAIN. The address holds the token, so that no reason names it.
        """
        read_s = self.read_s + longer_s
        timeout = ClientTimeout(total=self._connect_s + read_s, connect=self._connect_s, sock_read=read_s)
        # urlencode takes eight times as long for Chinese
        body = _in_parts(fields, files) if files else URL.build(query=fields).raw_query_string.encode()
        headers = PLAIN if files else FORM
        most = UPDATES_MOST if url.endswith("/getUpdates") else ANSWER_MOST
        try:
            async with self._open().post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await _read(response, most)
        except (ClientError, OSError) as trouble:  # a TimeoutError is an OSError
            raise CallFailedError(_lost(trouble)) from None

    async def download(self, url: str) -> bytes:
        """Return what stands at this address. Raises `CallFailedError`: NOT_CONNECTED, REFUSED or SERVER_TROUBLE."""
        timeout = ClientTimeout(total=self._connect_s + 3 * self.read_s, connect=self._connect_s, sock_read=self.read_s)
        try:
            async with self._open().get(url, headers=PLAIN, timeout=timeout, allow_redirects=False) as response:
                if response.status != HTTPStatus.OK:
                    is_gone = response.status < HTTPStatus.INTERNAL_SERVER_ERROR
                    fate = Fate.REFUSED if is_gone else Fate.SERVER_TROUBLE
                    raise CallFailedError(Outcome(fate, reason=f"a file: {response.status}"), response.status)
                return await _read(response, FILE_MOST)
        except (ClientError, OSError) as trouble:
            raise CallFailedError(Outcome(Fate.NOT_CONNECTED, reason=type(trouble).__name__)) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open(self) -> ClientSession:
        if self._session is None:
            # Unpacked by ourselves: what was packed small may be without end.
            self._session = ClientSession(
                connector=TCPConnector(limit=0), proxy=_proxy_to(self._bot_api), auto_decompress=False
            )
        return self._session


async def _read(response: ClientResponse, most: int) -> bytes:
    """Read an answer of so many bytes at most, also when unpacked; empty where that cannot be done.

    Raises `CallFailedError` where a longer one may have been good news.
    """
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > most:
            break
    answer = bytes(body)
    if len(answer) <= most:
        answer = _unpacked(answer, response.headers.get("Content-Encoding", "identity").lower(), most)
    if len(answer) <= most:
        return answer
    if response.status == HTTPStatus.OK:
        raise CallFailedError(Outcome(Fate.UNCERTAIN, reason="the answer is too long"), response.status)
    return b""


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """Unpack what was packed though nobody asked for that; a byte more than `most` tells that there is more."""
    if encoding in {"", "identity"}:
        return body
    for form in _FORMS.get(encoding, ()):
        try:
            return zlib.decompressobj(form).decompress(body, most + 1)
        except zlib.error:
            continue
    return b""


_FORMS: Final = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}  # the last: without its header, as some have it


def _in_parts(fields: Mapping[str, str], files: Files) -> FormData:
    form = FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value)
    for name, (called, content) in files.items():
        form.add_field(name, content, filename=called, content_type="application/octet-stream")
    return form


def _lost(trouble: Exception) -> Outcome:
    fate = Fate.NOT_CONNECTED if isinstance(trouble, NEVER_LEFT) else Fate.UNCERTAIN
    return Outcome(fate, reason=type(trouble).__name__)


def _proxy_to(address: str) -> URL | None:
    """Return the proxy that the environment names for this server; one on this machine is reached without.

    It is found once. A session that trusts the environment looks for it, and into `.netrc`, in two threads at every
    call, which costs more than the call does.
    """
    if _on_this_machine(address):
        return None
    try:
        proxy, auth = get_env_proxy_for_url(URL(address))
    except LookupError:
        return None
    return proxy if auth is None else proxy.with_user(auth.login).with_password(auth.password)


def _on_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
