"""The faults that demonstration repairs are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Part = tuple[str, str, str, str]


@dataclass(frozen=True)
class Fault:
    """What the caller says, what it was, what was done.

    ``parts`` are name, specification, quantity and price; with ``item`` (price item and
    labour in yuan) the household pays.
    """

    says: str
    cause: str
    work: str
    parts: tuple[Part, ...] = ()
    item: tuple[str, str] | None = None


TAP = ("角阀", "DN15", "1", "28.00")
HOSE = ("不锈钢软管", "60cm", "1", "22.00")
SWITCH = ("空气开关", "C32", "1", "45.00")
LOCK = ("锁芯", "C级", "1", "180.00")

FAULTS: dict[str, tuple[Fault, ...]] = {
    "WATER": (
        Fault(
            "厨房水槽下方漏水",
            "软管接头老化",
            "更换软管并试水",
            (HOSE,),
            ("更换软管", "30.00"),
        ),
        Fault(
            "卫生间角阀滴水", "角阀阀芯磨损", "更换角阀", (TAP,), ("更换角阀", "30.00")
        ),
        Fault("马桶水箱一直进水", "浮球卡住", "调整浮球"),
        Fault("洗脸盆下水慢", "存水弯堵塞", "疏通存水弯", (), ("下水疏通", "50.00")),
        Fault("水表后阀门关不严", "阀门结垢", "更换阀门"),
        Fault(
            "阳台地漏返味", "水封干涸", "清理地漏并加水封", (), ("清理地漏", "20.00")
        ),
        Fault("热水出水很小", "过滤网堵塞", "清洗过滤网"),
    ),
    "POWER": (
        Fault("客厅插座没有电", "零线松脱", "紧固接线并测试"),
        Fault(
            "空开一开就跳", "空开老化", "更换空气开关", (SWITCH,), ("更换空开", "40.00")
        ),
        Fault("厨房灯不亮", "灯座接触不良", "更换灯座", (), ("更换灯座", "20.00")),
        Fault("门铃不响", "变压器损坏", "更换门铃变压器"),
        Fault("浴霸开关发热", "接线松动", "重新压接端子"),
    ),
    "DOOR": (
        Fault("入户门锁难开", "锁芯磨损", "更换锁芯", (LOCK,), ("更换锁芯", "60.00")),
        Fault("卧室窗户关不上", "滑撑变形", "校正滑撑"),
        Fault("阳台推拉门脱轨", "滑轮破损", "更换滑轮", (), ("更换滑轮", "40.00")),
        Fault("单元门闭门器漏油", "闭门器密封损坏", "更换闭门器"),
        Fault("纱窗破洞", "纱网老化", "更换纱网", (), ("更换纱网", "35.00")),
    ),
    "MASONRY": (
        Fault("卫生间墙砖空鼓", "粘结层脱落", "铲除重贴三块"),
        Fault("客厅顶面有水渍", "楼上防水老化", "检查楼上并做局部防水"),
        Fault("阳台栏杆松动", "预埋件锈蚀", "加固栏杆"),
        Fault("窗台渗水", "密封胶开裂", "清理后重新打胶", (), ("外窗打胶", "80.00")),
    ),
    "WEAK_CURRENT": (
        Fault("可视对讲没有画面", "分机排线松", "重新插接并测试"),
        Fault("楼道网络箱门坏了", "合页断裂", "更换合页"),
        Fault("门禁卡刷不开", "读卡头进水", "更换读卡头"),
    ),
}
COMMON: tuple[Fault, ...] = (
    Fault("楼道灯不亮", "声控开关损坏", "更换声控开关"),
    Fault("大堂地砖翘起", "基层空鼓", "重铺地砖"),
    Fault("地下车库积水", "集水井水泵故障", "检修水泵并排水"),
    Fault("健身器材松动", "螺栓松脱", "紧固并更换螺栓"),
    Fault("消防栓箱玻璃破损", "外力撞击", "更换玻璃"),
    Fault("楼梯扶手油漆脱落", "日久老化", "打磨补漆"),
    Fault("雨水箅子丢失", "被盗", "补装雨水箅子"),
)
EMERGENCIES: tuple[tuple[str, Fault], ...] = (
    ("WATER", Fault("水管爆裂，地面积水", "管道老化开裂", "关闭总阀，更换管段")),
    ("WATER", Fault("下水主管返水", "主管堵塞", "机械疏通主管")),
    ("POWER", Fault("配电箱冒火花", "接线端子烧蚀", "断电并更换端子")),
    ("POWER", Fault("家里全部没电", "表后开关烧坏", "更换表后开关")),
    ("DOOR", Fault("老人被反锁在卧室", "锁舌卡死", "开锁并更换锁具")),
    ("MASONRY", Fault("外墙瓷砖要掉", "外墙空鼓", "围挡并铲除松动瓷砖")),
)
INCIDENTS: tuple[tuple[str, str, Fault], ...] = (
    ("E01", "COMMON", Fault("电梯停运，多户反映", "门机故障", "维保单位更换门机皮带")),
    ("F01", "WATER", Fault("整栋楼停水", "加压泵跳闸", "复位并更换接触器")),
    ("C02", "POWER", Fault("楼道整体停电", "总开关跳闸", "查明短路点并恢复送电")),
)
SUSPENDED: tuple[tuple[str, str], ...] = (
    ("WAIT_RESIDENT", "住户不在家，约改天"),
    ("WAIT_MATERIAL", "配件需订购"),
    ("WAIT_CONTRACTOR", "需外请专业队伍"),
    ("WAIT_NEIGHBOR", "需楼上住户配合"),
    ("WAIT_QUOTE", "住户考虑报价"),
    ("FORCE_MAJEURE", "台风天气暂停室外作业"),
)
REFERRALS: tuple[tuple[str, str, str], ...] = (
    ("WARRANTY", "锦程置业售后部", "BG"),
    ("UTILITY", "市自来水公司", "SW"),
    ("UTILITY", "国网杭州供电公司", "GD"),
    ("OWNER", "业主自行联系品牌售后", ""),
)
ANSWERS = ("已派人处理，请住户留意电话", "已修复，工单办结", "属保修范围，三日内上门")
CONTACTS = ("已电话告知进度", "住户询问时间，已答复", "提醒住户预约时间")
REASSIGNED = ("临时请假", "手头有急修", "工种不符")
CHECKS = ("试用正常，满意", "试水不漏，满意", "已试用，基本满意")
HAPPY = ("满意", "满意", "满意", "基本满意", "")
UNHAPPY = ("住户回访不满意，仍有渗漏", "住户来电，问题又出现")


def in_words(fault: Fault, trade: str) -> dict[str, Any]:
    """What the caller says, as fields of the register."""
    return {"description": fault.says, "trade": trade, "read_back": True}
