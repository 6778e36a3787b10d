"""Surnames are read as surnames."""

from __future__ import annotations

import pytest

from propertyservice.estate import pinyin

pytestmark = pytest.mark.clause("4.2.1")


@pytest.mark.parametrize(
    ("name", "spaced", "initials"),
    [
        ("曾志伟", "zeng zhi wei", "zzw"),
        ("单雄信", "shan xiong xin", "sxx"),
        ("解晓东", "xie xiao dong", "xxd"),
        ("仇英", "qiu ying", "qy"),
        ("查良镛", "zha liang yong", "zly"),
        ("朴树", "piao shu", "ps"),
        ("欧阳修", "ou yang xiu", "oyx"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("吕布", "lv bu", "lb"),
        ("王曾", "wang ceng", "wc"),
        ("John Smith", "john smith", "js"),
        ("杭州A公司", "hang zhou a gong si", "hzags"),
    ],
)
def test_names_are_read(name: str, spaced: str, initials: str) -> None:
    assert (pinyin.spaced(name), pinyin.initials(name)) == (spaced, initials)
