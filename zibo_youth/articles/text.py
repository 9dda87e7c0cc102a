"""
正文 (text of an article): headings, paragraphs, lists, bold words and links, read from plain lines.

What an editor types never becomes HTML: it becomes blocks of spans, and a
template writes those, escaped like every other value. A link leads to https://
or into this site; anything else stays the words that were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING = re.compile(r"(#{1,3})\s*(\S.*)")
BULLET = re.compile(r"[-*•·]\s+(\S.*)")
# "10.5万元" begins a sentence, "10. 带上证件" the tenth point.
NUMBERED = re.compile(r"\d{1,3}(?:[、）]|[.)]\s)\s*(\S.*)")
# No class holds its own opening sign, so that a line of brackets is read in one pass.
INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<words>[^\[\]]+)\]\((?P<href>(?:https://|/(?![/\\]))[^\s()\\]*)\)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words in one manner."""

    text: str
    href: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """段落 (block): ``kind`` is h2, h3, p, ul or ol; a list has one line per point, all others one line."""

    kind: str
    lines: tuple[tuple[Span, ...], ...]


def blocks(source: str) -> list[Block]:
    """The blocks of a text; every line is one, and points that follow each other are one list."""
    told = [_line(line.strip()) for line in source.splitlines() if line.strip()]
    found: list[Block] = []
    for kind, lines in groupby(told, key=lambda line: line[0]):
        spans = [tuple(_spans(words)) for _kind, words in lines]
        found += [Block(kind, tuple(spans))] if kind in ("ul", "ol") else [Block(kind, (s,)) for s in spans]
    return found


def plain(source: str) -> str:
    """The words alone, a line per block or point: what is searched and quoted."""
    return "\n".join("".join(span.text for span in line) for block in blocks(source) for line in block.lines)


def _line(line: str) -> tuple[str, str]:
    if heading := HEADING.fullmatch(line):
        return ("h3" if heading[1] == "###" else "h2"), heading[2]
    if bullet := BULLET.fullmatch(line):
        return "ul", bullet[1]
    if numbered := NUMBERED.fullmatch(line):
        return "ol", numbered[1]
    return "p", line


def _spans(words: str) -> Iterator[Span]:
    end = 0
    for found in INLINE.finditer(words):
        if found.start() > end:
            yield Span(words[end : found.start()])
        yield Span(found["strong"] or found["words"], found["href"] or "", bool(found["strong"]))
        end = found.end()
    if end < len(words):
        yield Span(words[end:])
