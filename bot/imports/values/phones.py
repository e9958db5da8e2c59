"""Telephone numbers of China as lists write them."""

import re
from typing import Final
from unicodedata import normalize

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_valid_number,
    number_type,
    parse,
)
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

from domain.remembered import remembered

_REGION: Final = "CN"
_COUNTRY: Final = 86
_LOCAL: Final = re.compile(r"[2-8]\d{7}")
"""A line within its city, written without the area code: eight digits as big cities have. Which city is not guessed."""

_SHORT: Final = 7
_SEVERAL: Final = re.compile(r"[、,;/|]|(?<!\s)\s*或\s*|(?<!\s)\s+or\s+")
_EXTENSION: Final = re.compile(r"(?:转|分机号?|ext\.?|x|#)[\s:]*(\d{1,6})$")
_DIRECT: Final = re.compile(r"^((?:\(?0\d{2,3}\)?-?)?[2-8]\d{6,7})-(\d{1,6})$")
"""021-55501001-801: a landline and an extension behind a second dash."""
_REMARK: Final = re.compile(r"\([^()\d]{0,20}\)|\[[^\[\]\d]{0,20}\]")
_CALLED: Final = re.compile(
    r"^(?:(?:联系|咨询|服务|办公|值班|固定)?(?:电话|手机号?|座机|热线)|tel|[\u4e00-\u9fff]{1,8}(?=[:\s]*[\d(+]))[:.\s]*",
    re.IGNORECASE,
)
_CALLED_AFTER: Final = re.compile(r"(?<=\d)\s*[\u4e00-\u9fff·]{2,8}$")
_BETWEEN_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−~", "-"))


_USUAL: Final = re.compile(r"0(?:10|2\d|[3-9]\d\d)-?[2-8]\d{6,7}|1(?:[3-689]\d|7[0-8])\d{8}")
"""How nearly all are written: nothing of it has to be taken apart."""


@remembered(4096)
def phone(written: str) -> tuple[str, tuple[str, ...]]:
    """Return one or several numbers as they were written, tidied, and the parts that cannot be a number.

    A landline that has lost its leading 0 to a spreadsheet gets it back. Whom it belongs to is left out: everybody
    sees a service point's number, and no name is needed to call it.
    """
    if _USUAL.fullmatch(written) and is_valid_number(_as_written(written)):
        return written, ()
    plain = _REMARK.sub("", normalize("NFKC", written).translate(_BETWEEN_DASHES))
    parts = [part.strip() for part in _SEVERAL.split(plain) if part.strip()]
    numbers = {part: _single(_CALLED_AFTER.sub("", _CALLED.sub("", part)).strip()) for part in parts}
    known = dict.fromkeys(number for number in numbers.values() if number)
    return "、".join(known), tuple(part for part, number in numbers.items() if not number)


def _as_written(written: str) -> PhoneNumber:
    return PhoneNumber(_COUNTRY, int(written.removeprefix("0").replace("-", "")))


def _single(written: str) -> str | None:
    extension = _EXTENSION.search(written.casefold()) or _DIRECT.search(written)
    if extension is None:
        return _main(written)
    main = extension[1] if extension.re is _DIRECT else written[: extension.start()].strip()
    tidied = _main(main)
    return tidied and f"{tidied} 转 {extension[extension.re.groups]}"


def _main(written: str) -> str | None:
    if _LOCAL.fullmatch("".join(letter for letter in written if letter not in " -")):
        return written
    try:
        number = parse(written, _REGION)
    except NumberParseException:
        return None
    if len(written) < _SHORT and written.isdecimal() and is_valid_short_number_for_region(number, _REGION):
        return written
    if not is_valid_number(number):
        return None
    lost_zero = written.isdecimal() and written[0] != "0" and number_type(number) == PhoneNumberType.FIXED_LINE
    return format_number(number, PhoneNumberFormat.NATIONAL) if lost_zero else written
