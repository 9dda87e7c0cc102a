"""The parts of an XLSX file around its rows: styles, names of sheets, contents (ECMA-376, part 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from .table import clean

# Places in the list of cell formats below.
BOLD, DATE, INSTANT, TIME, PER_CENT, QUOTED = 1, 2, 3, 4, 5, 6

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="4">
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>
<numFmt numFmtId="166" formatCode="hh:mm"/><numFmt numFmtId="167" formatCode="0.0%"/>
</numFmts>
<fonts count="2">
<font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font>
</fonts>
<fills count="2">
<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
</fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="7">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="167" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""

LONGEST_TITLE = 31
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]|^'+|'+$")
TAKEN_BY_EXCEL = "history"


def sheet_titles(wanted: Sequence[str]) -> list[str]:
    """Names that Excel takes: 31 characters at most, none of ``[]:*?/\\``, no two alike."""
    given: list[str] = []
    taken = {TAKEN_BY_EXCEL}
    for title in wanted:
        name = _fitting(NOT_IN_A_TITLE.sub(" ", clean(title)).strip(), LONGEST_TITLE) or "Sheet"
        unique, number = name, 2
        while unique.lower() in taken:
            ending = f" ({number})"
            unique, number = _fitting(name, LONGEST_TITLE - len(ending)) + ending, number + 1
        taken.add(unique.lower())
        given.append(unique)
    return given


def _fitting(title: str, most: int) -> str:
    """The beginning that is at most so many UTF-16 units long, without an apostrophe at its end."""
    return title.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore").strip().rstrip("'")


def sheet_head(widths: Sequence[int], *, is_first: bool) -> str:
    """Everything before the first row: the headings stay in sight, columns have their widths."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    selected = ' tabSelected="1"' if is_first else ""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView{selected} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )


def sheet_foot(area: str) -> str:
    return f'</sheetData><autoFilter ref="{area}"/></worksheet>'


def around(titles: Sequence[str], areas: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every other member of the zip, by name; ``areas`` are the filtered cells of each sheet."""
    numbered = list(enumerate(titles, start=1))
    yield "xl/workbook.xml", _workbook(titles, areas)
    yield "xl/styles.xml", STYLES
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations(
            *((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number, _title in numbered),
            (f"rId{len(titles) + 1}", "styles", "styles.xml"),
        ),
    )
    yield "_rels/.rels", _relations(("rId1", "officeDocument", "xl/workbook.xml"))
    yield "[Content_Types].xml", _types(len(titles))


def _workbook(titles: Sequence[str], areas: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    # Excel looks for the cells of a filter under this name, and adds it when it is missing.
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{escape(_quoted(title))}!{area}</definedName>"
        for place, (title, area) in enumerate(zip(titles, areas, strict=True))
    )
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">'
        f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _relations(*relations: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'
        for key, kind, target in relations
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _types(sheets: int) -> str:
    parts = [("workbook.xml", "sheet.main"), ("styles.xml", "styles")]
    parts += [(f"worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    inner = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{SHEET_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    )
