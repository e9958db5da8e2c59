"""Said before a paper comes: which letters its type lacks, and what stands in their place."""

from bot.chat import Text
from bot.papers.letters import missing
from bot.texts import Words


def warning(t: Words, *written: str) -> tuple[Text, ...]:
    """Return what is said first where these texts cannot be set whole; nothing where they can."""
    lacking = missing(*written)
    if not lacking:
        return ()
    said = t(
        "The type of this paper has no “{letters}”. There is a gap instead: please write it in by hand.",
        letters=" ".join(lacking),
    )
    return (Text(said),)
