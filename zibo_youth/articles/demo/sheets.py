"""Sheets to take away: drawn, without a word of a real form, and marked as a demonstration."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1240, 1754, 110  # A4 at 150 dots an inch
INK, LINE, RED = "#1f2328", "#767e8a", "#b8121b"


def _sheet(heading: str, lines: int) -> Image.Image:
    """A page with a heading, and lines to write on."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle([MARGIN, MARGIN, WIDTH - MARGIN, MARGIN + 10], fill=RED)
    draw.text((MARGIN, MARGIN + 40), heading, font=ImageFont.load_default(48), fill=INK)
    draw.text((MARGIN, HEIGHT - MARGIN), "Demonstration only", font=ImageFont.load_default(26), fill=LINE)
    step = (HEIGHT - 4 * MARGIN) // lines
    for number in range(1, lines + 1):
        below = 2 * MARGIN + 40 + number * step
        draw.rectangle([MARGIN, below - 34, MARGIN + 26, below - 8], outline=INK, width=3)
        draw.line([MARGIN + 60, below, WIDTH - MARGIN, below], fill=LINE, width=2)
    return page


def _saved(heading: str, lines: int, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    _sheet(heading, lines).save(out, kind, **options)
    return out.getvalue()


def group_list() -> bytes:
    return _saved("Group list", 18, "PDF", resolution=150)


def checklist() -> bytes:
    return _saved("Interview checklist", 12, "PDF", resolution=150)


def week_plan() -> bytes:
    return _saved("First week in Zibo", 7, "PNG")


# Name → title, drawing, type, file name.
SHEETS: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "group_list": ("集体来访名单（演示）", group_list, "application/pdf", "集体来访名单（演示）.pdf"),
    "checklist": ("面试准备清单（演示）", checklist, "application/pdf", "面试准备清单（演示）.pdf"),
    "week_plan": ("第一周安排表（演示）", week_plan, "image/png", "第一周安排表（演示）.png"),
}
