"""PDF: the same cells as the workbook in the same order, in an embedded Chinese font; what is typed is never markup."""

import io
import re
import shutil
import subprocess

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.reports import papers
from zibo_youth.reports import exports, ledgers
from zibo_youth.reports.exports import fonts, layout, paper
from zibo_youth.reports.sheet import sheet_of

BLANKS = re.compile(r"\s+")


def squeezed(text):
    """Without blanks: a PDF knows where letters stand, not what lies between them."""
    return BLANKS.sub("", text)


def pages_of(sheet):
    return pypdf.PdfReader(io.BytesIO(exports.write_paper(sheet))).pages


def text_of(sheet):
    return squeezed("".join(page.extract_text() for page in pages_of(sheet)))


@pytest.fixture
def sheet(db):
    made = papers.report(narrative="五月新建驿站一家。\n走访企业。")
    papers.correction(made)
    papers.change(made, "BU05", note="线下活动恢复，场次比上月多，全部在青年会客厅举办，不含线上")
    return sheet_of(papers.sent(made))


# --- the paper is the sheet ---------------------------------------------------------------------


def missing(sheet, text, title="综合月报"):
    """Rows of the workbook that the text of the paper has not got, cell after cell; the shared cell apart."""
    rows = [[squeezed(papers.shown(cell)) for cell in row] for row in papers.opened(sheet)[title].iter_rows()]
    heads = rows[:4]
    body = [row[:1] + row[2:] for row in rows[4:47]]
    around = [[part] for row in rows[47:] for cell in row for part in re.split(r"\u3000+", cell) if part]
    return ["".join(row) for row in heads + body + around if "".join(row) not in text]


def test_the_text_of_the_paper_is_that_of_the_workbook(sheet):
    text = text_of(sheet)
    assert missing(sheet, text) == []
    for action, _lines in sheet.by_action:
        assert action in text
    names = [squeezed(sheet.lines[place].figure.label) for place in (0, 10, 20, 42)]
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)


@pytest.mark.control
def test_the_control_another_number_is_missed(sheet):
    assert missing(sheet, text_of(sheet).replace("3,300.50", "3,300.05")) != []


def test_signatures_notes_corrections_and_the_narrative_are_printed(sheet):
    text = text_of(sheet)
    for words in (
        "单位负责人(签字)：审核人：钱伟填报人：赵敏联系电话：0533-0000000填报日期：2021年6月2日",
        "*2021年4月“驿站服务人次”由30人次更正为29人次（删除）。",
        "注1（青鸟计划活动）：线下活动恢复，场次比上月多，全部在青年会客厅举办，不含线上",
        "情况说明五月新建驿站一家。走访企业。",
        "第1页，共4页",
        "数据校验码abababababababab",
    ):
        assert words in text, words


def test_every_page_of_the_table_repeats_its_headings_and_says_where_it_is(sheet):
    pages = pages_of(sheet)
    for number, page in enumerate(pages[:2], start=1):
        text = squeezed(page.extract_text())
        assert "序号重点行动指标名称计量单位年度目标本月完成环比(%)" in text
        assert f"第{number}页，共{len(pages)}页" in text


def test_it_is_a4_landscape_and_names_its_title_and_author(sheet):
    reader = pypdf.PdfReader(io.BytesIO(exports.write_paper(sheet)))
    for page in reader.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]
    assert reader.metadata.title == "张店区共青团重点工作月报表"
    assert reader.metadata.author == "共青团淄博市张店区委员会"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_every_font_is_embedded(sheet):
    fonts_found = {}
    for page in pages_of(sheet):
        for font in page["/Resources"]["/Font"].values():
            for descendant in font.get_object()["/DescendantFonts"]:
                of = descendant.get_object()
                fonts_found[of["/BaseFont"]] = of["/FontDescriptor"].get_object()
    assert fonts_found
    assert {name.partition("+")[2].split("-")[0] for name in fonts_found} <= {
        "NotoSerifCJKsc",
        "NotoSansCJKsc",
    }
    assert all({"/FontFile2", "/FontFile3"} & set(found) for found in fonts_found.values())


def test_what_is_not_sent_says_so_on_every_page(db):
    for page in pages_of(sheet_of(papers.report())):
        assert "填报中，尚未上报" in squeezed(page.extract_text())


def test_the_paper_of_the_city_has_every_unit_and_every_place(db):
    text = text_of(papers.city(huantai="draft"))
    assert "淄博市共青团重点工作月报汇总表" in text
    assert "2021年5月淄博市共青团重点工作各单位汇总" in text
    assert "2021年5月淄博市共青团重点工作进展通报" in text
    assert "未上报的单位：桓台县。" in text
    assert "1临淄区84211087.5按时上报" in text
    assert "1文昌湖场次1010100.0已完成" in text
    assert "6桓台县7高青县" in text  # nothing is printed of what was not sent


def test_the_same_pages_come_as_pictures(sheet):
    made = paper.pictures(sheet)
    assert len(made) == 4
    assert all(one.startswith(b"\x89PNG") for one in made)


