"""Which library a story in the browser is played through: it changes nothing that a page can show."""

from typing import Final

import pytest

LIBRARIES: Final = ("ptb", pytest.param("aiogram", marks=pytest.mark.every_pair))
"""The other one too with `--every-pair`; the story of an announcement is played through both always."""
