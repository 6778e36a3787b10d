"""Workbooks as offices keep them, made for the tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADING = (
    "序号", "楼栋", "单元", "房号", "建筑面积(㎡)", "业主姓名", "联系电话", "备用电话",
    "身份", "入住日期", "车位号", "备注",
)  # fmt: skip


def workbook(
    *sheets: Sequence[Sequence[Any]],
    merged: Sequence[str] = (),
    names: str = "",
    corner: str = "",
) -> bytes:
    """The bytes of a workbook; ``merged`` are ranges of the first sheet, ``corner`` is
    one more cell of it."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if names else f"表{number + 1}")
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    if corner:
        book.worksheets[0][corner] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def roster(*rows: Sequence[Any]) -> bytes:
    """A roster with a title, a line below it, a heading and these rows."""
    title = ["云河苑业主花名册(2026年10月)", *[None] * 11]
    line = ["填表单位:云河苑管理处", *[None] * 10, "制表:客服部"]
    return workbook([title, line, HEADING, *rows], merged=["A1:L1"])
