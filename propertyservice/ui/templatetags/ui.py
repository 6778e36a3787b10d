"""Template tags of every page; built in, so no template needs ``{% load ui %}``."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from propertyservice.ui import chips, fields, formats, kept, wordings
from propertyservice.ui import icons as _icons
from propertyservice.ui import status as _status
from propertyservice.ui.lists.page import RegisterPage

register = template.Library()

register.filter("money", formats.money)
register.filter("amount", formats.amount)
register.filter("when", formats.when)
register.filter("moment", formats.moment)
register.filter("stamp", formats.stamp)
register.filter("day", formats.day)
register.filter("phone", formats.phone)
register.filter("mask", formats.mask)
register.filter("span", formats.span)
register.filter("control", fields.control)
register.filter("sentences", wordings.sentences)
register.filter("is_group", fields.is_group)
register.filter("is_wide", fields.is_wide)
register.filter("is_single_tick", fields.is_single_tick)


@register.simple_tag(takes_context=True)
def bar(context: template.Context, name: str) -> SafeString:
    """``{% bar "topbar" %}``: a part of the shell, kept under what the shell shows."""
    path = f"parts/{name}.html"
    shell, own = context.get("shell"), ("one_box", "search_term")
    asked = (shell and shell.key, *(context.get(name) for name in own))
    return included(context, path, asked)


@register.simple_tag(takes_context=True)
def included(
    context: template.Context, path: str, key: Hashable, seconds: float = kept.HOUR
) -> SafeString:
    """``{% included "ui/part.html" key 30 %}``: an include, kept under its key."""
    return kept.piece(context, (path, key), lambda: _drawn(context, path), seconds)


@register.simple_tag(takes_context=True)
def bar_control(context: template.Context, page: RegisterPage, name: str) -> SafeString:
    """``{% bar_control page "trade" %}``: a control of the filter bar.

    A choice is kept with what is chosen; what is typed is new each time.
    """
    if "choices" not in page.register.filterset.base_filters[name].extra:
        return fields.control(page.form[name])
    key = (*page.filters_key[:2], name, page.params.get(name))
    return kept.piece(context, key, lambda: fields.control(page.form[name]), 30)


def _drawn(context: template.Context, path: str) -> str:
    assert context.template is not None  # noqa: S101 only asked while rendering
    return context.template.engine.get_template(path).render(context)


@register.simple_tag(takes_context=True)
def may(context: template.Context, right: str) -> bool:
    """``{% may "repairs.view" as sees %}``: a right the reader has somewhere."""
    return bool(context["request"].user.may_anywhere(right))


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "wrench" %}``: an inline drawing of ``static/icons.svg``."""
    return _icons.icon(name)


@register.simple_tag
def status(record: Any, pill: bool = False) -> SafeString:
    """``{% status repair %}``, ``{% status repair pill=True %}`` (LOOK 3)."""
    return _status.status(record, pill=pill)


@register.simple_tag
def badge(role: _status.Role, words: str, pill: bool = False) -> SafeString:
    """``{% badge "wait" word %}``: a state that is not a record's status."""
    return _status.badge(role, words, pill=pill)


@register.simple_tag
def due(chip: chips.Chip | None, pill: bool = False) -> SafeString:
    """``{% due chip %}``: a deadline in a row; empty without one (LOOK 9)."""
    return chips.due(chip, pill=pill) if chip else SafeString()


@register.simple_tag
def why(chip: chips.Chip | None) -> SafeString:
    """``{% why chip %}``: a deadline that opens its explanation."""
    return chips.why(chip) if chip else SafeString()


@register.simple_tag
def order_mark(direction: str) -> str:
    """The arrow of a sorted column head."""
    return {"ascending": "↑", "descending": "↓"}.get(direction, "")


@register.simple_tag
def error_title(count: int) -> str:
    """The head of the error summary: how many, and that nothing typed is lost."""
    if count == 1:
        return _("1 thing to correct; all you entered is still here")
    return _("%(count)s things to correct; all you entered is still here") % {
        "count": count
    }


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """``?`` with the page's query string and some values changed; None drops one."""
    params: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"
