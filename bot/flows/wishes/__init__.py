"""Topics and interests, wishes and their tally, the weekly digest."""

from typing import Final

from bot.flows.desk import Go
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits, for_anybody
from bot.flows.rights import AN_OWN_UNIT
from bot.flows.wishes import digest, making, tally, topics
from bot.flows.wishes.rights import AN_ORGANISER, OWN_UNITS
from bot.flows.wishes.steps import (
    ChoosingDigest,
    ChoosingDigestTime,
    ChoosingInterests,
    ChoosingTopics,
    DigestCard,
    SayingWish,
    Wishing,
    WishTally,
    WishWords,
)

FLOW: Final = Flow(
    "wishes",
    screens=(
        for_anybody(ChoosingTopics, topics.show_topics, topics.hear_topics),
        for_anybody(ChoosingInterests, topics.show_interests, topics.hear_interests),
        for_anybody(Wishing, making.show_kinds, making.hear_kind, waits=Waits.PROSE, most=making.WORDS_MOST),
        for_anybody(SayingWish, making.show_wish, making.hear_words, waits=Waits.PROSE, most=making.WORDS_MOST),
        Screen(WishTally, tally.show_kinds, tally.hear_kind, guard=AN_ORGANISER),
        Screen(WishWords, tally.show_words, tally.hear_words, guard=AN_ORGANISER),
        Screen(ChoosingDigest, digest.show_units, digest.hear_unit, guard=OWN_UNITS),
        Screen(DigestCard, digest.show_card, digest.hear_card, guard=AN_OWN_UNIT),
        Screen(ChoosingDigestTime, digest.show_times, digest.hear_time, guard=AN_OWN_UNIT, waits=Waits.VALUE),
    ),
    opens={
        EntryPoint.TOPICS: lambda _opened, _desk: Go(ChoosingTopics()),
        EntryPoint.INTERESTS: lambda _opened, _desk: Go(ChoosingInterests()),
        EntryPoint.WISH: lambda opened, _desk: Go(making.in_words(opened.choice)),
        EntryPoint.WISHES: tally.opened,
        EntryPoint.DIGEST: digest.opened,
    },
    former=("zw",),
)
