"""What no key of the settings opens: it stays where it is, and is counted."""

from typing import Final

from prometheus_client import Counter

UNSEALABLE: Final = Counter(
    "waystation_unsealable",
    "What waits unsent since it is sealed with another key.",
    ["what"],
)
