"""Where somebody can be whose written answer fits several questions."""

from dataclasses import dataclass

from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class SayingWhich(Step):
    """A written answer that may be meant for several questions; `abouts` names them, as in "duty_answer:12"."""

    typed: str
    abouts: tuple[str, ...]
