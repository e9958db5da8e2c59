"""A list of 100,000 points brought into an empty store, beside the least that anybody would write for it.

Ours is `waystation import points FILE --crs wgs84 --json`, a process of its own, over a CSV of thirteen columns in
which every other row has a phone number that cannot be one. Its time, its processor time and the most memory that it
held are the system's, the start of Python and the making of a SQLite store included. The peer (`bench.plain_import`)
is a process too: `csv`, one pydantic model to a row, and one `executemany`, all in one transaction, as a careful script
does that trusts its list. It reads no hours, finds no district, looks for no duplicate and reports nothing, so that the
ratio is the price of all that. XLSX is the same list, written by openpyxl, and brought in once.
"""

import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final

from openpyxl import Workbook

from bench.processes import environment
from storage.sealed import new_key

ROWS: Final = 100_000
QUICK_ROWS: Final = 5_000

_HEADER: Final = (
    "编码",
    "名称",
    "层级",
    "区",
    "街道",
    "楼宇",
    "地址",
    "纬度",
    "经度",
    "服务",
    "开放时间",
    "电话",
    "无障碍",
)
_DISTRICTS: Final = ("静安区", "徐汇区", "黄浦区", "长宁区", "虹口区", "杨浦区", "普陀区", "宝山区")
_SIGNS: Final = "东方明珠红旗阳光春天日出云锦龙华新华复兴建国大厦商务广场"
_HOURS: Final = ("周一至周五 9:00-17:00", "Mo-Su 08:30-20:00", "周一至周日 9:00-21:00")
_SERVICES: Final = ("转接、学习", "骑手休息 充电", "学习;阅读", "志愿")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds by the clock and of the processor, and megabytes of memory at most."""

    wall_s: float
    cpu_s: float
    rss_mb: float


def figures(*, quick: bool) -> dict[str, float]:
    """Measure; a quick run has a short list, so that starting Python and making the store weigh more."""
    rows = QUICK_ROWS if quick else ROWS
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        table, workbook = home / "points.csv", home / "points.xlsx"
        write_list(table, workbook, rows)
        ours = [_ours(home / f"ours{number}.db", table, rows) for number in range(1 if quick else 3)]
        theirs = [_theirs(home / f"theirs{number}.db", table) for number in range(1 if quick else 3)]
        xlsx = _ours(home / "xlsx.db", workbook, rows)
    cpu_s, peer_cpu_s = median(one.cpu_s for one in ours), median(one.cpu_s for one in theirs)
    took = median(one.wall_s for one in ours)
    return {
        "rows": rows,
        "import_s": took,
        "import_cpu_s": cpu_s,
        "import_rss_mb": max(one.rss_mb for one in ours),
        "rows_per_s": rows / took,
        "xlsx_cpu_s": xlsx.cpu_s,
        "xlsx_rss_mb": xlsx.rss_mb,
        "peer_cpu_s": peer_cpu_s,
        "ratio_cpu_vs_peer": cpu_s / peer_cpu_s,
    }


def write_list(table: Path, workbook: Path, rows: int) -> None:
    """Write the same list as CSV and as XLSX."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file)
        for row in (_HEADER, *_rows(rows)):
            written.writerow(row)
            sheet.append(row)
    book.save(workbook)


def _rows(count: int) -> Iterator[Sequence[str]]:
    random = Random(20261130)
    for number in range(count):
        district = number % len(_DISTRICTS)
        name = "".join(random.choices(_SIGNS, k=4))
        yield (
            str(310_106_000_000 + number),
            f"{name}党群服务站{number}",
            random.choice(("中心", "站点", "微站")),
            _DISTRICTS[district],
            f"{_DISTRICTS[district][:2]}{number % 12}街道",
            f"{name}大厦" if number % 10 == 0 else "",
            f"{''.join(random.choices(_SIGNS, k=2))}路{random.randrange(1, 2000)}号{random.randrange(1, 30)}楼",
            f"{31 + 0.03 * district + 0.03 * random.random():.6f}",
            f"{121.3 + 0.1 * random.random():.6f}",
            random.choice(_SERVICES),
            random.choice(_HOURS),
            f"021-6{random.randrange(1_000_000, 10_000_000)}" if number % 2 else f"12{random.randrange(1_000, 10_000)}",
            random.choice(("是", "否", "")),
        )


def _ours(database: Path, file: Path, rows: int) -> Cost:
    settings = environment({"DATABASE": f"sqlite:///{database}", "KEY": new_key()})
    options = ("import", "points", str(file), "--crs", "wgs84", "--json", "--report", f"{database}.csv")
    told, cost = _run(("-m", "bot", *options), settings)
    summary: dict[str, Any] = json.loads(told)
    if (summary["imported"], len(summary["problems"])) != (rows, rows // 2):
        raise AssertionError("the list did not come in as it was written")
    return cost


def _theirs(database: Path, file: Path) -> Cost:
    return _run(("-m", "bench.plain_import", str(file), str(database)), os.environ)[1]


def _run(arguments: Sequence[str], settings: Mapping[str, str]) -> tuple[bytes, Cost]:
    """Run Python and wait for it. Its output goes through a file, so that it never waits for us."""
    with tempfile.TemporaryFile() as output:
        began = perf_counter()
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1)]
        process = os.posix_spawn(sys.executable, (sys.executable, *arguments), settings, file_actions=actions)
        _, status, used = os.wait4(process, 0)
        took = perf_counter() - began
        if os.waitstatus_to_exitcode(status):
            raise AssertionError(f"{arguments} failed")
        output.seek(0)
        return output.read(), Cost(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
