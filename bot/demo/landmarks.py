"""The landmarks of the demo: real stations, squares and sights of Shanghai, each to about a hundred metres."""

from pathlib import Path
from typing import Final

from bot.imports.landmarks import landmarks_in
from domain.places.places import Landmark

_FILE: Final = Path(__file__).with_name("landmarks.csv")


def landmarks() -> list[Landmark]:
    return landmarks_in(_FILE)
