"""Plain controls written without a template: the same HTML at a tenth of the cost.

A register's filter bar has a dozen selects; through Django's widget templates they
cost more than its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString, mark_safe

from propertyservice.ui.html import escaped

FOLDER = "django/forms/widgets/"
SELECT = f"{FOLDER}select.html"
OPTION = f"{FOLDER}select_option.html"
INPUTS = frozenset(
    f"{FOLDER}{name}.html"
    for name in (
        *("input", "text", "hidden", "number", "email", "url", "checkbox"),
        *("date", "datetime", "time"),
    )
)


class Renderer(TemplatesSetting):
    """Django's renderer, with its own hand for selects and one-line inputs."""

    def render(
        self, template_name: str, context: dict[str, Any], request: Any = None
    ) -> str:
        """The HTML of a form part."""
        if template_name == SELECT and _is_plain(context["widget"]):
            return _select(context["widget"])
        if template_name in INPUTS and not context["widget"].get("wrap_label"):
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _is_plain(widget: Mapping[str, Any]) -> bool:
    return all(
        option["template_name"] == OPTION
        for _name, options, _index in widget["optgroups"]
        for option in options
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    name = escaped(widget["name"])
    parts = [f'<select name="{name}"{_attrs(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{escaped(group)}">')
        parts += map(_option, options)
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return mark_safe("\n".join(parts))  # noqa: S308 (every value is escaped)


def _option(option: Mapping[str, Any]) -> str:
    value = escaped(str(option["value"]))
    label = escaped(option["label"])
    return f'<option value="{value}"{_attrs(option["attrs"])}>{label}</option>'


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    said = "" if value is None else f' value="{escaped(str(value))}"'
    kind, name = map(escaped, (widget["type"], widget["name"]))
    html = f'<input type="{kind}" name="{name}"{said}{_attrs(widget["attrs"])}>'
    return mark_safe(html)  # noqa: S308 (every value is escaped)


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escaped(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
