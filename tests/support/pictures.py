"""Small pictures for uploads."""

from __future__ import annotations

import io

from PIL import Image


def png(colour: str = "red") -> bytes:
    """A real, tiny PNG."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


PNG = png()
