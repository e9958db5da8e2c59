"""What lies in `deploy/` is what its own tools take, and names settings that there are."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from bot.settings import Settings

pytestmark = pytest.mark.process

DEPLOY: Final = Path(__file__).parents[2] / "deploy"


def checked(tool: str, *arguments: str | Path) -> None:
    """Let the tool look at a file; where it is not there, the test says so."""
    found = shutil.which(tool, path="/usr/sbin:/usr/bin:/usr/local/bin")
    if found is None:
        pytest.skip(f"{tool} is not there")
    ended = subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_setting_that_is_named_is_one() -> None:
    named = {name for file in DEPLOY.iterdir() for name in re.findall(r"WAYSTATION_(\w+)", file.read_text())}
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_unit(tmp_path: Path) -> None:
    unit = tmp_path / "waystation.service"
    there = (DEPLOY / "waystation.service").read_text()
    unit.write_text(there.replace("/opt/waystation/.venv/bin/waystation", "/bin/true"))  # it wants what it starts
    checked("systemd-analyze", "verify", unit)


def test_no_secret_and_no_store_comes_into_an_image() -> None:
    """The settings of `compose.yaml` lie in the folder that is copied."""
    there = (DEPLOY.parent / ".dockerignore").read_text().splitlines()
    hidden = (DEPLOY.parent / ".gitignore").read_text().splitlines()
    assert {f"**/{name}" for name in hidden if name == ".env" or ".db" in name} <= set(there)
    assert {name.strip("/") for name in hidden if name.endswith("data/")} <= set(there)


def test_haproxy() -> None:
    checked("haproxy", "-c", "-f", DEPLOY / "haproxy.cfg")


def test_nginx(tmp_path: Path) -> None:
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {tmp_path}/b; proxy_temp_path {tmp_path}/p; "
        f"fastcgi_temp_path {tmp_path}/f; uwsgi_temp_path {tmp_path}/u; scgi_temp_path {tmp_path}/s; "
        f"include {DEPLOY / 'nginx.conf'}; }}"
    )
    checked("nginx", "-t", "-q", "-c", whole)


def test_compose() -> None:
    if shutil.which("docker-compose") is None:
        pytest.skip("docker-compose is not there")
    names = ("POSTGRES_PASSWORD", "TOKEN", "KEY", "WEBHOOK_URL", "WEBHOOK_SECRET")
    environment = dict.fromkeys(names, "x") | {"PATH": "/usr/bin:/usr/local/bin:/bin"}
    command = ["docker-compose", "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
