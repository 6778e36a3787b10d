"""Pieces of a page that are drawn once and kept until something they show changes.

The shell and the filter bar are most of a list page's HTML and the same from page to
page. A piece is kept under what it shows; what is not in its key (the choices of a
filter, the names of one's other offices) may lag by its seconds. What is new with every
request (its address, the form's token) stands in it as a mark.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.middleware.csrf import get_token
from django.template import Context
from django.template.context import RequestContext
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

TOKEN, HERE = "kept-mark-of-the-token", "kept-mark-of-the-address"
KEPT_AT_MOST = 2000
HOUR = 3600.0
_pieces: dict[Hashable, tuple[float, str]] = {}


def forget() -> None:
    """Draw every piece anew, e.g. in another database."""
    _pieces.clear()


def piece(
    context: Context, key: Hashable, draw: Callable[[], str], seconds: float = HOUR
) -> SafeString:
    """What ``draw()`` gives, or gave in the last ``seconds`` under the same key.

    Inside, ``{% csrf_token %}`` and ``{{ here }}`` (the page's own address) are marks
    that each request fills in. ``draw`` must follow from the key and the language.
    """
    key = (get_language(), key)
    until, html = _pieces.get(key, (0.0, ""))
    now = time.monotonic()
    if until < now:
        with context.push(csrf_token=TOKEN, here=HERE):
            html = draw()
        if len(_pieces) >= KEPT_AT_MOST:
            _pieces.clear()
        _pieces[key] = (now + seconds, html)
    request: Any = context.request if isinstance(context, RequestContext) else None
    if request is not None:
        if TOKEN in html:
            html = html.replace(TOKEN, get_token(request))
        html = html.replace(HERE, escape(request.get_full_path()))
    return mark_safe(html)  # noqa: S308 drawn by our own templates, marks escaped
