"""``manage.py print_permissions``: the permission matrix as a page of the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from zibo_youth.accounts import policy
from zibo_youth.accounts.matrix_of_care import MATRIX_OF_CARE, ROLES_OF_CARE
from zibo_youth.accounts.matrix_of_events import MATRIX_OF_EVENTS, ROLES_OF_EVENTS
from zibo_youth.accounts.matrix_of_groups import MATRIX_OF_GROUPS, ROLES_OF_GROUPS
from zibo_youth.accounts.matrix_of_loans import MATRIX_OF_LOANS, ROLES_OF_LOANS
from zibo_youth.accounts.matrix_of_safety import MATRIX_OF_SAFETY, ROLES_OF_SAFETY
from zibo_youth.core import scope

PAGE = settings.BASE_DIR / "docs" / "reference" / "permissions.md"
ROLES = {
    "applicant": "申请人",
    "station_operator": "驿站管理员",
    "volunteer_leader": "志愿服务队负责人",
    "district_officer": "区县管理员",
    "city_staff": "市级管理员",
    "administrator": "系统管理员",
    "town_officer": "镇街团委负责人",
    "centre_director": "指导中心主任",
    "finance_officer": "财务负责人",
    "safeguarding_lead": "儿童保护负责人",
    "safeguarding_deputy": "儿童保护副负责人",
    "bank_officer": "银行经办人",
    "guarantor_officer": "担保机构经办人",
    "safety_officer": "企业安全员",
    "post_reviewer": "青安岗评审员",
    "emergency_officer": "应急管理部门值班员",
}
SCOPES = {
    scope.NOTHING: "",
    scope.OWN: "本人",
    scope.ORGANISATION: "本单位",
    scope.DISTRICT: "本区县",
    scope.CITY: "全市",
}
HEAD = """# 权限表 (permissions)

由 `manage.py print_permissions` 从 `zibo_youth/accounts/policy.py` 生成，请勿手改。
空格表示没有此项权限；“本人”指自己的记录，“本单位”指所在运营单位的驿站、所在服务队的志愿服务，“本区县”指本填报单位的驿站与志愿服务。
系统管理员管理账号、单位与留痕，不审核入住，也看不到入住单。

"""

OF_CARE = """
## 希望小屋

列出的权限只及编号、区县和进度（S1）。谁能打开孩子的哪一部分信息，见管理后台的“读取权”。

"""

OF_LOANS = """
## 创业贷款

“本单位”指所在银行或担保机构经办的申请和贷款：银行在市级推荐之后才看得到申请，担保机构在银行提请之后。

"""


OF_EVENTS = """
## 活动

“本单位”指镇街团委主办的活动和这些活动的报名。已发布的活动人人可看，草稿只有主办单位和填报区县看得到。

"""

OF_GROUPS = """
## 单位集体报名

“本单位”指带人参加活动的单位：高校和服务队、镇街团委只能为自己的单位上传和修改名册，区县可以为本区县的单位办理。

"""

OF_SAFETY = """
## 安全行动

“本单位”指所在的重点监管企业：企业安全员只看得到本企业的记录，看不到隐患由谁上报。

"""


class Command(BaseCommand):
    """权限表: written to docs/reference/permissions.md; ``--check`` only says whether the page is current."""

    help = "Write the permission matrix to docs/reference/permissions.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Exit 1 when the page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        page = permissions_page()
        if options["check"]:
            if not PAGE.exists() or PAGE.read_text() != page:
                self.stderr.write(
                    "docs/reference/permissions.md is out of date: run manage.py print_permissions"
                )
                raise SystemExit(1)
            return
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page)
        self.stdout.write(f"{len(policy.RIGHTS)} actions written to docs/reference/permissions.md")


def permissions_page() -> str:
    """The whole page: one row per action, one column per role; a table for each kind of office."""
    return (
        HEAD
        + _table(policy.ROLES, policy.MATRIX)
        + OF_CARE
        + _table(ROLES_OF_CARE, MATRIX_OF_CARE)
        + OF_LOANS
        + _table(ROLES_OF_LOANS, MATRIX_OF_LOANS)
        + OF_EVENTS
        + _table(ROLES_OF_EVENTS, MATRIX_OF_EVENTS)
        + OF_GROUPS
        + _table(ROLES_OF_GROUPS, MATRIX_OF_GROUPS)
        + OF_SAFETY
        + _table(ROLES_OF_SAFETY, MATRIX_OF_SAFETY)
    )


def _table(roles: Sequence[str], matrix: Mapping[str, Sequence[str]]) -> str:
    head = ["动作", *(ROLES[role] for role in roles)]
    rows = [head, ["---"] * len(head)]
    rows += [[f"`{action}`", *(SCOPES[scope] for scope in scopes)] for action, scopes in matrix.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"
