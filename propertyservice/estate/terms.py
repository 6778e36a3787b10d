"""What somebody typed into the one box, as kinds of term to look for (DESIGN 3).

Pure: the same text always gives the same terms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from propertyservice.estate.models import TermKind
from propertyservice.estate.text import normal, phone_digits

LONGEST = 60
SHORTEST_TAIL = 4
SHORTEST_WITH_DASH = 7
ADDRESS = re.compile(
    r"^(?:([0-9a-z]+)(?:号楼|栋|幢|座|号|楼|#))?(?:([0-9a-z]+)单元)?([0-9a-z]+)(?:室|号|房)?$"
)
ROOM = re.compile(r"^[0-9a-z\u4e00-\u9fff]+(-[0-9a-z\u4e00-\u9fff]+){0,3}$")
PHONE = re.compile(r"^\+?[0-9][0-9 \-]*$")
LETTERS = re.compile(r"^[a-zü'’ ]+$")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
PLATE = re.compile(r"^(?:[\u4e00-\u9fff][a-z][0-9a-z]{0,7}|(?=.*[0-9])[0-9a-z]{4,8})$")
LEADING_ZEROS = re.compile(r"(?<![0-9a-z])0+(?=[0-9])")


@dataclass(frozen=True)
class Term:
    """A beginning to look for, and among what."""

    kind: TermKind
    text: str


def terms_of(typed: str) -> list[Term]:
    """Return the terms of a text, likeliest first; empty when nothing can be meant."""
    text = normal(typed[: LONGEST * 4]).lower()[:LONGEST]
    if not text:
        return []
    found: list[Term] = []
    for read in (_room, _plate, _phone, _letters, _name):
        found += read(text)
    return found


def _room(text: str) -> list[Term]:
    packed = re.sub(r"\s*-\s*", "-", text)
    if (full := ADDRESS.match(packed)) and any(full.groups()[:2]):
        building, stairwell, room = (
            LEADING_ZEROS.sub("", part or "") for part in full.groups()
        )
        if building and not stairwell:
            return [Term(TermKind.ROOM, f"{building}/{room}")]
        return [
            Term(TermKind.ROOM, "-".join(filter(None, (building, stairwell, room))))
        ]
    if not re.search(r"[0-9]", packed) or not ROOM.match(packed):
        return []
    exact = Term(TermKind.ROOM, packed)
    short = Term(TermKind.ROOM, LEADING_ZEROS.sub("", packed))
    return [exact] if exact == short else [short, exact]


def _plate(text: str) -> list[Term]:
    packed = re.sub(r"[\s·•.]", "", text)
    return [Term(TermKind.PLATE, packed)] if PLATE.match(packed) else []


def _phone(text: str) -> list[Term]:
    if not PHONE.match(text):
        return []
    digits = phone_digits(text)
    if len(digits) < (SHORTEST_WITH_DASH if "-" in text else SHORTEST_TAIL):
        return []
    return [Term(TermKind.PHONE, digits[::-1])]


def _letters(text: str) -> list[Term]:
    if not LETTERS.match(text):
        return []
    packed = re.sub(r"[ '’]", "", text).replace("ü", "v")
    kinds = (
        TermKind.INITIALS,
        TermKind.PINYIN,
        TermKind.PINYIN_INSIDE,
        TermKind.INITIALS_INSIDE,
    )
    return [Term(kind, packed) for kind in kinds] if packed else []


def _name(text: str) -> list[Term]:
    packed = re.sub(r"[\s·•.]", "", text)
    if not packed or not (HAN.search(packed) or packed.isalpha()):
        return []
    return [Term(TermKind.NAME, packed), Term(TermKind.NAME_INSIDE, packed)]
