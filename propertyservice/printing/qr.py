"""QR codes as drawings inside the page: no request, no script, sharp on paper."""

from __future__ import annotations

from functools import lru_cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET = 1
"""Light modules kept free around the code, as the mock's drawing has them."""


@lru_cache(maxsize=512)
def drawing(content: str, label: str) -> SafeString:
    """``content`` as an inline SVG of class ``qr``, 20 mm wide by the print style.

    Error correction M: a crease or a drop of water doesn't kill it. Raises ValueError
    for empty or far too long content.
    """
    if not content:
        raise ValueError("A QR code needs content.")
    code = segno.make_qr(content, error="m")
    side = len(code.matrix) + 2 * QUIET
    modules = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, dark in enumerate(row)
        if dark
    )
    return format_html(
        '<svg class="qr" viewBox="{} {} {} {}" role="img" aria-label="{}">'
        '<path d="{}"/></svg>',
        -QUIET,
        -QUIET,
        side,
        side,
        label,
        mark_safe(modules),  # noqa: S308 (made of numbers alone)
    )
