"""密码规则 (password rules): long enough for what the account may do, and no word of this place."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, SHORTEST_OF_STAFF, LONGEST = 8, 12, 128

# What a guesser tries first on a portal of this name (reference/security.md R07).
CONTEXT_WORDS = (
    *("zibo", "tuanwei", "qingchun", "qingnian", "yizhan", "youth"),
    *("淄博", "团委", "青春", "青年", "驿站"),
)
ENOUGH_BESIDE_THE_WORD = 8


class LengthByRole:
    """At least 8 characters, at least 12 for staff; up to 128, none of them cut off."""

    def validate(self, password: str, user: Any = None) -> None:
        shortest = SHORTEST_OF_STAFF if getattr(user, "is_staff", False) else SHORTEST
        if len(password) < shortest:
            raise ValidationError(_("密码至少需要 %(n)s 个字符") % {"n": shortest}, code="password_short")
        if len(password) > LONGEST:
            raise ValidationError(_("密码最多 %(n)s 个字符") % {"n": LONGEST}, code="password_long")

    def get_help_text(self) -> str:
        return _("至少 8 个字符，工作人员至少 12 个字符")


class NotCommon:
    """Not on Django's list of 20,000 common passwords, and not digits alone."""

    def validate(self, password: str, user: Any = None) -> None:
        from django.contrib.auth.password_validation import CommonPasswordValidator

        try:
            CommonPasswordValidator().validate(password, user)
        except ValidationError as common:
            raise ValidationError(_("这个密码太常见，请换一个"), code="password_common") from common
        if password.isdigit():
            raise ValidationError(_("密码不能只有数字"), code="password_digits")

    def get_help_text(self) -> str:
        return _("不能是常见密码，也不能只有数字")


class NoContextWord:
    """A word of this place counts for nothing: enough has to stand beside it. Nor one's own number."""

    def validate(self, password: str, user: Any = None) -> None:
        own = str(getattr(user, "mobile", ""))[-8:]
        beside = password.lower()
        for word in (*CONTEXT_WORDS, *([own] if own else [])):
            beside = beside.replace(word, "")
        beside = re.sub(r"(19|20)\d\d|123+4*5*6*", "", beside)
        if beside != password.lower() and len(beside) < ENOUGH_BESIDE_THE_WORD:
            raise ValidationError(
                _("密码不能由“淄博”“青年”等容易猜到的词、年份或您的手机号组成"), code="password_context"
            )

    def get_help_text(self) -> str:
        return _("不要使用与本平台有关的词、年份或自己的手机号")
