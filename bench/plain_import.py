"""The peer of the bench `imports`: `python -m bench.plain_import CSV DATABASE`, the least that brings a list in."""

import csv
import sqlite3
import sys
from pathlib import Path

from pydantic import BaseModel, Field


class Row(BaseModel):
    """A row as the peer trusts it."""

    code: str = Field(alias="编码", min_length=1)
    name: str = Field(alias="名称", min_length=1)
    layer: str = Field(alias="层级")
    district: str = Field(alias="区")
    subdistrict: str = Field(alias="街道")
    building: str = Field(alias="楼宇")
    address: str = Field(alias="地址")
    latitude: float = Field(alias="纬度", ge=-90, le=90)
    longitude: float = Field(alias="经度", ge=-180, le=180)
    services: str = Field(alias="服务")
    hours: str = Field(alias="开放时间")
    phone: str = Field(alias="电话")
    step_free: str = Field(alias="无障碍")


def plainly(file: Path, database: Path) -> None:
    """Bring the list in as the peer does."""
    columns = tuple(Row.model_fields)
    store = sqlite3.connect(database)
    with store, file.open(encoding="utf-8-sig", newline="") as opened:
        store.execute(f"CREATE TABLE points (code TEXT PRIMARY KEY, {', '.join(columns[1:])})")
        rows = (tuple(Row.model_validate(row).model_dump().values()) for row in csv.DictReader(opened))
        store.executemany(f"INSERT INTO points VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608  our names
    store.close()


if __name__ == "__main__":
    plainly(Path(sys.argv[1]), Path(sys.argv[2]))
