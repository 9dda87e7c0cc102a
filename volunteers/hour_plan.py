"""
导入计划 (plan of an import of hours): each line, what it would write, or why it cannot.

Only reads. What the ledger itself refuses (overlaps, long days) is asked of the service
that writes, in a rehearsal (`services.hour_import`).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.errors import DomainError
from zibo_youth.core.sheets import read_row
from zibo_youth.core.workbooks import Row

from .hour_errors import HoursForOneself, LineOverlaps
from .hour_rules import check_span
from .hour_sheet import HOURS
from .models import Post, ServiceProject, Volunteer

IMPORT = "volunteers.import_hours"


@dataclass(slots=True)
class PlannedLine:
    """一行 (one line): its cells, whom and what they mean, and what is wrong with it, by column."""

    row: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.values["starts_at"], self.values["ends_at"]

    def refuse(self, refusal: DomainError) -> None:
        """What a rule said, beside the column that it names."""
        column = HOURS.columns.get(refusal.field)
        self.problems.append((column.label if column else "", str(refusal)))


def projects_of(actor: User) -> Any:
    """The projects into which somebody may import."""
    return ServiceProject.objects.within(policy.reach(actor, IMPORT).office()).exclude(state="draft")


def organisers_of(actor: User) -> Any:
    """The organisations for which somebody may import: of these projects, and within their own reach."""
    mine = Organisation.objects.within(policy.reach(actor, IMPORT).office())
    return mine.filter(pk__in=projects_of(actor).values("organiser")).order_by("code")


def digest_of(lines: Sequence[PlannedLine]) -> str:
    """The same for the same entries; another as soon as one would differ."""
    told = [
        [
            *(line.row, line.values["volunteer"].pk, line.values["post"].pk, line.values["minutes"]),
            *(moment.isoformat() for moment in line.span),
        ]
        for line in lines
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class HourPlanner:
    """Reads what the lines name in a handful of queries, then goes through them."""

    def __init__(self, actor: User, organiser: Organisation, rows: Sequence[Row]) -> None:
        numbers = {row.cells.get("volunteer", "").upper() for row in rows}
        volunteers = Volunteer.objects.managed_by(actor).active().filter(volunteer_no__in=numbers)
        self.rows = rows
        self.actor = actor
        self.volunteers = {one.volunteer_no: one for one in volunteers.select_related("person").distinct()}
        self.posts: dict[str, dict[str, Post]] = defaultdict(dict)
        posts = Post.objects.filter(project__in=projects_of(actor).filter(organiser=organiser))
        for post in posts.filter(is_credited=True).select_related("project__organiser"):
            self.posts[post.project.code][post.name] = post
        self.seen: dict[int, list[PlannedLine]] = defaultdict(list)

    def go(self) -> list[PlannedLine]:
        return [self._line(row) for row in self.rows]

    def _line(self, row: Row) -> PlannedLine:
        line = PlannedLine(row.number, row.cells, *read_row(HOURS, row))
        self._name_volunteer(line)
        self._name_post(line)
        if not line.problems:
            self._judge(line)
        return line

    def _name_volunteer(self, line: PlannedLine) -> None:
        said = line.values.get("volunteer", "")
        one = self.volunteers.get(said.upper())
        if said and one is None:
            refusal = _("没有这个编号的在册志愿者，或不在您的服务队和班次中")
            line.problems.append((HOURS.columns["volunteer"].label, refusal))
        elif one is not None and one.person_id == self.actor.person_id:
            line.refuse(HoursForOneself())
        line.values["volunteer"] = one

    def _name_post(self, line: PlannedLine) -> None:
        """A project with one post that is credited needs no name of it."""
        code, name = line.values.get("project", ""), line.values.get("post", "")
        posts = self.posts.get(code, {})
        if code and not posts:
            refusal = _("没有这个编号的项目，或不是所选单位的、不计时长")
            line.problems.append((HOURS.columns["project"].label, refusal))
            return
        found = posts.get(name) if name else next(iter(posts.values())) if len(posts) == 1 else None
        if code and found is None:
            wanted = _("请填写这个项目计时长的岗位：%(posts)s") % {"posts": "、".join(posts)}
            line.problems.append((HOURS.columns["post"].label, wanted))
        line.values["post"] = found

    def _judge(self, line: PlannedLine) -> None:
        """What the rules of a span say, and whether an earlier line tells the same time."""
        starts_at, ends_at = line.span
        try:
            check_span(starts_at, ends_at, line.values["minutes"])
            others = self.seen[line.values["volunteer"].pk]
            for other in others:
                if other.span[0] < ends_at and starts_at < other.span[1]:
                    raise LineOverlaps(row=other.row)
            others.append(line)
        except DomainError as refusal:
            line.refuse(refusal)
