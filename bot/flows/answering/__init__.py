"""Which question a written answer is meant for."""

from typing import Final

from bot.flows.answering import which
from bot.flows.answering.steps import SayingWhich
from bot.flows.flow import Flow, for_anybody

FLOW: Final = Flow("answering", screens=(for_anybody(SayingWhich, which.show, which.hear),), opens={}, former=("s",))
