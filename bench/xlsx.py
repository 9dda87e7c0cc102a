"""
xlsx: a ledger of 20,000 and of 200,000 rows in 15 columns, written and read, beside openpyxl.

Every file is written and read by a process of its own, whose greatest size the
kernel keeps. Bars of the monthly report: 8 times less CPU than openpyxl's
write-only mode, at most 20 % more memory for ten times the rows, and a reader
that takes an eighth of openpyxl's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROWS, FEW_ROWS = (20_000, 200_000), (200, 2_000)
TIMES, MOST_GROWTH = 8.0, 1.2

MEASURE = """
import json, resource, sys, time
import django
django.setup()
from datetime import date
from decimal import Decimal

task, path, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
headings = [str(n) for n in range(15)]
lines = ([f"第{n}号青年驿站", n, Decimal(n) / 4, date(2021, 6, 4), "张店区"] * 3 for n in range(rows))
if task == "write openpyxl":
    from openpyxl import Workbook
elif task == "write csv":
    from zibo_youth.core.exports import Table
    from zibo_youth.core.exports.csv import write_csv as write
elif task == "write ours":
    from zibo_youth.core.exports import Table
    from zibo_youth.core.exports.xlsx import write_xlsx as write
elif task == "read openpyxl":
    from openpyxl import load_workbook
else:
    import python_calamine
start, seen = time.process_time(), rows
if task == "write openpyxl":
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(headings)
    for line in lines:
        sheet.append(line)
    book.save(path)
elif task.startswith("write"):
    with open(path, "w+b") as target:
        write(target, [Table("x", headings, lines)])
elif task == "read openpyxl":
    seen = sum(1 for row in load_workbook(path, read_only=True).active.iter_rows(values_only=True)) - 1
else:
    seen = len(python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()) - 1
assert seen == rows, seen
print(json.dumps([time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def run(*, quick: bool = False) -> dict[str, Any]:
    """Write and read every file once."""
    with tempfile.TemporaryDirectory() as folder:
        short, long = FEW_ROWS if quick else ROWS
        rows = [*_written(Path(folder), short, long, quick=quick), _read(Path(folder), long, quick=quick)]
    return {
        "what": "a ledger of 15 columns, each task a process of its own; openpyxl in its frugal modes",
        "rows": rows,
        "afterwards": [
            f"bars: XLSX at least {TIMES:g} times the speed of openpyxl in CPU, written and read;"
            f" at most {MOST_GROWTH:g} times the memory for ten times the rows"
        ],
    }


def _written(folder: Path, short: int, long: int, *, quick: bool) -> list[dict[str, Any]]:
    beside, _memory = _measured("write openpyxl", folder / "openpyxl.xlsx", long)
    rows = []
    for name, task in (("xlsx", "write ours"), ("csv", "write csv")):
        _cpu, few_mb = _measured(task, folder / f"few.{name}", short)
        cpu, many_mb = _measured(task, folder / f"many.{name}", long)
        times = beside / cpu
        rows.append(
            {
                "task": f"write {name}",
                "CPU s": cpu,
                "openpyxl, CPU s": beside,
                "times": times,
                f"MB, {short:,} rows": few_mb,
                f"MB, {long:,} rows": many_mb,
                "met": many_mb <= few_mb * MOST_GROWTH and (quick or name == "csv" or times >= TIMES),
            }
        )
    return rows


def _read(folder: Path, long: int, *, quick: bool) -> dict[str, Any]:
    """The same file, ours, by both readers."""
    cpu, memory = _measured("read calamine", folder / "many.xlsx", long)
    beside, _memory = _measured("read openpyxl", folder / "many.xlsx", long)
    return {
        "task": "read xlsx",
        "CPU s": cpu,
        "openpyxl, CPU s": beside,
        "times": beside / cpu,
        f"MB, {long:,} rows": memory,
        "met": quick or beside / cpu >= TIMES,
    }


def _measured(task: str, path: Path, rows: int) -> list[float]:
    command = [sys.executable, "-c", MEASURE, task, str(path), str(rows)]
    measured: list[float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return measured
