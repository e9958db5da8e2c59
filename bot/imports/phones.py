"""Telephone numbers of China as lists write them."""

import re
from typing import Final
from unicodedata import normalize

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_valid_number,
    number_type,
    parse,
)
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

_REGION: Final = "CN"
_LOCAL: Final = re.compile(r"[2-8]\d{7}")
"""A line within its city, written without the area code: eight digits as big cities have. Which city is not guessed."""

_SHORT: Final = 7
_SEVERAL: Final = re.compile(r"[、,,;;/|]| 或 | or ")
_EXTENSION: Final = re.compile(r"(?:转|分机|ext\.?|x)\s*(\d{1,6})$")


def phone(written: str) -> str | None:
    """Return one or several numbers as they were written, tidied; None if one of them cannot be a number.

    A landline that has lost its leading 0 to a spreadsheet gets it back.
    """
    numbers = [_single(part.strip()) for part in _SEVERAL.split(normalize("NFKC", written)) if part.strip()]
    tidied = [number for number in numbers if number is not None]
    return "、".join(tidied) if tidied and len(tidied) == len(numbers) else None


def _single(written: str) -> str | None:
    extension = _EXTENSION.search(written.casefold())
    main = written[: extension.start()].strip() if extension else written
    tidied = _main(main)
    return tidied if tidied is None or extension is None else f"{tidied} 转 {extension[1]}"


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
