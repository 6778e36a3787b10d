"""A roster as an office keeps it, and what came of it."""

from __future__ import annotations

from datetime import date

from propertyservice.estate.models import (
    Occupancy,
)

GOOD = (
    (1, "1号楼", "1单元", "0101", 89.5, "王芳", "138 0000 0001", None, "业主",
     "2020-03-10", "B1-001", None),
    (2, "1号楼", "1单元", "0102", "９８．７６", "李强、周敏", "１３８００００００２０",
     "0571-88776655", "业主", date(2021, 4, 16), None, "共有"),
    (3, "1号楼", "2单元", "0201", 120.3, None, None, None, "业主", "2014-05-02", None,
     "空置"),
    (4, "2栋", "1单元", "0301", 68.35, "冯军", 13800000004, None, "租户", "2023.3.15",
     None, "业主:韩诺平"),
    (5, "2栋", "1单元", "0302", 68.35, "王芳", "13800000001", None, "业主", None, None,
     "老人独居,先打电话"),
    ("合计", None, None, "5户", 445.26, None, None, None, None, None, None, None),
    (None, "制表人:张三", None, None, None, None, None, None, None, None, None, None),
)  # fmt: skip


def ties() -> list[tuple[str, str, str, date | None]]:
    """Every tie: room, name, relation, since."""
    rows = Occupancy.objects.select_related("unit", "person").order_by("unit", "pk")
    return [
        (row.unit.label, row.person.name, row.relation, row.starts_on) for row in rows
    ]
