"""What people complain about, what is found and what is done."""

from __future__ import annotations

from typing import NamedTuple


class Matter(NamedTuple):
    """One matter, from what is said to how it ends."""

    category: str
    level: str
    department: str
    content: str
    demand: str
    cause: str
    measure: str
    outcome: str
    prevention: str = "列入部门周例会检查，连续检查四周"


MATTERS = (
    Matter(
        "CLEANING",
        "MINOR",
        "SERVICE",
        "单元大厅地面连续三天没有拖洗，有明显污渍",
        "恢复每日清扫",
        "保洁员请假，没有安排顶班",
        "安排顶班，主管每日检查",
        "已恢复每日清扫，主管连查一周",
    ),
    Matter(
        "CLEANING",
        "MINOR",
        "SERVICE",
        "楼下垃圾桶满溢，夏天味道很大",
        "增加清运次数",
        "周末清运少一趟",
        "周末加一趟清运并消杀",
        "已增加周末清运，桶体清洗消杀",
    ),
    Matter(
        "REPAIR",
        "IMPORTANT",
        "REPAIRS",
        "电梯两周内第三次停运，老人上下楼不便",
        "彻底修好并说明原因",
        "门机皮带老化，维保只做了调整",
        "更换门机皮带，维保单位派人驻场三天",
        "已更换并试运行正常",
        "电梯维保改为双周联检，停运两次即升级处理",
    ),
    Matter(
        "REPAIR",
        "MINOR",
        "REPAIRS",
        "地下车库灯坏了好几盏，晚上看不清",
        "尽快更换",
        "巡查漏记",
        "更换灯管并补查全部车库照明",
        "已更换 12 支灯管",
    ),
    Matter(
        "REPAIR",
        "IMPORTANT",
        "REPAIRS",
        "顶楼漏水报修三次没有人上门",
        "派人上门并给出维修方案",
        "派单后未跟踪，漏接",
        "当日上门勘查，三日内完成防水修补",
        "已修补，闭水 24 小时不漏",
        "未接单超 30 分钟自动改派，主管每日清单核对",
    ),
    Matter(
        "SECURITY",
        "IMPORTANT",
        "OFFICE",
        "外来推销人员随意进楼敲门",
        "加强门岗管理",
        "夜班门岗登记不严",
        "门岗重新培训，访客一律登记",
        "已整改，门岗抽查三次合格",
        "访客登记每周抽查，列入门岗考核",
    ),
    Matter(
        "SECURITY",
        "MINOR",
        "OFFICE",
        "单元门长期敞开，闭门器失灵",
        "修好单元门",
        "闭门器漏油",
        "更换闭门器",
        "已更换，门能自动关闭",
    ),
    Matter(
        "PARKING",
        "MINOR",
        "OFFICE",
        "消防通道经常停车，出入困难",
        "制止乱停车",
        "晚高峰无人疏导",
        "晚高峰设岗疏导，张贴提示",
        "已设岗，通道畅通",
    ),
    Matter(
        "PARKING",
        "IMPORTANT",
        "OFFICE",
        "租用的固定车位多次被占，物业不处理",
        "保证车位可用",
        "未安装地锁，巡查不到位",
        "加装地锁，占位车辆劝离",
        "已加装地锁",
        "固定车位每日两次巡查并记录",
    ),
    Matter(
        "FEE",
        "MINOR",
        "SERVICE",
        "公摊电费比上月多了一倍，没有说明",
        "解释清楚并公示",
        "抄表周期多了十天",
        "公示抄表明细并逐户说明",
        "已公示，住户认可",
    ),
    Matter(
        "SERVICE",
        "MINOR",
        "SERVICE",
        "前台接电话态度冷淡，问两遍才回答",
        "改善服务态度",
        "高峰时段一人值守",
        "高峰加派一人，重学接待规范",
        "已向住户致歉",
    ),
    Matter(
        "SERVICE",
        "IMPORTANT",
        "REPAIRS",
        "维修员上门迟到一小时且不打招呼",
        "道歉并说明",
        "上一单超时未通知",
        "上门致歉，改约时间须提前告知",
        "已上门致歉",
        "预约单超时前由派单员电话告知",
    ),
    Matter(
        "RENOVATION",
        "MINOR",
        "OFFICE",
        "楼上装修中午还在电钻，影响休息",
        "按规定时间施工",
        "施工人员不清楚时间规定",
        "现场制止，重发施工须知",
        "已停工整改，按时段施工",
    ),
    Matter(
        "NEIGHBOUR",
        "MINOR",
        "SERVICE",
        "隔壁的狗每天清晨叫，吵得睡不好",
        "请物业协调",
        "住户外出时关在阳台",
        "上门劝导，报告居委会",
        "已劝导，住户同意调整",
    ),
    Matter(
        "OTHER",
        "MINOR",
        "SERVICE",
        "快递柜长期占用，取件不便",
        "协调快递公司",
        "滞留件未清理",
        "联系快递公司清理滞留件",
        "已清理，空格恢复",
    ),
    Matter(
        "REPAIR",
        "CRITICAL",
        "REPAIRS",
        "地下室水泵故障致车库进水，车辆受损",
        "赔偿并整改",
        "水泵未按期保养，备用泵失灵",
        "抢修两台水泵，报保险理赔",
        "水泵已修复，理赔完成",
        "水泵每月试运行并双人签字，备用泵季度检修",
    ),
)
OPINIONS = ("SATISFIED", "SATISFIED", "FAIRLY", "FAIRLY", "")
CHANNELS = ("PHONE", "PHONE", "PHONE", "VISIT", "VISIT", "WECHAT", "LETTER")
RATINGS = ("SATISFIED", "SATISFIED", "SATISFIED", "FAIRLY", "FAIRLY")
NEVER_ANSWERED = "住户反映处理后又反复，要求彻底解决"
