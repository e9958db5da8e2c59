"""One sentence opens the right screen, filled in; where that is not sure it asks, and a person is always offered."""

from typing import Final

from bot.flows.flow import Flow, for_anybody
from bot.flows.sentences import did_you_mean, short_answers
from bot.flows.sentences.steps import DidYouMean, ShortAnswer

FLOW: Final = Flow(
    "sentences",
    screens=(
        for_anybody(DidYouMean, did_you_mean.show, did_you_mean.hear),
        for_anybody(ShortAnswer, short_answers.show, short_answers.hear),
    ),
    opens={},
)
