"""Where somebody can be whose written answer fits several questions."""

from dataclasses import dataclass

from bot.flows.step import Step


@dataclass(frozen=True, slots=True)
class SayingWhich(Step):
    """Words that may be meant for several questions; `abouts` names them, as in "duty_answer:12".

    `typed` is how they begin; `mail` is the key by which all of them are kept, "" where there is nothing to pass on.
    """

    typed: str
    abouts: tuple[str, ...]
    mail: str = ""
