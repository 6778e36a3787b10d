"""Small invented photos: a tap, a door, a wall."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

SIZE = (480, 360)
WALLS = ("#dfe6ea", "#e9e2d6", "#d9e4dc", "#e6dfe8")


def drawn(number: int) -> bytes:
    """A PNG that differs by its number."""
    picture = Image.new("RGB", SIZE, WALLS[number % len(WALLS)])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 290, 480, 360), fill="#b8a88f")
    shift = number * 17 % 120
    if number % 3 == 0:
        pen.rectangle((150 + shift, 90, 260 + shift, 290), fill="#7d5a3c")
        pen.ellipse((240 + shift, 185, 252 + shift, 197), fill="#d8c36a")
    elif number % 3 == 1:
        pen.rectangle((90 + shift, 150, 300 + shift, 168), fill="#9aa3a8")
        pen.rectangle((282 + shift, 150, 300 + shift, 220), fill="#9aa3a8")
        pen.ellipse((284 + shift, 240, 298 + shift, 262), fill="#5aa0c8")
    else:
        for row in range(4):
            for column in range(6):
                left, top = 40 + column * 66, 40 + row * 58
                pen.rectangle((left, top, left + 62, top + 54), outline="#8d9296")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
