"""待办队列 (work queues) of the stations on the dashboard of the admin."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import before_workdays, now, today

from .extra_nights_querysets import ExtraNightsQuerySet
from .models import ExtraNights, LoungeVisit, Rehousing, Stay, Strike
from .querysets import RehousingQuerySet, StayQuerySet, StrikeQuerySet

# Hours of workdays after which an answer to an appeal or to a request for extra nights is late (assumed).
ANSWER_HOURS = 24


def _of(user: User) -> StayQuerySet:
    stays: StayQuerySet = Stay.objects.managed_by(user)
    return stays


def _to_call(user: User) -> RehousingQuerySet:
    rehousings: RehousingQuerySet = Rehousing.objects.managed_by(user)
    return rehousings.to_call()


def _extra_nights(user: User) -> ExtraNightsQuerySet:
    asked: ExtraNightsQuerySet = ExtraNights.objects.managed_by(user)
    return asked.to_decide()


def _appeals(user: User) -> StrikeQuerySet:
    strikes: StrikeQuerySet = Strike.objects.managed_by(user)
    return strikes.appealed()


def _may_review(user: User) -> bool:
    return policy.may(user, "stations.review_stay")


def _may_check_in(user: User) -> bool:
    return policy.may(user, "stations.check_in_stay")


def _desk(part: str) -> str:
    return f"{reverse('desk')}#{part}"


WAITING = queues.register(
    queues.WorkQueue(
        key="stations.waiting",
        label=_("待审核入住申请"),
        count=lambda user: _of(user).waiting().count(),
        overdue=lambda user: _of(user).overdue(now()).count(),
        url=lambda user: _desk("waiting"),
        may_see=_may_review,
    )
)
ARRIVALS = queues.register(
    queues.WorkQueue(
        key="stations.arrivals",
        label=_("今日入住"),
        count=lambda user: _of(user).filter(state=Stay.State.APPROVED, arrival__lte=today()).count(),
        overdue=lambda user: _of(user).filter(state=Stay.State.APPROVED, arrival__lt=today()).count(),
        url=lambda user: _desk("arrivals"),
        may_see=_may_check_in,
    )
)
DEPARTURES = queues.register(
    queues.WorkQueue(
        key="stations.departures",
        label=_("今日退房"),
        count=lambda user: _of(user).filter(state=Stay.State.CHECKED_IN, departure__lte=today()).count(),
        overdue=lambda user: _of(user).filter(state=Stay.State.CHECKED_IN, departure__lt=today()).count(),
        url=lambda user: _desk("departures"),
        may_see=_may_check_in,
    )
)
CARDS_DUE = queues.register(
    queues.WorkQueue(
        key="stations.cards_due",
        label=_("证件待补验"),
        count=lambda user: _of(user).card_due().count(),
        overdue=lambda user: _of(user).card_due().filter(departure__lte=today()).count(),
        url=lambda user: f"{reverse('admin:stations_stay_changelist')}?work=card_due",
        may_see=_may_check_in,
    )
)
TO_CALL = queues.register(
    queues.WorkQueue(
        key="stations.to_call",
        label=_("改住待电话安排"),
        count=lambda user: Rehousing.objects.managed_by(user).to_call().count(),
        overdue=lambda user: (
            Rehousing.objects.managed_by(user).to_call().filter(from_on__lte=today()).count()
        ),
        url=lambda user: f"{reverse('desk_closures')}#to-call",
        may_see=lambda user: policy.may(user, "stations.arrange_rehousing"),
    )
)
LOUNGE_REQUESTS = queues.register(
    queues.WorkQueue(
        key="stations.lounge_requests",
        label=_("待审核会客厅预约"),
        count=lambda user: LoungeVisit.objects.managed_by(user).requested().count(),
        overdue=lambda user: LoungeVisit.objects.managed_by(user).unanswered(now()).count(),
        url=lambda user: f"{reverse('admin:stations_loungevisit_changelist')}?state__exact=requested",
        may_see=lambda user: policy.may(user, "stations.answer_visit"),
    )
)
APPEALS = queues.register(
    queues.WorkQueue(
        key="stations.appeals",
        label=_("待处理的失约申诉"),
        count=lambda user: _appeals(user).count(),
        overdue=lambda user: (
            _appeals(user).filter(appealed_at__lt=before_workdays(now(), ANSWER_HOURS)).count()
        ),
        url=lambda user: f"{reverse('admin:stations_strike_changelist')}?state__exact=appealed",
        may_see=lambda user: policy.may(user, "stations.decide_strike"),
    )
)
EXTRA_NIGHTS = queues.register(
    queues.WorkQueue(
        key="stations.extra_nights",
        label=_("待批的额外晚数"),
        count=lambda user: _extra_nights(user).count(),
        overdue=lambda user: (
            _extra_nights(user).filter(asked_at__lt=before_workdays(now(), ANSWER_HOURS)).count()
        ),
        url=lambda user: f"{reverse('admin:stations_extranights_changelist')}?state__exact=asked",
        may_see=lambda user: policy.may(user, "stations.grant_extra_nights"),
    )
)
