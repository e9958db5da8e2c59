"""What a dump of PostgreSQL's says of itself, read before it is brought in: its schema, and its keys' canaries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.migrate import revisions


@dataclass(frozen=True, slots=True)
class Dump:
    """The revision of the schema (None: it says none), and fingerprint and canary of each key that was in use."""

    revision: str | None
    canaries: Sequence[tuple[str, bytes]]

    @property
    def is_known(self) -> bool:
        return self.revision in revisions()


def read_dump(script: Path) -> Dump:
    """Look for the two small tables in the script; what is in others is passed over."""
    revision, canaries = None, []
    with script.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match _copied(line):
                case "alembic_version", _:
                    revision = next((values[0] for values in _values(lines)), None)
                case "keys_in_use", columns:
                    rows = [dict(zip(columns, values, strict=True)) for values in _values(lines)]
                    canaries = [(row["fingerprint"], bytes.fromhex(row["canary"].lstrip("\\x"))) for row in rows]
    return Dump(revision, canaries)


def _copied(line: str) -> tuple[str, Sequence[str]] | None:
    """Read `COPY public.table (column, ...) FROM stdin;`."""
    if not (line.startswith("COPY ") and line.rstrip().endswith("FROM stdin;")):
        return None
    table, _, rest = line.removeprefix("COPY ").partition(" (")
    return table.rpartition(".")[2], [column.strip(' "') for column in rest.partition(")")[0].split(",")]


def _values(lines: Iterator[str]) -> Iterator[list[str]]:
    """Give the rows up to the line that ends them."""
    for line in lines:
        if line.startswith("\\."):
            return
        yield line.rstrip("\n").split("\t")
