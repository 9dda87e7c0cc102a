"""
After the stays: the jobs of each day ask, guests answer or do not, and the city looks at what they claim.

Everything goes through the services, day by day; what PostgreSQL stamped is then
set to the same day (`backdate`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeAlias

from stations import services
from stations.answer_links import token_of
from stations.models import FollowUp, Placement, Stay
from stations.services import Answer
from zibo_youth.core.calendar import at, standing_at

from .backdate import backdate_answer, backdate_asked, backdate_placement
from .houses import World

Result = FollowUp.Result
# The employer, and the day on which the contract was signed.
Job: TypeAlias = tuple[str, date]

EMPLOYERS = (
    "示例陶瓷科技有限公司",
    "示例新材料股份有限公司",
    "示例精密机械有限公司",
    "示例医药集团",
    "示例化工研究院",
    "示例智能装备有限公司",
    "示例农业科技有限公司",
    "示例数字传媒有限公司",
)
REMARKS = ("床很干净，离车站也近（演示）", "前台很热心（演示）", "希望晚上有热水（演示）", "", "", "", "")
NO_JOB_HERE = (Result.LOOKING, Result.LOOKING, Result.ELSEWHERE, Result.STARTED, Result.LEFT)
ANSWERS, WORKS_HERE, IS_DECLINED = 0.66, 0.4, 0.12


class After:
    """Tells what followed; ``jobs`` says who signed with whom, where the story is fixed beforehand."""

    def __init__(self, world: World, rng: Random, jobs: Mapping[int, Job] | None = None) -> None:
        self.world, self.rng, self.jobs = world, rng, jobs
        self.answers: dict[date, list[FollowUp]] = defaultdict(list)
        self.decisions: dict[date, list[Placement]] = defaultdict(list)

    def tell(self, first: date, last: date) -> None:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for follow_up in self._asked(at(day, time(10))):
                if self._will_answer(follow_up.stay):
                    self.answers[day + timedelta(days=self.rng.randrange(6))].append(follow_up)
            for follow_up in self.answers.pop(day, []):
                self._answer(follow_up, at(day, time(self.rng.randrange(12, 20), self.rng.randrange(60))))
            for placement in self.decisions.pop(day, []):
                self._decide(placement, at(day, time(16)))

    def _asked(self, moment: datetime) -> list[FollowUp]:
        """The jobs of one morning."""
        with standing_at(moment):
            services.close_follow_ups()
            told = services.ask_follow_ups(at=moment) + services.remind_follow_ups(at=moment)
        return backdate_asked(moment) if told else []

    def _will_answer(self, stay: Stay) -> bool:
        """Who has found work is glad to say so."""
        return stay.pk in (self.jobs or {}) or self.rng.random() < ANSWERS

    def _answer(self, follow_up: FollowUp, moment: datetime) -> None:
        with standing_at(moment):
            services.answer_by_link(
                token=token_of(follow_up.link_seed), answer=self._said(follow_up, moment.date())
            )
        backdate_answer(follow_up, moment)
        if self.jobs is None:
            for placement in Placement.objects.claimed().filter(follow_up=follow_up):
                looked_at = moment.date() + timedelta(days=self.rng.randrange(5, 25))
                self.decisions[looked_at].append(placement)

    def _said(self, follow_up: FollowUp, day: date) -> Answer:
        if follow_up.is_survey:
            satisfaction = self.rng.choices([5, 4, 3, 2, 1], weights=[50, 32, 12, 4, 2])[0]
            return Answer(satisfaction=satisfaction, comment=self.rng.choice(REMARKS))
        job = self._job(follow_up.stay, day)
        if job is None or job[1] > day:
            return Answer(result=self.rng.choice(NO_JOB_HERE))
        return Answer(result=Result.HERE, employer=job[0], signed_on=job[1])

    def _job(self, stay: Stay, day: date) -> Job | None:
        if self.jobs is not None:
            return self.jobs.get(stay.pk)
        if self.rng.random() >= WORKS_HERE:
            return None
        return f"{self.rng.choice(EMPLOYERS)}（演示）", day - timedelta(days=self.rng.randrange(1, 20))

    def _decide(self, placement: Placement, moment: datetime) -> None:
        """The city confirms most and declines some; the newest still wait when the story ends."""
        placement = Placement.objects.select_related("stay__guest").get(pk=placement.pk)
        if placement.state != Placement.State.CLAIMED:
            return
        city = self.world.accounts["city_staff"]
        with standing_at(moment):
            if self.rng.random() < IS_DECLINED:
                services.decline_placement(
                    actor=city, placement=placement, reason="用人单位没有这份合同（演示）"
                )
            else:
                services.confirm_placement(actor=city, placement=placement, reason="已与用人单位核实（演示）")
        backdate_placement(placement, moment)
