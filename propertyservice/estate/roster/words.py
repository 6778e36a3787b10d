"""The words of an office's own spreadsheet for who lives there, and for what."""

from __future__ import annotations

from propertyservice.estate.models import Relation, UnitUse

VACANT = {"", "-", "--", "/", "\\", "N/A", "NA", "NULL", "0"} | {
    "无",
    "空",
    "空置",
    "空房",
    "未售",
    "待售",
    "未交房",
    "未入住",
    "暂无",
    "未知",
    "不详",
}
RELATIONS = {
    Relation.OWNER: "业主 产权人 房主 户主 本人 所有权人 自住 OWNER",
    Relation.CO_OWNER: "共有人 共有 共同业主 CO_OWNER",
    Relation.TENANT: "租户 租客 承租人 租住 出租 租赁 TENANT",
    Relation.FAMILY: "家属 家人 亲属 家庭成员 配偶 子女 父母 儿子 女儿 FAMILY",
    Relation.AGENT: "代理人 委托人 受托人 联系人 AGENT",
}
RELATION_OF = {
    word: each for each, words in RELATIONS.items() for word in words.split()
}
USES = {
    UnitUse.RESIDENCE: "住宅 居住 普通住宅 公寓 别墅 RESIDENCE",
    UnitUse.SHOP: "商铺 商业 店铺 门面 商业用房 SHOP",
    UnitUse.OFFICE: "办公 写字楼 办公用房 OFFICE",
    UnitUse.GARAGE: "车库 车位 GARAGE",
    UnitUse.STORAGE: "储藏室 储藏间 杂物间 地下室 STORAGE",
    UnitUse.OTHER: "其他 其它 OTHER",
}
USE_OF = {word: each for each, words in USES.items() for word in words.split()}
