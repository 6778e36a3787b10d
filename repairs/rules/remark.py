"""The remark of the register, generated and never typed (4.2.2; RULES 0.4, 6)."""

from datetime import datetime


def completion_remark(finished: datetime) -> str:
    """“2026年3月17日10时20分已完成维修” for the local time of the finish."""
    return (
        f"{finished.year}年{finished.month}月{finished.day}日"
        f"{finished.hour}时{finished.minute:02d}分已完成维修"
    )
