"""A line to the database that can be cut without a word: nothing passes, and nobody is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url


@dataclass(slots=True)
class Line:
    """Leads to the database at `url`, as long as it `passes`."""

    url: str
    passes: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self.passes.wait()
                writer.write(data)
                await writer.drain()
            await self.passes.wait()  # nor does anybody hear of an end
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def open_line(database: str) -> AsyncIterator[Line]:
    """Give a line to this database, which listens at a socket in a folder."""
    address = make_url(database)
    server_socket = Path(str(address.query["host"])) / ".s.PGSQL.5432"

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await line.passes.wait()
        there, here = await asyncio.open_unix_connection(server_socket)
        await asyncio.gather(line.carry(reader, here), line.carry(there, writer))

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    through = address.set(host="127.0.0.1", port=port, query={})
    line = Line(through.render_as_string(hide_password=False))
    line.passes.set()
    yield line
    line.passes.set()
    server.close()
