"""No clock-in, no trail, no duty photo, no score and no ranking of those who visit: in schema, texts, pages and code.

The rules behind it forbid clock-ins (打卡签到), points and rankings (积分排名), time online (在线时长) and forced
uploads of work photos, videos and tracks: the State Council office's of January 2026 on official apps, and the central
one of December 2023. Neither was read in its official edition (`docs/rules.md`). The check-in of an activity is a roll
call of those who take part; nothing of it reaches the grid.
"""

import ast
import re
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Table

from bot.papers import briefing
from bot.texts import LANGUAGES, catalogue
from domain.grid import gaps
from storage.tables import grid
from storage.tables.schema import metadata

_ROOT: Final = Path(__file__).parents[1]
_GRID: Final = tuple(one for one in vars(grid).values() if isinstance(one, Table))
_ROOMS: Final = ("bot/flows/grid", "storage/grid", "domain/grid", "bot/planning/grid.py", "scheduler/notices/grid.py")
_CODE: Final = tuple(
    file
    for room in _ROOMS
    for file in (sorted((_ROOT / room).rglob("*.py")) if (_ROOT / room).is_dir() else [_ROOT / room])
)

_BANNED_COLUMNS: Final = re.compile(
    "latitude|longitude|position|track|trail|route|distance|metres|steps|clock|check_?in|arrived|left_at|started|"
    "duration|minutes|photo|selfie|picture|proof|score|points?$|rank|rate|streak|level|badge|quota|target|online|likes"
)
_BANNED_CHINESE: Final = re.compile(
    "打卡|轨迹|积分|排名|排行|在线时长|留痕|考核|得分|步数|里程|评比|红旗|名次|达标|定位签到"
)
_BANNED_ENGLISH: Final = re.compile(
    r"(?i)\b(?:clock[- ]?in|(?<!lost )track(?:ed|ing)?|trail|leaderboard|ranking|score|streak|badge"
    r"|points earned|mileage|quota)\b"
)


_OF_ROOMS: Final = frozenset({"quota"})
"""What limits how much of a room a unit has, and nobody's deeds."""


def test_grid_has_tables() -> None:
    assert {one.name for one in _GRID} >= {"visits", "promises", "assignments", "teams"}


@pytest.mark.parametrize("table", _GRID, ids=lambda table: table.name)
def test_no_column_tells_where_somebody_stood_how_long_or_how_well(table: Table) -> None:
    assert [one.name for one in table.columns if _BANNED_COLUMNS.search(one.name)] == []


@pytest.mark.parametrize("table", _GRID, ids=lambda table: table.name)
def test_nothing_of_a_check_in_is_referred_to(table: Table) -> None:
    of_activities = {"activities", "signups", "locations", "duty_answers", "ratings"}
    assert {key.target_fullname.partition(".")[0] for key in table.foreign_keys} & of_activities == set()


def test_visit_keeps_a_day_and_no_hour() -> None:
    """A visit has one moment, its day, which is written as a noon; and what may be added to it may be left out."""
    moments = {"day", "next_on"}
    assert {one.name for one in grid.visits.columns if one.type.__class__.__name__ in {"Double", "Float"}} == moments
    assert all(grid.visits.c[name].nullable for name in ("found", "attachment", "company_id", "next_on"))
    (noon,) = re.findall(r"visits\.note\((?:[^()]|\([^()]*\))*noon\(desk\.today", _source("bot/flows/grid/noting.py"))
    assert noon


def test_no_table_at_all_ranks_people() -> None:
    words = re.compile("^(?:score|scores|ranks?|rankings?|streaks?|leaderboard|clock_ins?|tracks?|trails?)$")
    assert [name for name in metadata.tables if words.search(name)] == []
    columns = [f"{t.name}.{one.name}" for t in metadata.tables.values() for one in t.columns if words.search(one.name)]
    assert columns == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_asks_for_it(language: str) -> None:
    said = [message for message in catalogue.catalogue(language) if message.id and isinstance(message.id, str)]
    banned = _BANNED_CHINESE if language == "zh_Hans" else _BANNED_ENGLISH
    assert [one.string for one in said if banned.search(str(one.string)) and one.id not in _OF_ROOMS] == []


def test_no_page_has_it() -> None:
    pages = [*(_ROOT / "bot" / "pages").rglob("*.js"), *(_ROOT / "bot" / "pages").rglob("*.html")]
    assert pages
    found = [page.name for page in pages if _BANNED_CHINESE.search(page.read_text("utf-8"))]
    assert found == []


def test_nobody_is_ordered_by_what_they_do() -> None:
    """Whoever counts visits by person would have to group or sort by one: no statement of the grid does."""
    grouped = [
        f"{file.name}: {ast.unparse(node)}"
        for file in _CODE
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"group_by", "order_by"}
        and re.search(r"count|sum", ast.unparse(node))
    ]
    assert grouped == []
    assert [file.name for file in _CODE if "group_by" in file.read_text("utf-8")] == []


def test_gap_knows_no_person() -> None:
    assert "chat" not in _source(Path(gaps.__file__).relative_to(_ROOT).as_posix())
    assert {"score", "rank"} & set(briefing.Briefing.__slots__) == set()


def test_position_is_used_once_and_kept_by_nobody_but_the_house() -> None:
    """An hour is looked for around a place; what the grid does with it ends with the screen."""
    users = [file.name for file in _CODE if "shared_location" in file.read_text("utf-8")]
    assert users == ["hour.py"]
    assert not any(
        re.search("latitude|longitude", file.read_text("utf-8"))
        for file in _CODE
        if file.parts[-2] == "grid" and "visit" in file.name
    )


def test_file_may_be_added_and_is_never_asked_for() -> None:
    """No screen of the grid waits for a file: a sentence is heard wherever a file is."""
    for file in _CODE:
        source = file.read_text("utf-8")
        if "SentFile(" in source:
            assert "Said(" in source
    keys = [one for file in _CODE for one in re.findall(r'Key\(.*?\), "(\w+)"\)', file.read_text("utf-8"))]
    assert keys == ["location"]


def _source(path: str) -> str:
    return (_ROOT / path).read_text("utf-8")
