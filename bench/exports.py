"""
exports: lists of 20,000 and of 200,000 rows in 15 columns, beside openpyxl writing the short one.

Each file is written by a process of its own, whose greatest size the kernel
keeps; the bar is that ten times the rows take no more memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

ROWS, FEW_ROWS = (20_000, 200_000), (200, 2_000)
MOST_MORE_MB = 4.0

WRITE = """
import json, resource, sys, time
import django
django.setup()
from datetime import date
from decimal import Decimal
from io import BytesIO

form, rows = sys.argv[1], int(sys.argv[2])
headings = [str(n) for n in range(15)]
lines = ([f"第{n}位", n, Decimal(n), date(2021, 6, 4), True] * 3 for n in range(rows))
if form == "openpyxl":
    from openpyxl import Workbook
else:
    from zibo_youth.core.exports import Table, prepare
start = time.process_time()
if form == "openpyxl":
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(headings)
    for line in lines:
        sheet.append(line)
    book.save(BytesIO())
else:
    prepare("x", form, Table("x", headings, lines)).file.close()
print(json.dumps([time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def run(*, quick: bool = False) -> dict[str, Any]:
    """Write every file once."""
    short, long = FEW_ROWS if quick else ROWS
    rows = []
    beside, _memory = _write("openpyxl", short)
    for form in ("xlsx", "csv"):
        measured = {count: _write(form, count) for count in (short, long)}
        more = measured[long][1] - measured[short][1]
        rows.append(
            {
                "format": form,
                f"MB, {short:,} rows": measured[short][1],
                f"MB, {long:,} rows": measured[long][1],
                f"CPU s, {long:,} rows": measured[long][0],
                "openpyxl takes times": beside / measured[short][0],
                "met": more <= MOST_MORE_MB,
            }
        )
    return {
        "what": "an export of 15 columns, each in a process of its own; openpyxl is its write-only mode",
        "rows": rows,
        "afterwards": [f"bar: at most {MOST_MORE_MB:g} MB more for ten times the rows"],
    }


def _write(form: str, rows: int) -> list[float]:
    command = [sys.executable, "-c", WRITE, form, str(rows)]
    written: list[float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return written
