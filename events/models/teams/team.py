from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.event import Event
from events.team_querysets import EventTeamMemberQuerySet, TeamQuerySet, TeamRuleQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

MOST_MEMBERS = 60
# Read aloud and typed on a telephone: no 0 and O, no 1, I and L.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

HAS_ROOM = """
PERFORM FROM events_team WHERE id = NEW.team_id FOR NO KEY UPDATE;
SELECT team.event_id INTO NEW.event_id FROM events_team AS team WHERE team.id = NEW.team_id;
IF (SELECT count(*) FROM events_teammember AS one WHERE one.team_id = NEW.team_id AND one.left_at IS NULL)
    >= (SELECT rule.members_max FROM events_teamrule AS rule WHERE rule.event_id = NEW.event_id)
THEN
    RAISE EXCEPTION 'team_never_has_too_many' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'team_never_has_too_many';
END IF;
RETURN NEW;
"""


def new_code() -> str:
    """The words under which a captain lets people in: eight signs, 39 bits."""
    return "".join(secrets.choice(SIGNS) for _sign in range(8))


@audited()
class TeamRule(models.Model):
    """队伍规则 (rule of teams): an event that people enter as teams, of how many, until when."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="team_rule", verbose_name=_("活动"))
    members_min = models.PositiveSmallIntegerField(_("每队最少人数"), default=1)
    members_max = models.PositiveSmallIntegerField(_("每队最多人数"))
    closes_at = models.DateTimeField(_("组队截止"))

    objects = TeamRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("队伍规则")
        verbose_name_plural = pgettext_lazy("复数", "队伍规则")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    members_min__gte=1, members_max__gte=F("members_min"), members_max__lte=MOST_MEMBERS
                ),
                name="team_rule_sizes_in_order",
            )
        ]

    def __str__(self) -> str:
        return str(self.event)


class TeamState(models.TextChoices):
    """Looking for people, handed in, or gone."""

    FORMING = "forming", pgettext_lazy("队伍", "组队中")
    ENTERED = "entered", pgettext_lazy("队伍", "已报名")
    WITHDRAWN = "withdrawn", pgettext_lazy("队伍", "已退出")


TEAM_NEXT: Mapping[str, tuple[str, ...]] = {
    TeamState.FORMING: (TeamState.ENTERED, TeamState.WITHDRAWN),
    TeamState.ENTERED: (TeamState.FORMING, TeamState.WITHDRAWN),
}


@audited(exclude=["code"])
class Team(models.Model):
    """
    队伍 (team): a name, a captain, and members who came in by the captain's code of their own will.

    Handed in with enough members; when somebody leaves and too few are left, it is forming again.
    """

    State = TeamState
    NEXT = TEAM_NEXT

    public_id = models.UUIDField(_("队伍编号"), default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="teams", verbose_name=_("活动"))
    name = models.CharField(pgettext_lazy("队伍", "队名"), max_length=30)
    captain = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("队长"))
    code = models.CharField(_("入队口令"), max_length=8, unique=True, default=new_code, editable=False)
    state = models.CharField(
        pgettext_lazy("队伍", "状态"), max_length=10, choices=State, default=State.FORMING, editable=False
    )
    created_at = models.DateTimeField(pgettext_lazy("队伍", "建立时间"), auto_now_add=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("队伍")
        verbose_name_plural = pgettext_lazy("复数", "队伍")
        ordering = ["event", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"], condition=~Q(state="withdrawn"), name="team_name_used_once"
            )
        ]
        triggers = [moves_as_allowed("team_moves_as_allowed", TEAM_NEXT)]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """队员 (member): joined by their own press; in one team of an event at a time."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members", verbose_name=_("队伍"))
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("活动"))
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("队员"))
    joined_at = models.DateTimeField(_("入队时间"), auto_now_add=True)
    left_at = models.DateTimeField(_("离队时间"), null=True, blank=True)

    objects = EventTeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("队员")
        verbose_name_plural = pgettext_lazy("复数", "队员")
        ordering = ["team", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(left_at__isnull=True),
                name="team_one_for_a_person_and_event",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="team_never_has_too_many",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__left_at__isnull=True),
                func=HAS_ROOM,
            ),
            pgtrigger.ReadOnly(name="team_member_stays_in_the_team", fields=["team", "event", "person"]),
        ]

    def __str__(self) -> str:
        return str(self.person)
