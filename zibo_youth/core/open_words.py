"""公开文字 (open words): remarks and notes that are read by many tell nobody's number."""

from __future__ import annotations

import re

DAY = re.compile(r"(?<!\d)20\d{2}[-/.年](?:1[0-2]|0?[1-9])[-/.月](?:3[01]|[12]\d|0?[1-9])(?!\d)")
# A case, a gift, a booking: letters, the year, the place in it.
OUR_CODE = re.compile(r"(?<![A-Z])[A-Z]{2}-?20\d{2}-\d{3,6}(?!\d)")
# As long as a telephone number or the number of a document, however its digits are set apart.
NUMBER_OF_SOMEBODY = re.compile(r"\d(?:[\s\-–—·.]{0,3}\d){6,}")


def tell_a_number(words: str) -> bool:
    """Whether these words may hold somebody's telephone or document; days and codes of ours are none."""
    bare = OUR_CODE.sub("码", DAY.sub("日", words))
    return bool(NUMBER_OF_SOMEBODY.search(bare))
