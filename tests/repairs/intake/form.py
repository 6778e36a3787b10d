"""The intake form for 3-1-502, as a clerk sends it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from repairs.models import Repair
from tests.support.cast import House
from tests.support.people import sign_in


def address(house: House) -> str:
    """The form for 3-1-502."""
    return f"/repairs/new/?unit={house.unit.code}"


def said(**more: Any) -> dict[str, Any]:
    """What a caller who is not on record says."""
    return {
        "description": "厨房水管漏水",
        "trade": "WATER",
        "priority": "NORMAL",
        "who": "other",
        "resident_name": "陈雨桐",
        "relation": "OWNER",
        "phone": "13800002207",
        "when": "NOW",
        "channel": "PHONE",
        "charge_type": "FREE",
        "register": "1",
        "once_key": str(uuid4()),
        **more,
    }


def send(house: House, **more: Any) -> Any:
    """Press 'register only' as the clerk."""
    return sign_in(house.clerk).post(address(house), said(**more))


def refused(answer: Any, field: str) -> str:
    """The sentence at a field of a form that came back."""
    assert answer.status_code == 200
    assert Repair.objects.count() == 0
    return " ".join(answer.context["form"].errors[field])
