"""
Identity documents: normal form, check and the facts inside a number.

GB 11643-1999: six digits of place, eight of birth, three of order (odd for
men), one check digit by ISO 7064 MOD 11-2. Residence permits of Hong Kong,
Macao and Taiwan residents (81, 82, 83) and the foreigners' permanent
identity card of 2023 (9) share the 18-character form. The place code is
where the number was first issued: it proves nothing about today's household.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from zibo_youth.core.calendar import today

from .errors import InvalidIdNumber

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLDEST_YEARS = 130

MAINLAND, RESIDENCE, PERMANENT = "id_card", "residence_permit", "foreign_permanent"

# First characters that a number of each 18-character document may begin with.
PREFIXES = {MAINLAND: tuple("12345678"), RESIDENCE: ("81", "82", "83"), PERMANENT: ("9",)}

# Documents without a public check digit: shape only (issuing offices' published forms).
SHAPES = {
    "hk_macao_permit": re.compile(r"[HM]\d{8}(\d{2})?"),
    "taiwan_permit": re.compile(r"\d{8}(\d{2})?"),
    "passport": re.compile(r"[A-Z0-9]{6,12}"),
}


@dataclass(frozen=True)
class IdFacts:
    """What a document number tells: the birth date and gender (1 man, 2 woman), where it carries them."""

    number: str
    birth_date: date | None = None
    gender: int | None = None


def normalise(raw: str) -> str:
    """Full-width digits, a lower-case x, spaces and hyphens become the one canonical form."""
    text = unicodedata.normalize("NFKC", raw).upper()
    return re.sub(r"[\s\-\u200b\u200c\u200d\ufeff]", "", text)


def read(id_type: str, raw: str) -> IdFacts:
    """
    The canonical number and the facts inside it.

    Raises `InvalidIdNumber` when form, check digit, birth date or prefix is wrong.
    """
    number = normalise(raw)
    if id_type in PREFIXES:
        return _read_eighteen(id_type, number)
    shape = SHAPES.get(id_type)
    if shape is None or not shape.fullmatch(number):
        raise InvalidIdNumber
    return IdFacts(number)


def _read_eighteen(id_type: str, number: str) -> IdFacts:
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or not number.startswith(PREFIXES[id_type]):
        raise InvalidIdNumber
    if id_type == MAINLAND and number.startswith(PREFIXES[RESIDENCE]):
        raise InvalidIdNumber
    if check_character(number[:17]) != number[17]:
        raise InvalidIdNumber
    return IdFacts(number, _birth_date(number[6:14]), 1 if int(number[16]) % 2 else 2)


def check_character(first17: str) -> str:
    """The eighteenth character of a number by ISO 7064 MOD 11-2."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first17, strict=True))
    return CHECK_CHARACTERS[total % 11]


def _birth_date(text: str) -> date:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as impossible:
        raise InvalidIdNumber from impossible
    if not today().year - OLDEST_YEARS <= born.year or born > today():
        raise InvalidIdNumber
    return born


def validate_uscc(value: str) -> None:
    """统一社会信用代码 (unified social credit code), GB 32100-2015."""
    if value and not uscc.is_valid(value):
        raise ValidationError(_("统一社会信用代码有误，请核对18位代码"), code="uscc_bad")
