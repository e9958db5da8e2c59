"""A pooler in transaction mode, as PgBouncer is one: any number of clients share one process of the server."""

import asyncio
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_READY = b"Z"
_TERMINATE = b"X"


@contextmanager
def pooler(server: Path, folder: Path) -> Iterator[Path]:
    """Serve in `folder`, for the server whose socket this is, and give the folder to connect to."""
    loop = asyncio.new_event_loop()
    pool = _Pool(server)
    listening = loop.run_until_complete(asyncio.start_unix_server(pool.serve, folder / ".s.PGSQL.5432"))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield folder
    finally:
        asyncio.run_coroutine_threadsafe(pool.close(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Pool:
    def __init__(self, server: Path) -> None:
        self._server = server
        self._lent = asyncio.Lock()
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._greeting = b""

    async def close(self, listening: asyncio.Server) -> None:
        """Let nobody in, hang up on each client whom that has not ended, and leave the server: no socket stays."""
        listening.close()
        served = asyncio.all_tasks() - {asyncio.current_task()}
        for client in served:
            client.cancel()
        await asyncio.gather(*served, return_exceptions=True)
        if self._line is not None:
            await _hang_up(self._line[1])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            await _hang_up(writer)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        startup = await self._startup(reader, writer)
        async with self._lent:
            if self._line is None:
                self._line = await asyncio.open_unix_connection(self._server)
                self._line[1].write(startup)
                self._greeting, _ = await self._until_ready()
        writer.write(self._greeting)
        while True:
            first = await _message(reader)
            async with self._lent:
                await self._transaction(first, reader, writer)

    async def _startup(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        while True:
            length = await reader.readexactly(4)
            rest = await reader.readexactly(struct.unpack("!I", length)[0] - 4)
            if struct.unpack("!I", rest[:4])[0] >> 16 == 3:
                return length + rest
            writer.write(b"N")  # neither TLS nor GSS

    async def _transaction(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert self._line is not None
        message: bytes | None = first
        while True:
            if message is None:
                message = await _message(reader)
            if message[:1] == _TERMINATE:
                raise ConnectionError
            self._line[1].write(message)
            if message[:1] in {b"Q", b"S"}:
                answer, state = await self._until_ready()
                writer.write(answer)
                if state == b"I":
                    return
            message = None

    async def _until_ready(self) -> tuple[bytes, bytes]:
        assert self._line is not None
        answer = b""
        while True:
            message = await _message(self._line[0])
            answer += message
            if message[:1] == _READY:
                return answer, message[5:6]


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readexactly(5)
    return head + await reader.readexactly(struct.unpack("!I", head[1:])[0] - 4)


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
