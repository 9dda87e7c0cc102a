"""What is looked for on every page: its language, its width, its words, its glyphs, and what axe finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, TextField
from playwright.sync_api import Page

from tests.browser.judged import Judged

HERE = Path(__file__).parent
SURVEY = (HERE / "survey.js").read_text("utf-8")
PARTS = (HERE / "parts.js").read_text("utf-8")
MISSING_GLYPHS = (HERE / "missing_glyphs.js").read_text("utf-8")

CJK = re.compile(r"[\u2e80-\u303e\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
LANG = {"zh-hans": "zh-CN", "en": "en"}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Preloading would ask the server for style sheets once more, from the wrong place.
RUN_AXE = """(tags) => {
  const parts = (when) => [...document.querySelectorAll(`[data-judged=${when}]`)];
  const context = parts("now").length ? {include: parts("now"), exclude: parts("before")} : document;
  return axe.run(context, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false}).then(
    (found) => found.violations.flatMap((rule) => rule.nodes.map(
      (node) => `${rule.id}: ${node.target} ${node.html.slice(0, 200)} ${node.failureSummary}`)));
}"""

# Rows that bring their English with them: in public they are read in it, and the admin shows the row itself.
BILINGUAL = {"accounts.Area", "accounts.ConsentText", "articles.Article", "reports.Milestone"}
MASKED_NAME = re.compile(r"[\u4e00-\u9fff]\*+")


@dataclass
class Surveyor:
    """Looks at pages one after the other; a part of a page that axe has ``judged`` is not judged again."""

    language: str
    judged: Judged = field(default_factory=Judged)
    _drawn: dict[str, set[str]] = field(default_factory=dict)
    # What people had put in when a page of the kind was first looked at; tests before this one add to it.
    _data: dict[bool, tuple[str, ...]] = field(default_factory=dict)

    def look(self, page: Page) -> tuple[list[str], list[str]]:
        """The findings on this page, and the addresses it leads to."""
        page.wait_for_load_state(
            "domcontentloaded"
        )  # a click has led here: the address comes before the page
        seen = page.evaluate(SURVEY)
        findings = [
            *self._language(seen),
            *_width(seen),
            *self._glyphs(page, seen["glyphs"]),
            *self._axe(page),
        ]
        if self.language == "en":
            findings += [
                f"not in English: {text}" for text in untranslated(seen["foreign"], self._known(page))
            ]
        return findings, seen["links"]

    def _known(self, page: Page) -> tuple[str, ...]:
        in_admin = "/admin/" in page.url
        if in_admin not in self._data:
            self._data[in_admin] = data_in_chinese(with_bilingual=in_admin)
        return self._data[in_admin]

    def _language(self, seen: dict[str, Any]) -> list[str]:
        is_right = seen["language"].lower() in (LANG[self.language].lower(), self.language)
        return [] if is_right and seen["title"] else [f"lang={seen['language']} title={seen['title']}"]

    def _glyphs(self, page: Page, glyphs: dict[str, str]) -> list[str]:
        found = []
        for family, characters in glyphs.items():
            new = set(characters) - self._drawn.setdefault(family, set())
            self._drawn[family] |= new
            if new and (missing := missing_glyphs(page, family, "".join(sorted(new)))):
                found.append(f"no glyph in {family}: {missing}")
        return found

    def _axe(self, page: Page) -> list[str]:
        """Parts of one shape differ in their words only: one of them is judged for all."""
        fresh = page.evaluate(PARTS, self.judged.known())
        found = axe(page) if fresh else []
        self.judged.add(fresh)
        return found


def axe(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 AA and of axe's best practices."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN_AXE, STANDARDS)
    return [f"axe {violation}" for violation in found]


def missing_glyphs(page: Page, family: str, characters: str) -> list[str]:
    """Which of the characters this browser draws as a box, in this font family."""
    found: list[str] = page.evaluate(MISSING_GLYPHS, [family, characters])
    return found


def _width(seen: dict[str, Any]) -> list[str]:
    """No page scrolls sideways; wide tables scroll inside their own region."""
    if seen["widest"] <= seen["width"]:
        return []
    return [f"{seen['widest']} px wide on {seen['width']}: {seen['sticking_out']}"]


def untranslated(texts: list[str], data: tuple[str, ...]) -> list[str]:
    """Chinese on an English page that is not somebody's own data."""
    found = []
    for text in texts:
        left = MASKED_NAME.sub("", text)
        for known in data:
            left = left.replace(known, "")
        if CJK.search(left):
            found.append(text)
    return found


def data_in_chinese(*, with_bilingual: bool) -> tuple[str, ...]:
    """Every Chinese value that people put into the database, longest first."""
    values: set[str] = set()
    for model in apps.get_models():
        if model._meta.label in BILINGUAL and not with_bilingual:
            continue
        names = [
            field.name
            for field in model._meta.fields
            if isinstance(field, CharField | TextField | ArrayField)
        ]
        for row in model._default_manager.values_list(*names) if names else ():
            for value in _flat(row):
                values |= (
                    {value.strip(), *_lines(value)} if isinstance(value, str) and CJK.search(value) else set()
                )
    return tuple(sorted(values - {""}, key=len, reverse=True))


def _flat(row: Iterable[Any]) -> Iterator[Any]:
    """Values of a row, those of its lists among them."""
    for value in row:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}
