"""办理步骤 (steps): what an office may do with a quiz now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from safety.forms import quizzes as forms
from safety.models import Quiz
from safety.services.quizzes import holding
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step
from zibo_youth.core.calendar import now

MANAGE = holding.MANAGE
S = Quiz.State


def _publish(by: User, of: Quiz, form: Any) -> None:
    holding.publish_quiz(actor=by, quiz=of)


def _extend(by: User, of: Quiz, form: Any) -> None:
    holding.extend_quiz(actor=by, quiz=of, **form.cleaned_data)


def _cancel(by: User, of: Quiz, form: Any) -> None:
    holding.cancel_quiz(actor=by, quiz=of, **form.cleaned_data)


def _goes_on(quiz: Quiz) -> bool:
    return not quiz.is_over(now())


OF_QUIZ = (
    Step("publish", _("发布答题"), MANAGE, (S.DRAFT,), forms.StepForm, _publish),
    Step("extend", _("延长结束时间"), MANAGE, (S.PUBLISHED,), forms.ExtendForm, _extend, _goes_on),
    Step("cancel", _("取消答题"), MANAGE, (S.DRAFT, S.PUBLISHED), forms.CancelForm, _cancel, _goes_on),
)
