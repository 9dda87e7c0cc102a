"""待办队列 (work queues) of the accounts on the dashboard of the admin."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.core import queues
from zibo_youth.core.calendar import today

from . import policy
from .models import ErasureRequest, User
from .querysets import ErasureRequestQuerySet


def _of(user: User) -> ErasureRequestQuerySet:
    requests: ErasureRequestQuerySet = ErasureRequest.objects.managed_by(user)
    return requests.to_approve()


def register_queues() -> None:
    """Called once, when the app is ready."""
    queues.register(
        queues.WorkQueue(
            key="accounts.erasures",
            label=_("待复核的注销申请"),
            count=lambda user: _of(user).count(),
            overdue=lambda user: _of(user).overdue(today()).count(),
            url=lambda user: f"{reverse('admin:accounts_erasurerequest_changelist')}?state__exact=recorded",
            may_see=lambda user: policy.may(user, "accounts.decide_erasure"),
        )
    )
