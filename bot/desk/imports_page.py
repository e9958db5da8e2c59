"""Lists brought in at the desk: looked at first, row by row, and taken by a second press, for admins of everything.

Nothing of a list is kept between the two: the file is chosen again, and must be the very one that was looked at. What
was looked at stands in the form as a keyed digest of kind, datum and content, which only this session could be given.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from aiohttp import BodyPartReader, MultipartReader, web

from bot.desk.audit_page import check_admin
from bot.desk.exporting import File
from bot.desk.guard import RefusedError
from bot.desk.showing import drawn
from bot.desk.visits import Visit
from bot.imports.buildings_file import import_buildings
from bot.imports.calendar_list import import_calendar
from bot.imports.formats.report import write_report
from bot.imports.landmarks import import_landmarks
from bot.imports.points import import_points
from bot.imports.resources import import_resources
from bot.imports.table.summaries import Manner, Summary
from bot.imports.units import import_units
from bot.papers.naming import file_name
from bot.texts import Words, paper
from domain.places.datums import Datum
from storage.unit_of_work import Store

MOST_BYTES: Final = 2_000_000
"""Some 20,000 points: a few seconds of reading, beside all turns. What is larger is brought in by the command."""

_FIELD_MOST: Final = 1_000
_SHOWN: Final = 100

_PLACES: Final = {"points": import_points, "buildings": import_buildings, "landmarks": import_landmarks}
_OTHERS: Final = {"units": import_units, "calendar": import_calendar, "resources": import_resources}

CALLED: Final[Mapping[str, str]] = {
    "units": paper("Units"),
    "points": paper("Service points"),
    "buildings": paper("Buildings"),
    "landmarks": paper("Landmarks"),
    "resources": paper("Rooms, equipment and speakers"),
    "calendar": paper("Holidays and working days"),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """What a form has brought: its fields, where the list lies, and the digest of its content."""

    fields: Mapping[str, str]
    file: Path
    digest: str

    @property
    def kind(self) -> str:
        return self.fields.get("kind", "")

    @property
    def datum(self) -> Datum | None:
        told = self.fields.get("datum", "")
        return Datum(told) if told else None

    def mark(self, secret: str) -> str:
        """Return what says that this session was shown what this list would bring."""
        looked_at = "\n".join(("list", self.kind, self.fields.get("datum", ""), self.digest))
        return hmac.digest(secret.encode(), looked_at.encode(), sha256).hex()

    def was_looked_at(self, secret: str) -> bool:
        return hmac.compare_digest(self.mark(secret), self.fields.get("mark", ""))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list: `summary` None where the file is no list, and `trouble` says why.

    `is_taken`: it is in the store; `is_another`: it was to be taken, and is not the one that was looked at.
    """

    upload: Upload
    mark: str
    summary: Summary | None = None
    trouble: str = ""
    is_taken: bool = False
    is_another: bool = False


async def received(request: web.Request, folder: Path) -> Upload:
    """Put the list of a form into this folder. Raises `RefusedError` for no such form, and for what is too large."""
    if request.content_type != "multipart/form-data":
        raise RefusedError(400, "form")
    fields: dict[str, str] = {}
    file, digest = folder / "list", ""
    try:
        async for part in await request.multipart():
            if isinstance(part, MultipartReader) or part is None:
                raise RefusedError(400, "form")
            if part.name == "list":
                content = await _content(part, MOST_BYTES)
                digest = sha256(content).hexdigest()
                file.write_bytes(content)
            else:
                fields[part.name or ""] = (await _content(part, _FIELD_MOST)).decode(errors="replace")
    except ValueError:
        raise RefusedError(400, "form") from None
    if fields.get("kind") not in CALLED or fields.get("datum", "") not in {"", *Datum} or not digest:
        raise RefusedError(400, "form")
    return Upload(fields, file, digest)


async def _content(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > most:
            raise RefusedError(413, "large")
    return bytes(content)


def bring_in(store: Store, upload: Upload, manner: Manner) -> Summary:
    """Bring a list in, or only try to. Slow: in a thread of its own. Raises `FileUnreadable`."""
    if upload.kind in _PLACES:
        return _PLACES[upload.kind](store, upload.file, upload.datum, manner)
    return _OTHERS[upload.kind](store, upload.file, manner)


def report(summary: Summary, upload: Upload, t: Words) -> File:
    """Write the rows that were rejected, each with its reason, as the command does."""
    path = upload.file.with_name("report.csv")
    write_report(summary, path, t.language)
    name = file_name("csv", t.paper(CALLED[upload.kind]), t.paper("rejected rows"))
    return File(name, path.read_bytes(), "csv", len(summary.problems))


def imports_page(visit: Visit, outcome: Outcome | None = None) -> str:
    """Show the form, and what a list has brought or would bring."""
    check_admin(visit.desk)
    t = visit.desk.words
    summary = outcome.summary if outcome else None
    told = {
        "kinds": CALLED,
        "datums": [(one.value, one.label) for one in Datum],
        "outcome": outcome,
        "summary": summary,
        "heads": [t.report(one) for one in ("row", "field", "value", "problem")],
        "looked": t.report("Only looked: nothing was changed."),
        "counts": _counts(summary, t) if summary else [],
        "problems": [
            (one.at, t.report(one.field), one.value, one.problem) for one in (summary.problems if summary else ())
        ][:_SHOWN],
        "notes": [(one.at, one.text) for one in (summary.notes if summary else ())][:_SHOWN],
        "most": MOST_BYTES // 1_000_000,
        "shown": _SHOWN,
    }
    return drawn("imports.html", visit, told)


def _counts(summary: Summary, t: Words) -> list[tuple[str, int]]:
    return [
        (t.plain("rows read"), summary.read),
        (t.plain("new"), summary.imported),
        (t.plain("changed"), summary.updated),
        (t.plain("as they were"), summary.unchanged),
        (t.plain("rejected"), summary.rejected),
    ]
