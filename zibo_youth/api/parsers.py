"""What is read from a body: small, shallow, plain JSON, or one form with files."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser

JSON_BYTES = 64 * 1024
FORM_BYTES = 11 * 1024 * 1024  # one piece of evidence of 10 MB, and the fields beside it
DEEPEST = 32

# A string that never closes runs to the end of the text, so that this stays linear.
STRINGS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
BRACKETS = re.compile(r"[\[\]{}]")


class TooLarge(APIException):
    """请求过大 (the body is larger than any call needs)."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("请求内容过大：JSON 不超过 64 KB，带文件的表单不超过 11 MB")


class StrictJson(BaseParser):
    """
    JSON as RFC 8259 means it, and nothing that would hurt further in.

    Refused with a sentence: bytes that are not UTF-8, NaN, Infinity and numbers
    beyond a float (``1e400`` would be stored as "inf"), a key given twice, NUL
    and lone surrogates (PostgreSQL has no place for them), and nests deeper
    than 32, which would exhaust the stack.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = stream.read(JSON_BYTES + 1)
        if len(raw) > JSON_BYTES:
            raise TooLarge
        return read_json(raw)


class Form(MultiPartParser):
    """multipart/form-data; what is wrong with it is said in the house's words."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles:
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise ParseError(_("表单内容无法解析，请按 multipart/form-data 重新提交")) from error


def read_json(raw: bytes) -> Any:
    """Decode one JSON text; raises ``ParseError`` with a sentence for whatever is wrong with it."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(_("请求内容须为 UTF-8 编码")) from error
    if _depth(text) > DEEPEST:
        raise ParseError(_("JSON 嵌套过深，最多 %(n)s 层") % {"n": DEEPEST})
    try:
        value = json.loads(
            text, object_pairs_hook=_each_key_once, parse_float=_finite, parse_constant=_no_constant
        )
    except ValueError as error:
        raise ParseError(_("请求内容不是有效的 JSON")) from error
    if "\\u" in text and not all(map(_is_storable, _strings(value))):
        raise ParseError(_("文本中含有不能保存的字符"))
    return value


def _depth(text: str) -> int:
    deepest = level = 0
    for bracket in BRACKETS.findall(STRINGS.sub("", text)):
        level += 1 if bracket in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ParseError(_("JSON 中的“%(name)s”出现了两次") % {"name": twice[:40].replace("\0", "")})
    return found


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ParseError(_("JSON 中的数字超出范围"))
    return number


def _no_constant(name: str) -> NoReturn:
    raise ParseError(_("JSON 中不能使用 %(name)s") % {"name": name})


def _strings(value: Any) -> Iterable[str]:
    """Every text in a value, keys included. Its depth is already known to be small."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _is_storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
