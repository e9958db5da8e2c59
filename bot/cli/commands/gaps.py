"""What is said before a poster with letters that its type lacks."""

import sys

from bot.papers.letters import missing


def warn_of_gaps(*written: str) -> None:
    """Name them; in their place the paper has a gap to write them in by hand."""
    if lacking := missing(*written):
        print(f"waystation: the type has no {' '.join(lacking)}; there are gaps to fill in by hand", file=sys.stderr)
