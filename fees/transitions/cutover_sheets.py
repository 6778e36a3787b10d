"""The sheets of the opening balances: arrears, prepayments, deposits, readings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from fees.models import FeeItem
from propertyservice.estate import sheets
from propertyservice.estate.sheets import Field, Homes, Table
from propertyservice.organisation.models import Office
from propertyservice.spreadsheets.columns import Kind


def item_of(office: Office) -> Any:
    """Reads a cell as a fee item, by its name or code."""
    items = {item.name: item for item in FeeItem.objects.filter(office=office)}
    items |= {item.code: item for item in [*items.values()]}

    def item(value: Any) -> FeeItem:
        said = sheets.text(value)
        if said not in items:
            raise ValidationError(
                _("There is no fee item “%(name)s”. Enter it under Prices first.")
                % {"name": said[:30]},
                code="item",
            )
        return items[said]

    return item


def tables_of(office: Office) -> tuple[Table, ...]:
    """The sheets of the template, for an office's homes and items."""
    homes, item = Homes(office), item_of(office)
    room = Field("unit", ("房号", "房屋", "房间", "room", "unit"), homes)
    of = Field("item", ("收费项目", "项目", "费用项目", "item"), item)
    sum_ = Field(
        "amount", ("金额", "欠费金额", "amount"), sheets.above_zero, kind=Kind.MONEY
    )
    return (
        Table(
            "arrears",
            "欠费",
            (
                room,
                of,
                Field("period", ("所属月份", "月份", "账期", "month"), sheets.month),
                sum_,
                Field(
                    "due_on", ("应缴日期", "到期日", "due"), sheets.day, needed=False
                ),
            ),
            ("3-1-502", "物业服务费", "2026-01", Decimal("232.09"), "2026-01-31"),
        ),
        Table(
            "prepaid",
            "预收",
            (room, of, sum_),
            ("3-1-502", "物业服务费", Decimal("696.27")),
        ),
        Table(
            "deposits",
            "押金",
            (
                room,
                of,
                sum_,
                Field(
                    "payer", ("交款人", "缴款人", "payer"), sheets.text, needed=False
                ),
                Field(
                    "paper", ("收据号", "票据号", "paper"), sheets.text, needed=False
                ),
            ),
            ("3-1-502", "装修押金", Decimal("2000.00"), "", "旧0001234"),
        ),
        Table(
            "readings",
            "表读数",
            (
                room,
                of,
                Field("number", ("表号", "meter"), sheets.text, needed=False),
                Field("value", ("读数", "止码", "reading"), sheets.not_negative),
                Field(
                    "multiplier",
                    ("倍率", "multiplier"),
                    sheets.above_zero,
                    needed=False,
                ),
            ),
            ("3-1-502", "水费", "W-30502", Decimal("1234.00"), Decimal(1)),
        ),
        Table(
            "receipts",
            "收据",
            (Field("next", ("下一收据号", "下一号", "next"), sheets.whole),),
            (1001,),
        ),
    )
