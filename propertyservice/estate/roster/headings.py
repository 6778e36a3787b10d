"""Which column holds what: headings in any order and in many words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propertyservice.estate.roster.reading import Sheet
from propertyservice.estate.text import normal

SEARCHED_ROWS = 20
SYNONYMS: Mapping[str, str] = {
    "building": "楼栋 楼号 栋号 幢号 栋 幢 楼 楼座 座号 楼宇 楼栋号 楼幢 幢数 building",
    "stairwell": "单元 单元号 梯号 梯 门洞 门栋 stairwell",
    "room": "房号 房间号 室号 房间 门牌号 门牌 户号 房屋编号 房屋号 房产 房屋 "
    "房屋地址 地址 房间编号 单元房号 楼栋房号 物业地址 室 room unit",
    "floor": "楼层 层 所在层 层数 floor",
    "gross": "建筑面积 建面 面积 房屋面积 产权面积 计费面积 收费面积 建筑面积合计 area",
    "inner": "套内面积 室内面积 使用面积 套内建筑面积 套内",
    "layout": "户型 房型 户型结构",
    "use": "用途 房屋用途 使用性质 房屋性质 物业类型 房屋类型",
    "delivered": "交房日期 交付日期 交房时间 交付时间 收楼日期 收房日期 接房日期 "
    "交楼日期 delivered",
    "moved_in": "入住日期 入住时间 入伙日期 入伙时间 迁入日期 起租日期 起租日 入住",
    "name": "姓名 住户姓名 住户 客户姓名 客户名称 联系人 户主 户主姓名 name",
    "owner": "业主姓名 业主 业主名称 产权人 产权人姓名 房主 房屋所有人 所有权人 "
    "权利人 买受人 业主名 owner",
    "co_owner": "共有人 共有人姓名 共有产权人 共同业主",
    "phone": "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 业主电话 业主手机 "
    "业主联系电话 业主联系方式 本人电话 移动电话 phone mobile 业主手机号 业主姓名电话",
    "phone2": "备用电话 电话2 联系电话2 其他电话 第二联系电话 备用联系电话 固定电话 "
    "座机 家庭电话 紧急联系电话 备用手机 手机2 宅电",
    "identity": "身份 住户类型 住户身份 客户类型 与业主关系 关系 人员类型 类型 性质",
    "share": "份额 产权份额 共有份额 占比 产权比例 比例 share",
    "tenant": "租户 租户姓名 租客 租客姓名 承租人 承租人姓名 使用人 使用人姓名 "
    "租户名称 tenant",
    "tenant_phone": "租户电话 租户联系电话 租客电话 租户手机 承租人电话 使用人电话 "
    "租户联系方式 租户手机号 租客手机 租客联系电话 使用人联系电话",
    "id_number": "身份证 身份证号 身份证号码 证件号 证件号码 业主身份证号 证件",
    "space": "车位 车位号 停车位 车位编号 车位号码",
    "plate": "车牌 车牌号 车牌号码 车辆",
    "note": "备注 说明 备注说明 附注 note 其他",
    "ignored": "序号 编号 no 号 项目 小区 项目名称 小区名称 管理处 #",
}
FIELDS = {
    word: field for field, words in SYNONYMS.items() for word in words.lower().split()
}
NOISE = re.compile(r"[(\[【〔].*?[)\]】〕]|[\s:*·.、,/\\\-_㎡]|m2|平方米|平米")
PEOPLE = {"owner", "name", "tenant"}


@dataclass(frozen=True)
class Headings:
    """The heading's row and, for each field, its column; and headings nobody knows."""

    row: int
    columns: dict[str, int]
    unknown: dict[int, str]


def headings_of(sheet: Sheet) -> Headings | None:
    """Find the row that names the columns, below any title; None when there is none."""
    best: Headings | None = None
    for number in range(min(SEARCHED_ROWS, len(sheet.rows))):
        found = _read(sheet, number)
        good = "room" in found.columns and len(found.columns) > 1
        if good and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def field_of(text: Any) -> str:
    """The field a heading means, or an empty string."""
    packed = NOISE.sub("", normal(text).lower())
    return FIELDS.get(packed, "")


def _read(sheet: Sheet, number: int) -> Headings:
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    above = sheet.rows[number - 1] if number else []
    for column, cell in enumerate(sheet.rows[number]):
        parent = above[column] if column < len(above) else ""
        field = _with_parent(parent, cell)
        if field and field not in columns:
            columns[field] = column
        elif normal(cell) and not field:
            unknown[column] = normal(cell)
    columns.pop("ignored", None)
    return Headings(number, columns, unknown)


def _with_parent(parent: Any, cell: Any) -> str:
    """A heading of two rows, such as 租户 above 姓名 and 电话."""
    if not normal(cell):
        return ""
    both = f"{normal(parent)}{normal(cell)}" if normal(parent) != normal(cell) else ""
    return field_of(both) or field_of(cell)
