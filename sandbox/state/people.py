"""Who talks to the bot: the personas of a demo, and strangers whose names are invented."""

from __future__ import annotations

from dataclasses import dataclass

Json = dict[str, object]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN_NAMES = ("芳", "伟", "秀英", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明")


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom the demo plays; role is member, organiser, volunteer or admin."""

    id: int
    name: str
    role: str
    language: str


@dataclass(slots=True)
class Person:
    """A Telegram account other than the bot."""

    id: int
    name: str
    language: str

    def user(self) -> Json:
        """Return the account as the Bot API's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


def stranger(number: int) -> Person:
    """Invent somebody; the same number is always the same person."""
    name = SURNAMES[number % len(SURNAMES)] + GIVEN_NAMES[number // len(SURNAMES) % len(GIVEN_NAMES)]
    return Person(number, name, "zh-hans")


def known_person(persona: Persona) -> Person:
    return Person(persona.id, persona.name, persona.language.replace("_", "-").lower())
