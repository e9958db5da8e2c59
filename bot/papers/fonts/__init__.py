"""The type of all papers: it travels inside them, so that they look the same in every reader and on every machine.

`NotoSansSC-wide.ttf` has what people are called: the hanzi of Noto Sans CJK SC 2.004 (all of GB 18030-2022 level 2, and
some 2,300 beyond, as 𠮷), kana and signs, and in the place of its Latin, Greek and Cyrillic the whole of Noto Sans
2.015, Vietnamese too. `scripts/make_type.py` makes it; TrueType, for reportlab embeds nothing else. The licence of both
is the SIL Open Font Licence (OFL.txt).
"""

from importlib.resources import files
from typing import Final

CHINESE: Final = files(__package__) / "NotoSansSC-wide.ttf"
