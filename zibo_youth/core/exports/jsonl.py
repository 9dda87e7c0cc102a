"""JSON Lines: UTF-8, one object a line with the headings as names; numbers stay numbers."""

from __future__ import annotations

import io
import json
from typing import BinaryIO

from django.core.serializers.json import DjangoJSONEncoder

from .table import Table


def write_jsonl(target: BinaryIO, tables: list[Table]) -> int:
    """Write the table, row by row; gives the number of rows."""
    [table] = tables
    text = io.TextIOWrapper(target, encoding="utf-8", newline="\n", write_through=True)
    count = 0
    for row in table.rows:
        told = dict(zip(table.columns, row, strict=True))
        text.write(json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n")
        count += 1
    text.detach()
    return count
