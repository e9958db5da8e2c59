"""A line between a browser and a house that breaks when it is told to: every connection at once, and new ones too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import final

_AT_ONCE = 65_536


@final
class BadLine:
    """Carries bytes from its own address to another, while it holds."""

    def __init__(self, to: str) -> None:
        self._host, _, self._port = to.rpartition(":")
        self._holds = True
        self._open = set[asyncio.StreamWriter]()
        self.cuts = 0

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Carry what comes to this address."""
        name, _, port = host.rpartition(":")
        server = await asyncio.start_server(self._carry, name, int(port))
        try:
            yield
        finally:
            self.cut()
            server.close()

    async def breaks(self, every_s: float, for_s: float) -> None:
        """Break again and again, until cancelled; then it holds."""
        try:
            while True:
                await asyncio.sleep(every_s)
                self.cut()
                await asyncio.sleep(for_s)
                self._holds = True
        finally:
            self._holds = True

    def cut(self) -> None:
        self._holds = False
        self.cuts += 1
        for writer in self._open:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there: asyncio.StreamWriter | None = None
        self._open.add(writer)
        try:
            with suppress(OSError):
                if self._holds:
                    back, there = await asyncio.open_connection(self._host, int(self._port))
                    self._open.add(there)
                    await asyncio.gather(_pump(reader, there), _pump(back, writer))
        finally:
            for end in (writer, there):
                if end is not None:
                    self._open.discard(end)
                    end.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry until one side has gone, and let the other know."""
    with suppress(OSError):
        while piece := await reader.read(_AT_ONCE):
            writer.write(piece)
            await writer.drain()
    writer.close()
