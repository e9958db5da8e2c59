"""The type in which pictures are drawn: the same on every machine, whatever it has installed.

`NotoSansSC-subset.otf` is Noto Sans CJK SC Regular with the 7,554 characters of GB 2312, ASCII and common signs, made
with fontTools: `pyftsubset NotoSansCJK-Regular.ttc --font-number=2 --text-file=CHARACTERS --layout-features=''
--no-hinting --desubroutinize`. Its licence is the SIL Open Font Licence (OFL.txt).
"""

from importlib.resources import files
from typing import Final

CHINESE: Final = files(__package__) / "NotoSansSC-subset.otf"
