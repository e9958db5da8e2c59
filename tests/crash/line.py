"""A line to the database that can be cut without a word: nothing passes, and nobody is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
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
    """Give a line to this database, which listens at a socket in a folder, or at the ports of several hosts."""
    address = make_url(database)
    asked = dict(address.query)
    hosts = asked.pop("host")
    line = Line("")
    servers = [
        await asyncio.start_server(partial(_connect, line, host), "127.0.0.1", 0)
        for host in ([hosts] if isinstance(hosts, str) else hosts)
    ]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    through = address.set(query=asked | {"host": tuple(f"127.0.0.1:{port}" for port in ports)})
    line.url = through.render_as_string(hide_password=False)
    line.passes.set()
    yield line
    line.passes.set()
    for server in servers:
        server.close()


async def _connect(line: Line, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await line.passes.wait()
    try:
        there, here = await _opened(host)
    except OSError:  # nobody is there
        writer.close()
        return
    await asyncio.gather(line.carry(reader, here), line.carry(there, writer))


async def _opened(host: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if host.startswith("/"):
        return await asyncio.open_unix_connection(Path(host) / ".s.PGSQL.5432")
    name, _, port = host.partition(":")
    return await asyncio.open_connection(name, int(port))
