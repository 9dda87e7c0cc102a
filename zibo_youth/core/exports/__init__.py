"""
导出 (exports): any table of the portal as XLSX or CSV.

Lists of the admin and figures share this one home. Text stays text in either
format, so that nothing a guest typed is ever run by a spreadsheet; rows pass
one at a time, so that a long list costs no more memory than a short one.
"""

from .answers import FORMATS, Export, prepare
from .table import Table, TooManyRows

__all__ = ["FORMATS", "Export", "Table", "TooManyRows", "prepare"]
