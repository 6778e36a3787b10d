"""How a form field becomes a control (LOOK 7): classes, input types, groups.

Works on plain Django fields and widgets; a form may name its full-width fields in
``wide_fields``.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

DASHES = BLANK_CHOICE_DASH[0][1]


class Tiles(forms.RadioSelect):
    """Radio buttons as tiles: for up to seven choices."""


class TickTiles(forms.CheckboxSelectMultiple):
    """Several choices as tiles."""


class PhoneInput(forms.TextInput):
    """A phone number: the telephone keypad on a phone, nothing filled in by itself."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "tel", "autocomplete": "off", **(attrs or {})})


class MoneyInput(forms.TextInput):
    """An amount of yuan: right-aligned, with the decimal keypad."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"inputmode": "decimal", "autocomplete": "off", "class": "num"}
        super().__init__({**base, **(attrs or {})})


def is_group(field: BoundField) -> bool:
    """Whether the field is a group of inputs (a ``fieldset`` with a ``legend``)."""
    return isinstance(field.field.widget, forms.RadioSelect)


def is_single_tick(field: BoundField) -> bool:
    """Whether the field is one tick with its sentence beside it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


def is_wide(field: BoundField) -> bool:
    """Whether the field takes both columns."""
    wide = getattr(field.form, "wide_fields", ())
    return field.name in wide or isinstance(field.field.widget, forms.Textarea)


def control(field: BoundField) -> SafeString:
    """The field's widget with the classes and types of the look."""
    widget = field.field.widget
    _use_native_picker(widget)
    _name_the_empty_choice(field.field)
    css = _css(widget)
    if field.errors:
        css += " is-invalid"
    given = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css} {given}".strip()})


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect):
        return ""
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def _name_the_empty_choice(field: Any) -> None:
    """A select asks in words, not in dashes."""
    if getattr(field, "empty_label", None) == DASHES:
        field.empty_label = _("Choose")
        field.widget.choices = field.choices


def _use_native_picker(widget: forms.Widget) -> None:
    """Dates and times get the browser's own picker, and its format."""
    if isinstance(widget, forms.DateTimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "time", "%H:%M"
    elif isinstance(widget, forms.Textarea):
        widget.attrs["rows"] = min(int(widget.attrs.get("rows", 3)), 8)
