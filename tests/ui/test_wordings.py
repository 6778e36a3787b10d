"""What a form says about a value it can't take: by the field's name, with a way out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.utils import translation

from propertyservice.ui.inputs import MomentField, OnceField, TextField
from propertyservice.ui.wordings import sentences

TWO = [("A", "甲"), ("B", "乙")]


class Sample(forms.Form):
    """One field of each kind."""

    words = TextField(label="内容", max_length=5)
    choice = forms.ChoiceField(label="专业", choices=TWO)
    several = forms.MultipleChoiceField(label="岗位", choices=TWO)
    day = forms.DateField(label="日期")
    moment = MomentField(label="时间")
    hour = forms.TimeField(label="钟点")
    count = forms.IntegerField(label="件数", max_value=9, min_value=1)
    price = forms.DecimalField(
        label="单价", max_digits=6, decimal_places=2, min_value=Decimal(0)
    )
    mail = forms.EmailField(label="邮箱")
    own = forms.CharField(label="名称", error_messages={"required": "起个名字。"})
    once = OnceField()
    page = forms.CharField(label="Page", widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("words", "", "请填写“内容”。"),
        ("words", "一二三四五六", "“内容”最多 5 个字，现在 6 个，请删减。"),
        ("choice", "", "请选择“专业”。"),
        ("choice", "Z", "请在列表中选择“专业”；提交的值不在列表里。"),
        ("several", ["Z"], "请在列表中选择“岗位”；提交的值不在列表里。"),
        ("day", "2026-02-31", "请填写真实存在的日期，如 2026-03-17。"),
        ("moment", "昨天", "请按 2026-03-17 09:30 填写日期和时间。"),
        ("hour", "25:00", "请按 09:30 的样式填写时间。"),
        ("count", "几件", "“件数”请填整数，如 12。"),
        ("count", "10", "“件数”最大为 9，请改小。"),
        ("count", "0", "“件数”最小为 1，请改大。"),
        ("price", "便宜", "“单价”请填数字，如 12.50。"),
        ("price", "1.234", "“单价”最多 2 位小数，请四舍五入。"),
        ("price", "123456.7", "“单价”最多 6 位数字，请改短。"),
        ("mail", "没有", "请填写邮箱地址，如 name@example.com。"),
        ("own", "", "起个名字。"),
        ("once", "zzz", "页面标记已损坏。请核对所填内容，再保存一次。"),
        ("page", "", "页面内容在传送中损坏，请刷新页面后重新填写。"),
    ],
)
def test_the_sentence_names_the_field_and_what_to_do(
    field: str, value: Any, said: str
) -> None:
    with translation.override("zh-hans"):
        found = sentences(Sample({field: value})[field])

    assert said in found


def test_no_sentence_is_djangos_own_in_english_either() -> None:
    with translation.override("en"):
        wrong = Sample({"words": "x" * 9, "choice": "Z", "day": "x", "count": "99"})
        found = " ".join(
            each for name in wrong.fields for each in sentences(wrong[name])
        )

    assert "Ensure this value" not in found
    assert "Select a valid choice" not in found
    assert "This field is required" not in found


def test_a_damaged_key_of_the_page_comes_back_as_a_fresh_one() -> None:
    key = "0ab9ddc5-3d2e-4cf9-9a1c-5c8f9f1f6f3e"

    assert str(Sample({"once": key})["once"].value()) == key
    assert UUID(str(Sample({"once": "zzz"})["once"].value()))
