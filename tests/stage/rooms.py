"""Which tests are of one room of the house: `make quick ROOM=announcements` runs them alone."""

from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).parents[2]


def is_of_room(file: Path, room: str) -> bool:
    """Tell whether a test or a dialogue stands in a folder of that name, or bears it itself."""
    return room in file.relative_to(HOUSE).parent.parts or room in file.stem.split("_")
