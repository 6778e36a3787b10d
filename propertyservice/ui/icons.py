"""Icons of ``static/icons.svg`` as inline SVG: one dictionary lookup an icon."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="0 0 16 16">(.*?)</symbol>', re.S)
_SVG = '<svg class="ico" viewBox="0 0 16 16" aria-hidden="true">{}</svg>'


@cache
def _drawings() -> dict[str, SafeString]:
    text = (settings.BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    return {
        name: mark_safe(_SVG.format(body))  # noqa: S308 (our own file)
        for name, body in _SYMBOL.findall(text)
    }


def icon(name: str) -> SafeString:
    """The icon's SVG, hidden from screen readers; KeyError for an unknown name."""
    return _drawings()[name]


def names() -> list[str]:
    """Every icon there is, in the order of the file."""
    return list(_drawings())
