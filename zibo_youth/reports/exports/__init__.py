"""
月报文件 (the papers of the monthly report): workbook, CSV, PDF and the brief, each from one `Sheet`.

They are papers of the office and in Chinese, whatever language the reader has
chosen for the pages. All of them print the same cells (`layout`).
"""

from .brief import brief_of, write_brief
from .csv import write_codes, write_csv
from .fonts import ChineseFontMissing
from .names import FileName, file_names
from .paper import write_paper
from .workbook import write_workbook

__all__ = [
    "ChineseFontMissing",
    "FileName",
    "brief_of",
    "file_names",
    "write_brief",
    "write_codes",
    "write_csv",
    "write_paper",
    "write_workbook",
]
