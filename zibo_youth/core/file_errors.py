"""Why an uploaded file is refused: each refusal says what to do instead."""

from django.utils.translation import gettext_lazy as _

from .errors import DomainError


class FileRefused(DomainError):
    """文件类型或内容不可接受."""

    code = "file_type"
    message = _("请上传 JPG、PNG 或 PDF 文件")
    field = "file"
    status = 400


class FileTooBig(FileRefused):
    """文件过大."""

    code = "file_big"
    message = _("文件不能超过 10 MB")


class FileDamaged(FileRefused):
    """文件损坏 (the file cannot be read to its end)."""

    code = "file_damaged"
    message = _("文件已损坏或不完整，请重新导出或拍照后上传")


class FileTypesDisagree(FileRefused):
    """文件类型不符 (name, declared type and content do not say the same)."""

    code = "file_type"
    message = _("文件内容与文件类型不符，请上传原始的 JPG、PNG 或 PDF 文件")


class PictureTooLarge(FileRefused):
    """图片过大 (more pixels than a readable page needs)."""

    code = "picture_large"
    message = _("图片尺寸过大，请压缩到 4000 万像素以内再上传")


class PictureMoves(FileRefused):
    """动态图片 (more than one frame)."""

    code = "picture_moves"
    message = _("请上传静态图片，不能使用动态图片")


class PdfLocked(FileRefused):
    """PDF 已加密."""

    code = "pdf_locked"
    message = _("PDF 文件已加密，请取消密码后再上传")


class PdfActive(FileRefused):
    """PDF 含脚本、自动动作或附件."""

    code = "pdf_active"
    message = _("PDF 文件含有脚本、自动动作或附件，请另存为普通 PDF 或截图后上传")


class PdfTooLong(FileRefused):
    """PDF 页数过多."""

    code = "pdf_long"
    message = _("PDF 文件不能超过 50 页，请只保留相关页面")


class NotAWorkbook(FileRefused):
    """不是 XLSX 工作簿 (no workbook, a broken one, or one with a password)."""

    code = "workbook_type"
    message = _("请上传没有密码的 XLSX 工作簿；其他格式请先另存为 XLSX")


class WorkbookTooBig(FileRefused):
    """工作簿过大 (packed, unpacked, or by its rows and columns)."""

    code = "workbook_big"
    message = _("工作簿过大：文件最多 2 MB，每张表最多 %(rows)s 行、%(columns)s 列")


class FormulaInWorkbook(FileRefused):
    """工作簿里有公式 (a formula is not computed, so nobody can say what would be read)."""

    code = "workbook_formula"
    message = _("单元格 %(cell)s 是公式。公式不会计算，请复制后“粘贴为数值”再上传")


class SheetHidden(FileRefused):
    """工作表被隐藏 (what nobody sees is not read)."""

    code = "sheet_hidden"
    message = _("工作表“%(sheet)s”是隐藏的，请取消隐藏或删除后再上传")


class SheetMissing(FileRefused):
    """缺少工作表."""

    code = "sheet_missing"
    message = _("工作簿里没有工作表“%(sheet)s”，请使用下载的工作簿")


class HeadingsWrong(FileRefused):
    """表头不符 (the first row does not name the columns, each once)."""

    code = "headings_wrong"
    message = _("工作表“%(sheet)s”的表头与下载的工作簿不一致：%(headings)s")


class CellBesideHeadings(FileRefused):
    """多出单元格 (a cell under no heading: a comma too many shifts what stands in a line)."""

    code = "cell_beside_headings"
    message = _("“%(sheet)s”第 %(row)s 行的内容比表头多，请检查是否多了分隔符或列")


class ListingUnreadable(FileRefused):
    """清单无法读取 (neither a workbook nor a table with commas)."""

    code = "listing_unreadable"
    message = _("请上传 XLSX 工作簿，或 UTF-8、GB 18030 编码的 CSV 文件")
