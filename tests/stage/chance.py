"""How often a property is tried: `quick` while somebody writes, `ci` as a rule, `night` when there is time.

The rule tries the same examples each time, so that a change is judged by what it changes; `quick` and `night` look
for what nobody has met yet.

Chosen by `--hypothesis-profile`, or by HYPOTHESIS_PROFILE in the environment. No test sets a number of its own: one
whose example is dear tries a share of what is usual.
"""

from os import environ
from typing import Final

from hypothesis import settings

PROFILES: Final = {"quick": 20, "ci": 100, "night": 1_000}


def choose_profile() -> None:
    """Make the profiles known, and the environment's the one in force; the option comes later, and wins."""
    for name, examples in PROFILES.items():
        settings.register_profile(name, max_examples=examples, deadline=None, print_blob=True, derandomize=name == "ci")
    settings.load_profile(environ.get("HYPOTHESIS_PROFILE", "ci"))


def examples(share: float) -> int:
    """Return how many examples that share of the usual ones is; at least one."""
    return max(1, round(settings().max_examples * share))
