"""One cell at a time: rooms, names, phones, dates, areas, shares as people write them.

Each reader raises ValidationError with a sentence for what it can't understand.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from propertyservice.estate.checking import clean_day, clean_name, clean_phone
from propertyservice.estate.models import Relation, UnitUse
from propertyservice.estate.roster.words import RELATION_OF, USE_OF, VACANT
from propertyservice.estate.text import normal, plate_text

SEPARATORS = re.compile(r"[、,/;|&+\n\r]|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff]{2})")
BRACKETS = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
LEADING_ZEROS = re.compile(r"^0+(?=[0-9])")
BUILDING = re.compile(r"^(?:第)?([0-9A-Z\u4e00-\u9fff]+?)(?:号楼|号|栋|幢|座|楼|#)*$")
STAIRWELL = re.compile(r"^(?:第)?([0-9A-Z\u4e00-\u9fff]+?)(?:单元|梯|门|号)*$")
ROOM = re.compile(r"^(?=.*[0-9])([0-9A-Z\u4e00-\u9fff]+?)(?:室|号|房|户)*$")
WHOLE = re.compile(
    r"^(?:.*[^0-9A-Z])?([0-9A-Z]+)(?:号楼|栋|幢|座|楼|#|号)-?"
    r"(?:([0-9A-Z]+)(?:单元|梯|门|-))?-?([0-9A-Z]+)(?:室|号|房|户)?$"
)
PART = re.compile(r"^[0-9A-Z\u4e00-\u9fff]{1,12}$")
CHINESE_NUMBERS = {each: n for n, each in enumerate("一二三四五六七八九十", 1)}
DAY = re.compile(r"^([0-9]{4})[-/.年 ]+([0-9]{1,2})(?:[-/.月 ]+([0-9]{1,2})?日?)?$")
PACKED_DAY = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})$")
EXCEL_BEGINS = date(1899, 12, 30)
SERIALS = range(18_000, 70_000)
AREA_NOISE = re.compile(r"[㎡,\s]|m2|平方米|平米|平方", re.IGNORECASE)


def text_of(value: Any) -> str:
    """A cell as text; whole numbers without their point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return normal(value) if value is not None else ""


def is_vacant(value: Any) -> bool:
    """Whether a cell says that nobody is there."""
    return text_of(value).upper() in VACANT


def building_code(value: Any) -> str:
    """``3号楼``, ``第3栋`` and ``3`` are 3."""
    return _part(value, BUILDING)


def stairwell_code(value: Any) -> str:
    """``1单元`` and ``1`` are 1; nothing is 1."""
    return _part(value, STAIRWELL) if text_of(value) else "1"


def address(value: Any) -> tuple[str, str, str]:
    """Building, stairwell and room of one cell; empty where the cell doesn't say."""
    text = text_of(value).upper().replace(" ", "")
    if found := WHOLE.match(text):
        building, stairwell, room = found.groups()
        return _short(building), _short(stairwell or ""), _short(room)
    parts = [part for part in text.split("-") if part]
    if len(parts) >= 3:
        return (
            building_code(parts[-3]),
            stairwell_code(parts[-2]),
            _part(parts[-1], ROOM),
        )
    if len(parts) == 2:
        return building_code(parts[0]), "", _part(parts[1], ROOM)
    return "", "", _part(text, ROOM)


def _part(value: Any, shape: re.Pattern[str]) -> str:
    text = text_of(value).upper().replace(" ", "")
    found = shape.match(text)
    code = _short(found[1]) if found else ""
    if not PART.match(code):
        raise ValidationError(
            _("“%(text)s” can't be read as a building, stairwell or room."),
            code="room",
            params={"text": text[:30]},
        )
    return code


def _short(code: str) -> str:
    """Codes without leading zeros; one Chinese numeral as a digit."""
    return str(CHINESE_NUMBERS.get(code, "")) or LEADING_ZEROS.sub("", code)


def names_of(value: Any) -> list[tuple[str, Decimal | None]]:
    """The names in a cell, with a share where one stands in brackets behind."""
    if is_vacant(value):
        return []
    text = normal_lines(value)
    found = []
    for part in _split_names(text):
        share = None
        if (inside := BRACKETS.search(part)) and re.search(r"[0-9]", inside[1]):
            share = share_of(inside[1])
        elif tail := re.search(r"([0-9.]+%|[0-9]+/[0-9]+)$", part):
            share, part = share_of(tail[1]), part[: tail.start()]
        if name := BRACKETS.sub("", part).strip():
            found.append((_closed_up(clean_name(name)), share))
    return found


def normal_lines(value: Any) -> str:
    """Text in its plain form, its lines kept as separators."""
    lines = str(text_of(value) if not isinstance(value, str) else value).splitlines()
    return "\n".join(filter(None, map(normal, lines)))


