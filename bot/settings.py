"""Settings from the environment or `.env`, prefix WAYSTATION_."""

from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.page_origin import Origin

TELEGRAM = "https://api.telegram.org"

SETTINGS_FILE = Path(".env")
"""In the folder that a command is called in."""

Framework = Literal["aiogram", "ptb"]


class Settings(BaseSettings):
    """Everything that can be set. `.env.example` says the same for people."""

    model_config = SettingsConfigDict(env_prefix="WAYSTATION_", env_file=SETTINGS_FILE, extra="ignore")

    token: SecretStr = SecretStr("")
    bot_api: str = TELEGRAM
    framework: Framework = "ptb"
    database: str = f"sqlite:///{Path('waystation.db')}"
    key: SecretStr = SecretStr("")
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    listen: str = ""
    web: str = ""
    desk: str = ""
    drain_s: float = Field(0.0, ge=0, description="seconds that a webhook still serves after SIGTERM, not ready")
    time_zone: str = "Asia/Shanghai"
    language: Literal["zh_Hans", "en"] = "zh_Hans"
    log: Literal["text", "json"] = "text"
    city: str = "上海市"
    per_second: int = Field(30, gt=0, description="messages a second over all chats")
    chat_per_second: float = Field(1.0, gt=0, description="messages a second to one private chat")
    group_per_minute: int = Field(20, gt=0, description="messages a minute to one group")
    paid_broadcast: bool = False

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as trouble:
            raise ValueError(f"{name} is no time zone; an example is Asia/Shanghai") from trouble
        return name

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, listen: str) -> str:
        if listen and not listen.rpartition(":")[2].isdigit():
            raise ValueError(f"{listen} names no port; an example is 127.0.0.1:8443")
        return listen

    @field_validator("web", "desk")
    @classmethod
    def _an_origin(cls, web: str) -> str:
        if web:
            Origin.of(web)
        return web

    @model_validator(mode="after")
    def _heard_somewhere(self) -> Self:
        if self.web and not self.listen:
            raise ValueError("the chat page needs WAYSTATION_LISTEN as well")
        if self.desk and not self.listen:
            raise ValueError("the desk needs WAYSTATION_LISTEN as well")
        return self

    @model_validator(mode="after")
    def _whole_webhook(self) -> Self:
        if self.webhook_url and not (self.listen and self.webhook_secret.get_secret_value()):
            raise ValueError("a webhook needs WAYSTATION_LISTEN and WAYSTATION_WEBHOOK_SECRET as well")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The newest key, and older ones that still open what they have sealed; one empty key where none is set."""
        return tuple(self.key.get_secret_value().replace(",", " ").split()) or ("",)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def bot_id(self) -> int:
        """The number before the colon of a token, 0 where only the chat page is served.

        Raises `ValueError` for what is no token.
        """
        if self.web and not self.token.get_secret_value():
            return 0
        number, colon, _ = self.token.get_secret_value().partition(":")
        if not (colon and number.isdigit()):
            raise ValueError("WAYSTATION_TOKEN is not set, or is no token; @BotFather gives one")
        return int(number)
