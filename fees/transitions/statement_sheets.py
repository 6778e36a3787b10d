"""What banks, terminals and apps write into their files, as lines (RULES 4.6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from fees.transitions.stating import Stated
from propertyservice.estate import sheets
from propertyservice.estate.sheets import Field, Found, Table
from propertyservice.spreadsheets.columns import Kind

REFERENCE = (
    *("流水号", "交易单号", "微信支付单号", "支付宝交易号", "交易流水号", "参考号"),
    *("凭证号", "回单号", "订单号", "终端流水号", "reference"),
)
MEMO = ("摘要", "备注", "附言", "商品名称")
WAY = ("收/支", "收支", "收支类型", "借贷标志", "借贷方向")
OUT = {"支出", "支", "借", "借方", "出"}
NEITHER = {"/", "不计收支", "中性交易"}
"""What apps write into the column that says which way money went."""
MONEY: dict[str, Any] = {"kind": Kind.MONEY, "needed": False}
TABLES = (
    Table(
        "lines",
        "流水",
        (
            Field(
                "on",
                ("交易日期", "日期", "交易时间", "记账日期", "入账时间", "date"),
                sheets.day,
                kind=Kind.DATE,
            ),
            Field(
                "amount",
                ("金额", "交易金额", "订单金额", "amount"),
                sheets.amount,
                **MONEY,
            ),
            Field(
                "credit",
                ("贷方金额", "收入", "贷方发生额", "收入金额", "收入(元)"),
                sheets.amount,
                **MONEY,
            ),
            Field(
                "debit",
                ("借方金额", "支出", "借方发生额", "支出金额", "支出(元)"),
                sheets.amount,
                **MONEY,
            ),
            Field("reference", REFERENCE, sheets.text, needed=False),
            Field(
                "party",
                ("对方户名", "对方名称", "付款人", "交易对方", "party"),
                sheets.text,
                needed=False,
            ),
            Field("memo", MEMO, sheets.text, needed=False),
            Field("way", WAY, sheets.text, needed=False),
        ),
        (
            "2026-03-17",
            Decimal("232.09"),
            None,
            None,
            "T202603170",
            "张建国",
            "物业费",
            "",
        ),
    ),
)


def read_lines(data: bytes) -> tuple[list[Stated], Found]:
    """The lines of a file and all that is wrong with it.

    Money in and out may stand in one signed column, in two, or beside a column that
    says which way it went. CSV files of apps are read as well. Raises ValidationError
    for anything else, or a file without such columns.
    """
    found = sheets.read_tables(data, TABLES, text_too=True)
    lines = []
    for at, row in found.rows["lines"]:
        credit, debit = row["credit"] or Decimal(), row["debit"] or Decimal()
        amount = row["amount"] if row["amount"] is not None else credit - abs(debit)
        if row["way"] in NEITHER:
            continue
        if row["way"] in OUT:
            amount = -abs(amount)
        if not amount:
            found.problem(at, _("This line has no amount."))
            continue
        lines.append(
            Stated(
                row["on"],
                amount,
                row["reference"] or "",
                row["party"] or "",
                row["memo"] or "",
            )
        )
    return lines, found
