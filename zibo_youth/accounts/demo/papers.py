"""Papers that people hand in: drawn, and with no words that anybody could believe."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

RED, BLUE, DEEP, LEAF_DEEP = "#B8121B", "#1D4F91", "#143A6D", "#3F7A57"
PAPER, LINE, STEEL = "#FFFFFF", "#D9DDE3", "#767E8A"


@cache
def paper(title: str) -> bytes:
    """A piece of evidence: a blank sheet with a coloured head, and no words that anybody could believe."""
    sheet = Image.new("RGB", (280, 396), PAPER)
    draw = ImageDraw.Draw(sheet)
    head = (RED, BLUE, DEEP, LEAF_DEEP)[len(title) % 4]
    draw.rectangle([0, 0, 280, 36], fill=head)
    draw.rectangle([86, 56, 194, 66], fill=STEEL)
    for row in range(12):
        draw.rectangle([32, 92 + row * 18, 248 - row * 35 % 80, 97 + row * 18], fill=LINE)
    draw.ellipse([186, 320, 240, 374], outline=RED, width=3)
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
