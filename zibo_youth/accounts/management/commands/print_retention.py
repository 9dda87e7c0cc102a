"""``manage.py print_retention``: the table of terms as a page of the reference, or what would go now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from zibo_youth.accounts.terms import terms

PAGE = settings.BASE_DIR / "docs" / "reference" / "retention.md"
HEAD = """# 保存期限 (retention)

由 `manage.py print_retention` 生成，请勿手改。天数写在 `zibo_youth/settings/retention.py`，
“假定”的各市可以更改。每天 2:43 由后台任务分小步办理，中断后次日继续；依法保留的人员和儿童不在其内。

`manage.py print_retention --due` 列出现在到期的行数，什么也不删；管理后台“注销申请”→“保存期限”同样。
到期抹去的文字，在该行的历史记录里一并抹去；入住、夜次、状态和日期留作统计。
账号注销另见 [0040](../decisions/0040-an-erased-person-leaves-rows-without-a-name.md)。

"""


class Command(BaseCommand):
    """保存期限表: written to docs/reference/retention.md; ``--check`` says whether the page is current."""

    help = "Write the table of retention terms to docs/reference/retention.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Exit 1 when the page is out of date")
        parser.add_argument("--due", action="store_true", help="只列出现在到期的行数，什么也不删")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["due"]:
            for term in terms():
                self.stdout.write(f"{term.key}: {term.rows().count()}")
            return
        page = retention_page()
        if not options["check"]:
            PAGE.write_text(page)
            return
        if not PAGE.exists() or PAGE.read_text() != page:
            self.stderr.write("docs/reference/retention.md is out of date: run manage.py print_retention")
            raise SystemExit(1)


def retention_page() -> str:
    """The whole page: one row per term."""
    head = ["键", "数据", "自何时起", "天数", "到期", "依据"]
    rows = [head, ["---"] * len(head)]
    with translation.override("zh-hans"):
        rows += [
            [f"`{each.key}`", str(each.what), str(each.since), str(each.days), str(each.then), each.source]
            for each in terms()
        ]
    return HEAD + "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"
