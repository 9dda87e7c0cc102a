"""中文字体 (Chinese fonts) of the machine, found by fontconfig; a paper is embedded with what it prints."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError

# Of Debian's fonts-noto-cjk: the Song face stands for 仿宋 and 小标宋, the other for 黑体.
SONG, HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"


class ChineseFontMissing(DomainError):
    """缺少中文字体 (no font of this machine can print the paper)."""

    code = "chinese_font_missing"
    message = _("服务器没有中文字体，暂时不能生成 PDF；请管理员安装 Noto CJK 字体（fonts-noto-cjk）后再试")
    status = 503


@cache
def folders() -> tuple[str, ...]:
    """The folders of both faces. Raises `ChineseFontMissing`."""
    found = {str(Path(_file_of(family)).parent) for family in (SONG, HEI)}
    return tuple(sorted(found))


def _file_of(family: str) -> str:
    try:
        listed = subprocess.run(
            ["fc-list", f":family={family}", "--format", "%{file}\n"],
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        ).stdout.splitlines()
    except (OSError, subprocess.SubprocessError) as failure:
        raise ChineseFontMissing from failure
    if not listed:
        raise ChineseFontMissing
    return sorted(listed)[0]
