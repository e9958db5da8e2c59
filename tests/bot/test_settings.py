"""Settings: what can be set, and one line for each that is wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.cli.process import read_settings
from bot.settings import Settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand where no .env is, with nothing set."""
    monkeypatch.chdir(tmp_path)


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYSTATION_TOKEN", "42:secret")
    monkeypatch.setenv("WAYSTATION_TIME_ZONE", "Asia/Urumqi")
    settings = Settings()
    assert (settings.bot_id, settings.zone.key, settings.framework) == (42, "Asia/Urumqi", "ptb")


def test_settings_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WAYSTATION_LANGUAGE=en\nWAYSTATION_FRAMEWORK=aiogram\nOTHER=1\n")
    settings = Settings()
    assert (settings.language, settings.framework) == ("en", "aiogram")


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "KEY", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"WAYSTATION_{name}", "4711-secret")
    assert "4711-secret" not in repr(Settings())


@pytest.mark.parametrize("token", ["", "secret", ":secret", "x:secret"])
def test_token_that_is_none(token: str) -> None:
    with pytest.raises(ValueError, match="@BotFather gives one"):
        _ = Settings(token=token).bot_id


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Asia"])
def test_time_zone_that_is_none(zone: str) -> None:
    with pytest.raises(ValidationError, match="is no time zone; an example is Asia/Shanghai"):
        Settings(time_zone=zone)


@pytest.mark.parametrize("listen", ["127.0.0.1", "127.0.0.1:", "127.0.0.1:http"])
def test_listen_without_a_port(listen: str) -> None:
    with pytest.raises(ValidationError, match="names no port"):
        Settings(listen=listen)


@pytest.mark.parametrize("more", [{}, {"listen": ":8443"}, {"webhook_secret": "s3cret"}])
def test_webhook_that_is_not_whole(more: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="a webhook needs WAYSTATION_LISTEN and WAYSTATION_WEBHOOK_SECRET"):
        Settings.model_validate({"webhook_url": "https://example.org/hook", **more})


def test_webhook_that_is_whole() -> None:
    whole = Settings(webhook_url="https://example.org/hook", listen=":8443", webhook_secret="s3cret")
    assert whole.listen == ":8443"


def test_read_settings_with_another_database() -> None:
    assert read_settings("sqlite:///other.db").database == "sqlite:///other.db"
    assert read_settings().database == "sqlite:///waystation.db"


def test_read_settings_says_each_trouble_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYSTATION_FRAMEWORK", "telethon")
    monkeypatch.setenv("WAYSTATION_PER_SECOND", "0")
    monkeypatch.setenv("WAYSTATION_TIME_ZONE", "Mars/Olympus")
    with pytest.raises(SystemExit) as ended:
        read_settings()
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "WAYSTATION_FRAMEWORK: Input should be 'aiogram' or 'ptb'",
        "WAYSTATION_TIME_ZONE: Mars/Olympus is no time zone; an example is Asia/Shanghai",
        "WAYSTATION_PER_SECOND: Input should be greater than 0",
    ]


def test_read_settings_with_half_a_webhook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WAYSTATION_WEBHOOK_URL", "https://example.org/hook")
    with pytest.raises(SystemExit):
        read_settings()
    assert capsys.readouterr().err.splitlines() == [
        "WAYSTATION: a webhook needs WAYSTATION_LISTEN and WAYSTATION_WEBHOOK_SECRET as well"
    ]