# --- what is typed is text -----------------------------------------------------------------------

MARKUP = [
    '#read("paper.typ")',
    "#text(red)[x]",
    "*bold*_slanted_",
    "$x^2$",
    "= heading",
    "- item",
    "http://x.invalid/a",
    "<label>@reference",
    '#link("http://x.invalid")[y]',
    "#sys.inputs.told",
    "```raw```//comment/*x*/",
    "\\u{41}~--...",
    "{{x}}</script>",
    '"quote\'s"',
]
plain = st.text(alphabet="".join(map(chr, range(33, 127))) + "张店区青年驿站，。", min_size=1, max_size=12)


@pytest.fixture(scope="module")
def no_ledgers():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledgers, "_registered", {})
        yield


def altered(texts):
    """What the paper of these texts does that is no printing of them."""
    sheet = papers.of_texts(*texts)
    try:
        reader = pypdf.PdfReader(io.BytesIO(exports.write_paper(sheet)))
    except RuntimeError as refused:
        return [str(refused)]
    told = squeezed("".join(page.extract_text() for page in reader.pages))
    rows = [f"{one.figure.position}{squeezed(one.figure.label)}{one.unit.value}" for one in sheet.lines]
    found = [row for row in rows if row not in told]
    found += [note for note in [sheet.report.narrative] if squeezed(note) not in told]
    found += ["link" for page in reader.pages if "/Annots" in page]
    root = reader.trailer["/Root"]
    return found + [name for name in ("/OpenAction", "/AA", "/AcroForm") if name in root]


@settings(max_examples=15)
@given(st.lists(st.one_of(st.sampled_from(MARKUP), plain), min_size=1, max_size=6))
@example(MARKUP)
@example(MARKUP[7:] + MARKUP[:7])
def test_whatever_is_typed_is_printed_as_it_stands(no_ledgers, texts):
    assert altered(texts) == []


@pytest.mark.control
@pytest.mark.parametrize("text", ["*bold*", '#read("paper.typ")', "http://x.invalid/a"])
def test_the_control_a_template_that_reads_data_as_markup_is_found(no_ledgers, tmp_path, monkeypatch, text):
    loose = paper.TEMPLATE.read_text().replace(
        "      cell.told,\n",
        '      if cell.column == 2 { eval(cell.told, mode: "markup") } else { cell.told },\n',
    )
    assert loose != paper.TEMPLATE.read_text()
    (tmp_path / "paper.typ").write_text(loose)
    monkeypatch.setattr(paper, "HERE", tmp_path)
    monkeypatch.setattr(paper, "TEMPLATE", tmp_path / "paper.typ")
    assert altered([text]) != []


@pytest.mark.parametrize("text", ["\0\ud800\ufffe\x1b", "\u202e开门", "👩‍👩‍👧‍👦𠮷", "ﷺ" * 40, "长" * 2000])
def test_no_text_keeps_a_paper_from_being_printed(no_ledgers, text):
    assert exports.write_paper(papers.of_texts(text)).startswith(b"%PDF")


def test_a_template_reads_nothing_outside_of_its_folder(sheet, tmp_path, monkeypatch):
    (tmp_path / "paper.typ").write_text('#read("/../../../etc/hostname")')
    monkeypatch.setattr(paper, "HERE", tmp_path)
    monkeypatch.setattr(paper, "TEMPLATE", tmp_path / "paper.typ")
    with pytest.raises(RuntimeError):
        exports.write_paper(sheet)


# --- fonts ---------------------------------------------------------------------------------------


@pytest.fixture
def asked_anew():
    fonts.folders.cache_clear()
    yield
    fonts.folders.cache_clear()


@pytest.mark.usefixtures("asked_anew")
@pytest.mark.parametrize(
    "answer",
    [
        lambda *_args, **_options: subprocess.CompletedProcess([], 0, stdout=""),
        lambda *_args, **_options: (_ for _ in ()).throw(FileNotFoundError),
        lambda *_args, **_options: (_ for _ in ()).throw(subprocess.CalledProcessError(1, "fc-list")),
    ],
)
def test_a_machine_without_a_chinese_font_says_so_and_what_to_do(sheet, monkeypatch, answer):
    monkeypatch.setattr(fonts.subprocess, "run", answer)
    with pytest.raises(exports.ChineseFontMissing) as refusal:
        exports.write_paper(sheet)
    assert "fonts-noto-cjk" in str(refusal.value)
    assert refusal.value.status == 503


@pytest.mark.usefixtures("asked_anew")
def test_both_faces_are_found_by_fontconfig():
    assert shutil.which("fc-list")
    assert all(paper.Path(folder).is_dir() for folder in fonts.folders())


def test_the_workbook_and_the_paper_read_one_layout(sheet):
    told = paper.content(sheet)
    assert told["main"]["columns"] == layout.HEADINGS
    assert told["main"]["widths"] == [column.width for column in layout.COLUMNS]
