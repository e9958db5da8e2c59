"""The long form of what tests/bounds plays by chance: texts for every reader, as long as there is time."""

import time
from random import Random

from tests.bounds import chance
from tests.bounds.readers import readers


def fuzzed(seconds: float, seed: int) -> tuple[int, list[str]]:
    """Read texts of chance for so long; return how many, and what raised, each reader and kind of trouble once."""
    random, until, read = Random(seed), time.monotonic() + seconds, 0
    failed: dict[tuple[str, str], str] = {}
    while time.monotonic() < until:
        said = chance.text(random)
        for reader in readers():
            read += 1
            error = reader.fails(said)
            if error is not None:
                failed.setdefault((reader.where, type(error).__name__), f"{reader.where}({said!r}): {error!r}")
    return read, list(failed.values())
