"""How names, phones, plates and rooms are written, so that same is same.

Pure: no database. Everything is NFKC first, so that full-width digits and letters are
the plain ones.
"""

from __future__ import annotations

import re
import unicodedata

SPACES = re.compile(r"\s+")
NOT_DIGITS = re.compile(r"[^0-9]")
PLATE_NOISE = re.compile(r"[\s·•.\-_]")
INVISIBLE = {
    code: None
    for code in (*range(32), *range(127, 160), 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
    if not chr(code).isspace()
}
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー"), "-")
COUNTRY = "86"
MOBILE_DIGITS = 11


def normal(text: object) -> str:
    """Return text in NFKC, without invisible marks, spaces collapsed, dashes plain."""
    plain = unicodedata.normalize("NFKC", str(text)).translate(INVISIBLE)
    return SPACES.sub(" ", plain.translate(DASHES)).strip()


def phone_digits(text: object) -> str:
    """Return the digits of a phone as stored: no spaces, dashes or country code."""
    digits = NOT_DIGITS.sub("", normal(text))
    if len(digits) > MOBILE_DIGITS:
        for prefix in ("00" + COUNTRY, COUNTRY):
            rest = digits.removeprefix(prefix)
            if rest != digits and len(rest) == MOBILE_DIGITS and rest[0] == "1":
                return rest
    return digits


def plate_text(text: object) -> str:
    """Return a plate as stored: capitals, no dot and no spaces (``浙A12345``)."""
    return PLATE_NOISE.sub("", normal(text)).upper()


def masked_phone(digits: str) -> str:
    """Return a phone for those who may not see it: ``138****2207``."""
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}{'*' * max(4, len(digits) - 7)}{digits[-4:]}"


def masked_number(text: str) -> str:
    """Return an identity or bank number with only its last four places shown."""
    return "*" * max(4, len(text) - 4) + text[-4:] if len(text) > 4 else "****"
