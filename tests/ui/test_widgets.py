"""Controls written by hand are those of Django's templates, and as safe."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from propertyservice.ui.html import escaped, filled
from propertyservice.ui.widgets import Renderer

NASTY = "<b>\"'&"
CHOICES = [("", "—"), ("1", "水"), (2, NASTY), ("g", [("x", "甲"), ("y", "乙")])]
WIDGETS: list[tuple[forms.Widget, Any]] = [
    (forms.Select(choices=CHOICES), 2),
    (forms.Select(choices=CHOICES, attrs={"disabled": True, "data-x": NASTY}), None),
    (forms.SelectMultiple(choices=CHOICES), ["1", "y"]),
    (forms.NullBooleanSelect(), True),
    (forms.TextInput(attrs={"class": "num", "required": False}), NASTY),
    (forms.TextInput(), None),
    (forms.NumberInput(), 0),
    (forms.HiddenInput(), "1"),
    (forms.DateInput(), None),
    (forms.CheckboxInput(), True),
    (forms.RadioSelect(choices=CHOICES[:3]), "1"),
    (forms.Textarea(), NASTY),
]


def plain(html: str) -> str:
    """Without the white space that says nothing."""
    return re.sub(r"\s+", " ", re.sub(r">\s+", ">", re.sub(r"\s+<", "<", html))).strip()


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_control_is_what_the_template_makes(widget: forms.Widget, value: Any) -> None:
    given = {"id": "id_field"}
    ours = widget.render("field", value, given, renderer=Renderer())
    theirs = widget.render("field", value, given, renderer=TemplatesSetting())
    assert plain(ours) == plain(theirs)
    assert "<b>" not in ours


@pytest.mark.parametrize(
    "value", [NASTY, mark_safe("<i>x</i>"), gettext_lazy("Save"), 5, None, "水管"]
)
def test_escaping_by_hand_is_django_s_own(value: Any) -> None:
    assert escaped(value) == conditional_escape(value)
    assert filled("<p>{}</p>", value) == format_html("<p>{}</p>", value)
