"""
Drawn pictures of stations: a façade, a bunk room, a study corner, a lounge, each in four tempers of colour.

They are drawings on purpose: a photograph would claim that a house exists.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FINE = 960, 600, 2  # drawn at twice the size, so that edges come out smooth

RED, BLUE, GOLD = "#B8121B", "#1D4F91", "#FFD24D"
DEEP, PAPER, LINE, STEEL = "#143A6D", "#FFFFFF", "#D9DDE3", "#767E8A"
WOOD, WOOD_DEEP, LEAF, LEAF_DEEP = "#D9B38C", "#B98D62", "#5E9B76", "#3F7A57"


@dataclass(frozen=True)
class Temper:
    """One family of colours: the air around things, and the colour that stands out."""

    sky: str
    wall: str
    shade: str
    floor: str
    accent: str
    second: str


TEMPERS = (
    Temper("#EAF0F8", "#F5F6F8", "#E3E8EF", "#D7DEE8", BLUE, GOLD),
    Temper("#FBEDE6", "#FAF5F0", "#EFE4DA", "#E2D3C4", RED, GOLD),
    Temper("#FFF4D6", "#FBF8EF", "#F0E8D2", "#E4D9BC", DEEP, RED),
    Temper("#E6F1EC", "#F4F8F6", "#DFEAE4", "#CFDDD5", LEAF_DEEP, GOLD),
)


class Board:
    """A drawing in 960 × 600 units, whatever the pixels below."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, wide: float, high: float, fill: str, round_: float = 0) -> None:
        corners = [x * FINE, y * FINE, (x + wide) * FINE - 1, (y + high) * FINE - 1]
        self.draw.rounded_rectangle(corners, round_ * FINE, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        corners = [(x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE]
        self.draw.ellipse(corners, fill=fill)

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        self.draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def line(self, *points: tuple[float, float], fill: str, wide: float = 4) -> None:
        self.draw.line([(x * FINE, y * FINE) for x, y in points], fill=fill, width=round(wide * FINE))

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(out, "JPEG", quality=84, optimize=True)
        return out.getvalue()


def facade(temper: Temper) -> bytes:
    """A three-storey house by daylight, its door open, trees on both sides."""
    board = Board(temper.sky)
    board.disc(800, 118, 54, GOLD)
    for x, high in ((0, 150), (118, 210), (770, 185), (876, 130)):
        board.box(x, 500 - high, 112, high, temper.shade)
    board.box(220, 118, 520, 388, PAPER, 6)
    board.box(220, 118, 520, 26, temper.accent, 6)
    board.box(220, 132, 520, 12, temper.accent)
    for row in range(2):
        for column in range(5):
            _window(board, temper, 252 + column * 96, 172 + row * 104, is_lit=(row * 3 + column) % 4 == 1)
    board.box(220, 372, 520, 134, temper.wall)
    board.box(244, 392, 132, 84, "#C9D9EC", 4)
    board.box(584, 392, 132, 84, "#C9D9EC", 4)
    board.line((310, 392), (310, 476), fill=PAPER, wide=5)
    board.line((650, 392), (650, 476), fill=PAPER, wide=5)
    board.box(410, 388, 140, 118, temper.accent, 4)
    board.box(422, 400, 54, 106, "#F6E7B4", 2)
    board.box(484, 400, 54, 106, "#F6E7B4", 2)
    board.box(396, 362, 168, 22, temper.second, 6)
    board.box(0, 500, WIDTH, 100, temper.floor)
    board.shape((430, 506), (530, 506), (600, 600), (360, 600), fill=PAPER)
    for x, size in ((146, 1.0), (808, 1.15), (60, 0.7)):
        _tree(board, x, 510, size)
    return board.jpeg()


def _window(board: Board, temper: Temper, x: float, y: float, *, is_lit: bool) -> None:
    board.box(x, y, 70, 74, temper.shade, 4)
    board.box(x + 5, y + 5, 60, 64, "#FCE9AE" if is_lit else "#C9D9EC", 2)
    board.line((x + 35, y + 5), (x + 35, y + 69), fill=PAPER, wide=4)
    board.box(x - 4, y + 72, 78, 7, LINE, 3)


def _tree(board: Board, x: float, y: float, size: float) -> None:
    board.box(x - 6 * size, y - 92 * size, 12 * size, 96 * size, WOOD_DEEP, 4)
    for dx, dy, radius, fill in ((-26, -112, 40, LEAF), (26, -118, 42, LEAF), (0, -154, 46, LEAF_DEEP)):
        board.disc(x + dx * size, y + dy * size, radius * size, fill)


def bunk_room(temper: Temper) -> bytes:
    """Two bunk beds along the walls, a window between them, lockers and a rug."""
    board = Board(temper.wall)
    board.box(0, 462, WIDTH, 138, temper.floor)
    board.box(0, 452, WIDTH, 12, temper.shade)
    _big_window(board, temper, 372, 82, 216, 208)
    _bunk(board, temper, 44)
    _bunk(board, temper, 640)
    board.box(396, 330, 168, 132, WOOD, 6)
    for x in (402, 486):
        board.box(x, 338, 72, 116, "#E6C8A5", 4)
        board.disc(x + (62 if x == 402 else 10), 396, 4, WOOD_DEEP)
    board.box(438, 300, 40, 32, temper.accent, 4)
    board.box(482, 308, 44, 24, temper.second, 4)
    board.shape((330, 512), (630, 512), (700, 572), (260, 572), fill=temper.second)
    board.shape((352, 522), (608, 522), (660, 562), (300, 562), fill=PAPER)
    return board.jpeg()


def _bunk(board: Board, temper: Temper, x: float) -> None:
    for post in (x, x + 262):
        board.box(post, 132, 14, 372, WOOD_DEEP, 4)
    for y in (222, 400):
        board.box(x, y + 40, 276, 18, WOOD, 4)
        board.box(x + 14, y + 10, 248, 32, PAPER, 8)
        board.box(x + 96, y + 4, 166, 38, temper.accent if y == 222 else temper.second, 8)
        board.box(x + 22, y - 8, 66, 28, "#EEF1F5", 10)
    board.box(x, 196, 276, 10, WOOD, 4)
    for step in range(4):
        board.box(x + 216, 292 + step * 46, 40, 7, WOOD_DEEP, 3)
    board.box(x + 212, 270, 7, 220, WOOD_DEEP, 3)
    board.box(x + 253, 270, 7, 220, WOOD_DEEP, 3)


def _big_window(board: Board, temper: Temper, x: float, y: float, wide: float, high: float) -> None:
    board.box(x - 10, y - 10, wide + 20, high + 20, PAPER, 6)
    board.box(x, y, wide, high, "#CFE0F2")
    board.disc(x + wide * 0.72, y + high * 0.3, 26, GOLD)
    board.shape(
        (x, y + high),
        (x, y + high * 0.72),
        (x + wide * 0.34, y + high * 0.5),
        (x + wide * 0.66, y + high * 0.74),
        (x + wide, y + high * 0.58),
        (x + wide, y + high),
        fill="#A9C3B2",
    )
    board.line((x + wide / 2, y), (x + wide / 2, y + high), fill=PAPER, wide=8)
    board.box(x - 18, y + high + 8, wide + 36, 12, LINE, 4)


def study(temper: Temper) -> bytes:
    """A long desk under shelves, two lamps, a laptop and a board with notes."""
    board = Board(temper.wall)
    board.box(0, 486, WIDTH, 114, temper.floor)
    board.box(0, 478, WIDTH, 10, temper.shade)
    for y, colours in ((52, 0), (148, 2)):
        _shelf(board, temper, 84, y, colours)
    board.box(560, 52, 316, 178, WOOD_DEEP, 8)
    board.box(570, 62, 296, 158, "#F1E2CC", 4)
    notes = (temper.accent, temper.second, PAPER, LEAF, temper.second, PAPER, temper.accent, BLUE)
    for number, fill in enumerate(notes):
        board.box(590 + number % 4 * 68, 80 + number // 4 * 70, 50, 50, fill, 3)
    board.box(64, 366, 832, 22, WOOD, 6)
    for x in (88, 468, 852):
        board.box(x, 386, 20, 128, WOOD_DEEP, 4)
    for x in (160, 826):
        _lamp(board, temper, x, 366)
    _laptop(board, 300, 366)
    _laptop(board, 630, 366)
    board.box(470, 336, 70, 10, temper.accent, 3)
    board.box(476, 346, 66, 10, temper.second, 3)
    board.box(468, 356, 74, 10, DEEP, 3)
    for x in (300, 630):
        board.box(x, 424, 116, 20, temper.accent, 8)
        board.box(x + 20, 372, 76, 58, temper.accent, 12)
        board.box(x + 52, 444, 12, 74, STEEL, 4)
        board.box(x + 20, 514, 76, 10, STEEL, 5)
    return board.jpeg()


def _shelf(board: Board, temper: Temper, x: float, y: float, start: int) -> None:
    colours = (temper.accent, temper.second, DEEP, LEAF, "#C8CED8", RED)
    at = x + 12
    for number in range(13):
        high = 58 - (number * 7 + start * 5) % 22
        wide = 18 + (number * 5 + start) % 9
        board.box(at, y + 62 - high, wide, high, colours[(number + start) % 6], 2)
        at += wide + (22 if number % 6 == 4 else 4)
    board.box(x, y + 62, 420, 12, WOOD, 4)


def _laptop(board: Board, x: float, y: float) -> None:
    board.box(x, y - 78, 116, 74, "#3B4350", 6)
    board.box(x + 6, y - 72, 104, 62, "#DCE7F4", 3)
    board.box(x + 16, y - 60, 54, 6, STEEL, 3)
    board.box(x + 16, y - 46, 80, 6, LINE, 3)
    board.box(x + 16, y - 32, 68, 6, LINE, 3)
    board.box(x - 12, y - 8, 140, 9, STEEL, 4)


def _lamp(board: Board, temper: Temper, x: float, y: float) -> None:
    board.shape((x - 20, y - 84), (x + 20, y - 84), (x + 58, y), (x - 58, y), fill=temper.sky)
    board.box(x - 4, y - 96, 8, 96, STEEL, 3)
    board.box(x - 26, y - 8, 52, 8, STEEL, 4)
    board.shape((x - 16, y - 118), (x + 16, y - 118), (x + 34, y - 82), (x - 34, y - 82), fill=temper.second)


def lounge(temper: Temper) -> bytes:
    """A sofa and two chairs around a low table, a tall plant, pictures on the wall."""
    board = Board(temper.wall)
    board.box(0, 446, WIDTH, 154, temper.floor)
    board.box(0, 436, WIDTH, 12, temper.shade)
    _big_window(board, temper, 640, 70, 250, 228)
    for x, y, wide, high, fill in (
        (120, 92, 120, 150, temper.accent),
        (262, 92, 92, 68, temper.second),
        (262, 174, 92, 68, LEAF),
        (376, 92, 120, 150, DEEP),
    ):
        board.box(x - 7, y - 7, wide + 14, high + 14, PAPER, 3)
        board.box(x, y, wide, high, fill)
        board.disc(x + wide * 0.5, y + high * 0.58, min(wide, high) * 0.26, temper.sky)
    board.shape((150, 520), (760, 520), (850, 588), (60, 588), fill=temper.shade)
    _sofa(board, temper)
    _table(board)
    _armchair(board)
    _plant(board, 862, 500)
    return board.jpeg()


def _sofa(board: Board, temper: Temper) -> None:
    board.box(110, 316, 440, 166, temper.accent, 24)
    board.box(92, 372, 60, 116, temper.accent, 20)
    board.box(508, 372, 60, 116, temper.accent, 20)
    board.box(146, 396, 184, 74, temper.second, 14)
    board.box(334, 396, 184, 74, temper.second, 14)
    board.box(180, 344, 76, 62, PAPER, 12)
    board.box(410, 344, 76, 62, temper.sky, 12)
    for x in (120, 520):
        board.box(x, 486, 14, 24, WOOD_DEEP, 3)


def _table(board: Board) -> None:
    board.box(250, 500, 250, 16, WOOD, 8)
    board.box(280, 514, 12, 48, WOOD_DEEP, 3)
    board.box(458, 514, 12, 48, WOOD_DEEP, 3)
    board.box(336, 476, 26, 24, PAPER, 6)
    board.box(392, 490, 62, 10, DEEP, 3)


def _armchair(board: Board) -> None:
    board.box(652, 368, 130, 110, DEEP, 22)
    board.box(640, 424, 154, 60, BLUE, 16)
    board.box(660, 482, 12, 34, WOOD_DEEP, 3)
    board.box(762, 482, 12, 34, WOOD_DEEP, 3)


def _plant(board: Board, x: float, y: float) -> None:
    leaves = ((-70, -150), (-42, -196), (0, -216), (42, -190), (68, -146))
    for number, (dx, dy) in enumerate(leaves):
        fill = LEAF if number % 2 else LEAF_DEEP
        board.shape(
            (x, y - 60),
            (x + dx * 0.8 - 18, y + dy * 0.6),
            (x + dx, y + dy),
            (x + dx * 0.5 + 16, y + dy * 0.5),
            fill=fill,
        )
    board.shape((x - 44, y - 66), (x + 44, y - 66), (x + 32, y + 10), (x - 32, y + 10), fill="#C96F4A")


@dataclass(frozen=True)
class Scene:
    """What can be drawn, and the words for those who do not see it."""

    draw: Callable[[Temper], bytes]
    description: str


SCENES = (
    Scene(facade, "示意图：驿站外观，三层小楼，门前有绿树和步道"),
    Scene(bunk_room, "示意图：多人间，靠墙两张上下铺，中间是窗户和储物柜"),
    Scene(study, "示意图：自习区，长桌上有台灯和电脑，墙上是书架与信息板"),
    Scene(lounge, "示意图：公共客厅，沙发围着茶几，窗边有绿植"),
)


@cache
def drawn(scene: int, temper: int) -> bytes:
    """One scene in one temper as a JPEG; each is drawn once."""
    return SCENES[scene].draw(TEMPERS[temper])
