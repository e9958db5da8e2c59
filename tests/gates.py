"""The coverage gates: `python -m tests.gates` after a test run with coverage, as `make test` does.

Rooms whose rules must hold are covered whole, branches included; the rest has a floor.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from io import StringIO
from typing import Final

from coverage import Coverage

FOUND_AND_SHOWN: Final = tuple(
    f"bot/flows/{name}" for name in ("__init__.py", "crossroads/*", "finding/*", "links.py", "menu.py")
)
"""The flows that find a service point: covered whole."""

GATES: Final = {
    "domain/*": 100.0,
    **dict.fromkeys(FOUND_AND_SHOWN, 100.0),
    "bot/flows/*": 99.9,  # all but what only chance reaches, in the tests that play anything anywhere
    "scheduler/pacing.py": 100.0,
    "scheduler/retry.py": 100.0,
    "storage/*": 95.0,
    "bot/*": 95.0,
    "scheduler/*": 95.0,
    "sandbox/*": 90.0,
}


def main() -> None:
    with ProcessPoolExecutor() as processes:  # what coverage.py reads most of its time is the house itself
        found = list(processes.map(_found, GATES, GATES.values()))
    print("\n".join(said for said, _ in found))
    short = [missing for _, missing in found if missing]
    sys.exit("\n".join(short) if short else 0)


def _found(pattern: str, least: float) -> tuple[str, str]:
    """Say how far a room is covered, and what is missing where that is not enough."""
    measured = Coverage()
    measured.load()
    report = StringIO()
    reached = measured.report(include=[pattern], file=report, show_missing=True, skip_covered=True)
    said = f"coverage of {pattern:22} {reached:6.2f} % (at least {least:.0f} %)"
    if reached >= least:
        return said, ""
    return said, f"{pattern} is covered {reached:.2f} %, and must be {least:.0f} %\n{report.getvalue()}"


if __name__ == "__main__":
    main()
