"""
单身承诺 (single-status declaration): every version of its words, the newest last.

A profile keeps the version that was agreed to; words that somebody agreed to never change. Marriage is
no public register, so the statement is the person's own, and says what follows if it is false
(reference domain.md §1.7; 民法典 1042; 治安管理 and 诈骗 are matters of the police).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLARATIONS: Mapping[str, str | Promise] = {
    "2026-11": _(
        "本人声明现在没有配偶，也没有以夫妻名义与他人共同生活；以上填写真实。如有虚假，"
        "主办单位可以取消我的参加资格、不再接受我报名相亲会，由此给他人造成的损失由我承担；"
        "涉嫌诈骗的，移交公安机关。"
    )
}
CURRENT = next(reversed(list(DECLARATIONS)))
