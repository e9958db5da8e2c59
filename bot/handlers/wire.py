"""Posts Bot API calls over aiohttp, under either library, and tells apart what never left from what may have arrived.

The libraries' own clients cannot say it (aiogram's has one time-out for all), and PTB's default one manages a ninth of
the sends.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    FormData,
    InvalidURL,
    TCPConnector,
)
from yarl import URL

from bot.chat import Fate, Outcome
from bot.handlers.outcomes import CallFailedError

CONNECT_S = 10.0
READ_S = 30.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Files = Mapping[str, tuple[str, bytes]]
"""Files to be uploaded: each parameter's file name and content."""

NO_FILES: Final[Files] = MappingProxyType({})

NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)


class Wire:
    """Connections to one Bot API server, opened by the first call."""

    def __init__(self, bot_api: str, *, connect_s: float = CONNECT_S, read_s: float = READ_S) -> None:
        self.read_s = read_s
        self._connect_s = connect_s
        # A proxy of the environment leads to Telegram, never to a server on this machine.
        self._by_proxy = not _on_this_machine(bot_api)
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
        headers = None if files else FORM
        try:
            async with self._open().post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (ClientError, OSError) as trouble:  # a TimeoutError is an OSError
            raise CallFailedError(_lost(trouble)) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=0), trust_env=self._by_proxy)
        return self._session


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


def _on_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
