"""What the parts sheet shows: every status, chip, control and notice once (DEBUG)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from propertyservice.ui import icons
from propertyservice.ui.chips import Chip
from propertyservice.ui.fields import MoneyInput, PhoneInput, Tiles

STATUSES = (
    ("rest", "已登记", "未动、收好、结束"),
    ("move", "已派单", "已交出，在走"),
    ("work", "维修中", "正在做"),
    ("wait", "挂起：待料", "等人或等物"),
    ("done", "已完工", "办好"),
    ("bad", "返修", "超时、拒绝、丢失"),
    ("out", "转出：保修", "在外单位手里"),
)
CHIPS = (
    Chip("plain", "到场 剩余 4 小时", 30),
    Chip("soon", "到场 剩余 9 分", 85),
    Chip("late", "到场 已超时 12 分", 100),
    Chip("pause", "已暂停 1 天 · 待住户"),
    Chip("met", "按时 10:20"),
    Chip("missed", "超时 25 分完工"),
)
WHY = Chip(
    "soon",
    "到场 剩余 9 分",
    85,
    "为什么是 10:27？",
    ("急修，一级服务标准：30 分钟内到场。", "从登记 09:57 起算，中途没有暂停。"),
)


class SampleForm(forms.Form):
    """One field of each kind, with the errors a clerk meets."""

    wide_fields = ("urgency",)
    description = forms.CharField(
        label="报修内容",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写清部位和现象；保存前向住户读一遍。",
    )
    trade = forms.ChoiceField(
        label="专业",
        widget=Tiles,
        choices=[(t, t) for t in ("水", "电", "门窗", "土建", "弱电", "公共")],
    )
    urgency = forms.ChoiceField(
        label="紧急程度",
        widget=Tiles,
        choices=[("EMERGENCY", "急修"), ("NORMAL", "一般")],
        help_text="跑水、漏电、燃气味、困人、返水属急修；30 分钟内到场。",
    )
    phone = forms.CharField(label="联系电话", widget=PhoneInput)
    appointment_at = forms.DateTimeField(label="约定时间", required=False)
    channel = forms.ChoiceField(
        label="报修方式", choices=[("PHONE", "电话"), ("VISIT", "来访")]
    )
    fee = forms.DecimalField(label="人工费（元）", widget=MoneyInput, required=False)
    read_back = forms.BooleanField(label="已向住户读回", required=False)

    def clean_phone(self) -> str:
        """Refuse a number that is too short, and say so."""
        phone = str(self.cleaned_data["phone"])
        if len(phone) != 11:
            raise forms.ValidationError(
                "联系电话少 1 位。请填 11 位手机号，或“区号-号码”。"
            )
        return phone


def context(request: HttpRequest) -> dict[str, Any]:
    """The sheet's context; the sample form is shown with its errors."""
    sample = {
        "description": "洗菜池下面水管接口漏水，地上有积水",
        "trade": "水",
        "urgency": "EMERGENCY",
        "phone": "1380571220",
        "channel": "PHONE",
    }
    return {
        "statuses": STATUSES,
        "chips": CHIPS,
        "why_chip": WHY,
        "icons": icons.names(),
        "form": SampleForm(sample),
    }
