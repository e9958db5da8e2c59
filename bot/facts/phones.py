"""Phone numbers as people type or share them: any country's, a Chinese one without its country code."""

from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

HOME: Final = "CN"
_LONGEST: Final = 40  # the library would read on for ever


def read(text: str) -> str:
    """Return the number as +8613912345678, or "" for anything that is not a valid number of some country."""
    try:
        number = phonenumbers.parse(text[:_LONGEST], HOME)
    except NumberParseException:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else ""


def shown(phone: str) -> str:
    """Write a number of `read` in groups, as people say it: +86 139 1234 5678."""
    try:
        number = phonenumbers.parse(phone)
    except NumberParseException:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
