"""工作簿: whatever was typed is text in every cell; nothing of a file is run, followed or computed."""

import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.corpus import NAUGHTY
from tests.reports import papers
from zibo_youth.core.exports.table import clean, looks_like_a_formula
from zibo_youth.core.exports.xlsx import stored
from zibo_youth.reports.exports import sheets

FORBIDDEN = {
    "f",
    "hyperlink",
    "hyperlinks",
    "drawing",
    "legacyDrawing",
    "oleObjects",
    "externalReferences",
    "control",
}
hostile = st.one_of(
    st.sampled_from([text for text in NAUGHTY if text]),
    st.tuples(st.sampled_from("=+-@＝＋－＠\t\r\n\u200b#_"), st.text(max_size=30)).map("".join),
    st.text(max_size=60),
)


def dangers(content):
    """Everything in a workbook that a spreadsheet would run, follow or compute."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if "vba" in name or "external" in name.lower() or "embed" in name:
                found.append(name)
            if name.startswith("xl/worksheets/"):
                tree = ElementTree.fromstring(archive.read(name))
                found += [one.tag for one in tree.iter() if one.tag.rpartition("}")[2] in FORBIDDEN]
                found += [one.attrib for one in tree.iter() if one.get("t") in {"str", "e"}]
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        found += [cell.value for cell in cells if cell.data_type != "s"]
        found += [cell.value for cell in cells if looks_like_a_formula(cell.value) and not cell.quotePrefix]
    return found


def written(texts):
    return papers.workbook(papers.of_texts(*texts))


@settings(max_examples=60)
@given(st.lists(hostile, min_size=1, max_size=6))
@example(["=1+1", "#N/A", '=HYPERLINK("http://x.invalid")', "_x0041_", "a" * 40_000])
@example(["#DIV/0!", "\0", "\ud800", "=cmd|' /C calc'!A0", "http://x.invalid"])
def test_whatever_is_typed_is_text_in_every_cell(no_ledgers, texts):
    content = written(texts)
    assert dangers(content) == []
    main = openpyxl.load_workbook(io.BytesIO(content))["综合月报"]
    labels = [line.figure.label for line in papers.of_texts(*texts).lines]
    assert [main.cell(row, 3).value or "" for row in range(5, 9)] == [
        stored(clean(label)) for label in labels
    ]


@pytest.mark.control
def test_the_control_a_value_that_is_merely_given_is_run(no_ledgers, monkeypatch):
    def given_(cell, printed):
        cell.value = clean(str(printed))

    monkeypatch.setattr(sheets, "put", given_)
    assert dangers(written(["=1+1"])) != []


@pytest.mark.control
def test_the_control_an_error_value_is_found(no_ledgers, monkeypatch):
    def given_(cell, printed):
        cell.value = clean(str(printed))

    monkeypatch.setattr(sheets, "put", given_)
    assert dangers(written(["#N/A"])) != []


@pytest.mark.control
def test_the_control_a_missing_quote_is_found(no_ledgers, monkeypatch):
    monkeypatch.setattr(sheets, "looks_like_a_formula", lambda _text: False)
    assert dangers(written(["=1+1"])) != []