def _split_names(text: str) -> list[str]:
    # A slash inside a bracket or a fraction belongs to a share, not between names.
    shielded = re.sub(
        r"[(\[【〔].*?[)\]】〕]|[0-9]+/[0-9]+",
        lambda found: found[0].replace("/", "\0").replace(",", "\1"),
        text,
    )
    parts: list[str] = []
    for part in SEPARATORS.split(shielded):
        words = part.split()
        several = len(words) > 1 and all(_is_full_name(word) for word in words)
        parts += words if several else [part]
    return [
        part.replace("\0", "/").replace("\1", ",").strip() for part in parts if part
    ]


def _is_full_name(word: str) -> bool:
    return bool(re.match(r"^[\u4e00-\u9fff]{2,4}(\(.*\))?$", word))


def _closed_up(name: str) -> str:
    """Chinese names are written without the spaces that fill a column."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", name)


def phones_of(value: Any) -> list[str]:
    """The phones in a cell."""
    if is_vacant(value):
        return []
    found: list[str] = []
    for part in re.split(r"[、,/;|\n]", BRACKETS.sub(" ", normal_lines(value))):
        chunks = part.split()
        several = len(chunks) > 1 and all(len(chunk) >= 7 for chunk in chunks)
        found += chunks if several else [part]
    return [clean_phone(part) for part in found if part.strip()]


def day_of(value: Any) -> date | None:
    """A date as Excel keeps it or as people write it; a month is its first day."""
    if isinstance(value, datetime):
        return clean_day(value.date())
    if isinstance(value, date):
        return clean_day(value)
    text = text_of(value)
    if is_vacant(text):
        return None
    try:
        return clean_day(_written_day(text))
    except (ValueError, OverflowError):
        raise ValidationError(
            _("“%(text)s” is not a date: write it like 2026-03-15."),
            code="date",
            params={"text": text[:30]},
        ) from None


def _written_day(text: str) -> date:
    if text.isdigit() and int(text) in SERIALS:
        return EXCEL_BEGINS + timedelta(days=int(text))
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2})?$", "", text)
    found = PACKED_DAY.match(text) or DAY.match(text)
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3] or 1))


def area_of(value: Any) -> Decimal | None:
    """Square metres with two places."""
    if is_vacant(value):
        return None
    text = AREA_NOISE.sub("", text_of(value))
    try:
        area = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        area = Decimal(0)
    if not area.is_finite() or not 0 < area < 1_000_000:
        raise ValidationError(
            _("“%(text)s” is not an area in square metres."),
            code="area",
            params={"text": text_of(value)[:30]},
        )
    return area


def shares_of(value: Any) -> list[Decimal]:
    """The shares in a cell, in the order of the names."""
    if is_vacant(value):
        return []
    if isinstance(value, int | float):
        return [share_of(value)]
    parts = re.split(r"[、,;|:\n ]+", normal_lines(value))
    return [share_of(part) for part in parts if part]


def share_of(value: Any) -> Decimal:
    """``50%``, ``1/2``, ``0.5`` and ``50`` are one half."""
    text = normal(value)
    try:
        if "/" in text:
            above, below = text.split("/")
            share = Decimal(above) / Decimal(below)
        elif text.endswith("%"):
            share = Decimal(text[:-1]) / 100
        else:
            share = Decimal(text)
            share = share / 100 if share > 1 else share
        share = share.quantize(Decimal("0.0001"), rounding="ROUND_DOWN")
    except (InvalidOperation, ValueError, ZeroDivisionError):
        share = Decimal(0)
    if not share.is_finite() or not 0 < share <= 1:
        raise ValidationError(
            _("“%(text)s” is not a share: write it like 50%% or 1/2."),
            code="share",
            params={"text": text[:30]},
        )
    return share


def relation_of(value: Any) -> Relation:
    """What a person is to the unit; an owner when nothing is said."""
    text = text_of(value).upper()
    if is_vacant(text):
        return Relation.OWNER
    if text not in RELATION_OF:
        raise ValidationError(
            _("“%(text)s” is unknown: write 业主, 共有人, 租户, 家属 or 代理人."),
            code="relation",
            params={"text": text[:30]},
        )
    return RELATION_OF[text]


def use_of(value: Any) -> UnitUse | None:
    """What a unit is for; None when nothing is said."""
    text = text_of(value).upper()
    return None if is_vacant(text) else USE_OF.get(text, UnitUse.OTHER)


def codes_of(value: Any) -> list[str]:
    """Parking spaces or other codes in a cell."""
    if is_vacant(value):
        return []
    parts = re.split(r"[、,/;|\n]", normal_lines(value))
    return [part.strip().upper()[:20] for part in parts if part.strip()]


def plates_of(value: Any) -> list[str]:
    """The number plates in a cell."""
    found = [plate_text(part) for part in codes_of(value)]
    for plate in found:
        if not re.match(r"^[0-9A-Z\u4e00-\u9fff]{4,12}$", plate):
            raise ValidationError(
                _("“%(text)s” is not a number plate."),
                code="plate",
                params={"text": plate[:20]},
            )
    return found
