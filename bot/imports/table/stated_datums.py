"""What a file itself says that its coordinates count in, and what follows where that is not what was asked for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from unicodedata import normalize

from bot.imports.table.problems import SHEET_STEP, FileUnreadable, row_name
from bot.imports.table.wording import BadFile
from domain.places.datums import Datum

_CALLED: Final = (
    (Datum.GCJ02, r"gcj-?_?(?:02)?(?![a-z0-9])|gcj(?=lat|lng|lon)|火星|国测局|高德|腾讯|amap|gaode"),
    (Datum.BD09, r"bd-?_?09(?:ll)?|百度|baidu"),
    (
        Datum.WGS84,
        (
            r"wgs-?_?(?:19)?84|wgs(?=lat|lng|lon)|gps|cgcs-?2000|国家2000|2000国家|大地2000|2000大地|天地图"
            r"|epsg:{0,2}(?:4326|4490|4979)\b|crs:?84"
        ),
    ),
)
_KNOWN: Final = tuple((datum, re.compile(called)) for datum, called in _CALLED)
_OTHER: Final = re.compile(
    r"epsg:{0,2}\d+|北京-?(?:19)?54|西安-?(?:19)?80|beijing-?(?:19)?54|xian-?(?:19)?80|墨卡托|mercator|utm|"
    r"(?:上海|城建|地方|独立|城市|平面)[^,。;]{0,4}坐标系"
)
_ABOUT: Final = re.compile(r"坐标|经纬度|coordinate|datum|\bcrs\b|gcj|bd-?09|wgs|cgcs")
_NOT: Final = re.compile(r"(?:非|不是|不为|不用|并非|而非|勿用|不要用|不得用|不使用|\bnot)\s*(?:使用|采用)?$")


@dataclass(frozen=True, slots=True)
class Stated:
    """The file says in this row, in these words, what its coordinates count in; None: something we do not know."""

    datum: Datum | None
    said: str
    row: int


@dataclass(frozen=True, slots=True)
class Datums:
    """What coordinates count in, sheet by sheet, `otherwise` where a sheet says nothing; `said` are the words."""

    otherwise: Datum
    of_sheets: Mapping[int, Datum] = field(default_factory=dict)
    said: str = ""
    where: str = ""
    is_guess: bool = False

    def of(self, row: int) -> Datum:
        return self.of_sheets.get(row // SHEET_STEP, self.otherwise)


def stated_in(written: str, *, alone: bool = False) -> Iterator[Datum | None]:
    """Find what a text says coordinates count in, None for what we cannot read; `alone` if it is about nothing else."""
    plain = "".join(normalize("NFKC", written).casefold().split())
    if not alone and not _ABOUT.search(plain):
        return
    known = [datum for datum, called in _KNOWN if _is_meant(called, plain)]
    yield from known
    if not known and _is_meant(_OTHER, plain):
        yield None


def read_datum(written: str) -> Datum | None:
    """Read a cell of a column that says nothing else; None for what we do not know."""
    found = list(stated_in(written, alone=True))
    return found[0] if len(found) == 1 else None


def settled(stated: Iterable[Stated], asked: Datum | None, sheets: tuple[str, ...]) -> Datums:
    """Obey the file, or refuse it once with both named. `asked` is what the command line says, None where nothing.

    Raises FileUnreadable where the file contradicts itself within a sheet or what was asked for, or names a datum
    that we cannot read.
    """
    first: dict[int, Stated] = {}
    for one in stated:
        if one.datum is None:
            raise FileUnreadable(BadFile.DATUM_UNKNOWN, said=one.said, row=row_name(one.row, sheets))
        before = first.setdefault(one.row // SHEET_STEP, one)
        if asked is not None and one.datum is not asked:
            named = {"there": one.datum.label, "asked": asked.label, "said": one.said}
            raise FileUnreadable(BadFile.DATUM_CONTRADICTED, row=row_name(one.row, sheets), **named)
        if before.datum is not one.datum:
            named = {"said": before.said, "other": one.said, "row": row_name(before.row, sheets)}
            raise FileUnreadable(BadFile.DATUM_TWICE, again=row_name(one.row, sheets), **named)
    if asked is not None:
        return Datums(asked)
    return _obeyed(first, sheets)


def _obeyed(first: Mapping[int, Stated], sheets: tuple[str, ...]) -> Datums:
    """Let a sheet that says nothing follow the others, where these agree."""
    of_sheets = {sheet: one.datum for sheet, one in first.items() if one.datum is not None}
    named = frozenset(of_sheets.values())
    if not named:
        return Datums(Datum.WGS84, is_guess=True)
    if len(named) > 1 and len(of_sheets) < len(sheets):
        one, other = (next(each for each in first.values() if each.datum is datum) for datum in sorted(named)[:2])
        where = {"row": row_name(one.row, sheets), "again": row_name(other.row, sheets)}
        raise FileUnreadable(BadFile.DATUM_TWICE, said=one.said, other=other.said, **where)
    words = next(iter(first.values()))
    return Datums(next(iter(named)), of_sheets, words.said, row_name(words.row, sheets))


def _is_meant(called: re.Pattern[str], plain: str) -> bool:
    """Tell whether a name stands there without a "not" before it."""
    return any(not _NOT.search(plain[: found.start()]) for found in called.finditer(plain))
