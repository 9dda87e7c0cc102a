"""Budgets and manners of the sources (design.md §3.16, §3.17)."""

import ast
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house import sources

CODE = (*sources.PORTAL, "tests/", "bench/")
SILENCED = re.compile(r"#.*\bnoqa\b")
WITHOUT_REASON = re.compile(r"noqa: [A-Z0-9, ]+$")
INCLUDE = re.compile(r"{%\s*include\s+[\"']components/[^%]*%}")
# Inline script and style, which the content security policy refuses.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style\b|\sstyle=|\son(click|load|error|submit|change|input|focus|blur|key\w+|mouse\w+|touch\w+)=",
    re.I,
)


def functions() -> list[tuple[int, str]]:
    """(lines, where) of every function."""
    return sorted(
        (node.end_lineno - node.lineno + 1, f"{name}:{node.name}")
        for name in sources.modules(*CODE)
        for node in sources.nodes(name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def longer(limit, names):
    return {name: lines for name in names if (lines := sources.text(name).count("\n")) > limit}


def test_functions_are_short():
    found = functions()
    assert [function for function in found if function[0] > 40] == []
    assert found[int(len(found) * 0.95)][0] <= 25


def test_modules_are_short():
    assert longer(400, [name for name in sources.modules(*CODE) if not name.startswith("tests/")]) == {}
    assert longer(600, sources.modules("tests/")) == {}  # a list of sentences may be longer than a module


def test_modules_of_tests_have_names_of_their_own():
    """Two of one name in folders without a package are one module to pytest: the second is not collected."""
    names = Counter(
        Path(name).name for name in sources.modules("tests/") if Path(name).name.startswith("test_")
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_templates_are_short():
    templates = [name for name in sources.files() if name.startswith("templates/")]
    assert longer(120, templates) == {}
    assert longer(30, [name for name in templates if name.startswith("templates/components/")]) == {}


def test_few_lints_are_silenced_and_each_says_why():
    lines = [line for name in sources.modules(*CODE) for line in sources.text(name).splitlines()]
    silenced = [line for line in lines if SILENCED.search(line) and "SILENCED" not in line]
    assert [line for line in silenced if WITHOUT_REASON.search(line)] == []
    assert len(silenced) <= len(lines) / 4000


def templates():
    return [name for name in sources.files() if name.startswith("templates/") and name.endswith(".html")]


def test_a_component_sees_only_what_it_is_given():
    loose = [
        (name, call)
        for name in templates()
        for call in INCLUDE.findall(sources.text(name))
        if not re.search(r"\bonly\s*%}$", call)
    ]
    assert loose == []


def test_the_control_a_loose_component_is_found():
    assert INCLUDE.findall('{% include "components/x.html" with a=b %}')


def test_a_component_says_what_it_needs():
    silent = [
        name
        for name in templates()
        if name.startswith("templates/components/") and "{% comment %}" not in sources.text(name)
    ]
    assert silent == []


def test_no_page_needs_what_the_policy_of_content_refuses():
    assert [
        (name, found.group()) for name in templates() for found in INLINE.finditer(sources.text(name))
    ] == []


@pytest.mark.parametrize("html", ["<script>", '<p style="x">', '<a onclick="x">', "<style>"])
def test_the_control_inline_code_is_found(html):
    assert INLINE.search(html)


# --- the tree -------------------------------------------------------------------------------

UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.:/-])/(home|root|Users|work)/[a-z]+|[\w.-]+\.(jfrog|artifactory)\b|index-url\s*=?\s*http"
)
BINARY = (".png", ".jpg", ".ico", ".woff2", ".mo", ".webp", ".pdf")


def plain_files():
    for name in sources.files():
        if not name.endswith(BINARY) and "/vendor/" not in name and not name.startswith("tests/house/"):
            yield name, sources.text(name)


def test_nothing_is_left_unfinished():
    assert [name for name, content in plain_files() if UNFINISHED.search(content)] == []


def test_nothing_names_a_folder_or_a_registry_of_one_machine():
    assert [
        (name, found.group()) for name, content in plain_files() for found in OF_ONE_MACHINE.finditer(content)
    ] == []


@pytest.mark.parametrize("line", ["/home/" + "me/zibo", "index-url = https://x"])
def test_the_control_a_folder_or_registry_is_found(line):
    assert OF_ONE_MACHINE.search(line)


def test_migrations_are_named_by_a_sentence_and_numbered_without_gaps():
    by_app: dict[str, list[str]] = {}
    for name in sources.files():
        if "/migrations/0" in name:
            app, migration = name.split("/migrations/")
            by_app.setdefault(app, []).append(migration)
    for names in by_app.values():
        assert all(re.fullmatch(r"\d{4}(_[a-z0-9]+){2,}\.py", name) and "auto" not in name for name in names)
        numbers = [int(name[:4]) for name in sorted(names)]
        assert all(later - earlier == 1 for earlier, later in pairwise(numbers))
