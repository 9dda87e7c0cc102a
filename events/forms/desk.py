"""Forms of the desk: an event, a session, its places, and reasons."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Attendance, Event, Quota, Registration, Session, Venue
from events.models.event_words import SeriesPer
from events.services.events import EventPlan, QuestionPlan
from events.services.sessions import QuotaPlan, SessionPlan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.core.form_fields import moment_field, words_field

MOST_PLACES = 100_000
PLACES = re.compile(r"[0-9]{1,7}", re.ASCII)
GENDERS = {
    **dict.fromkeys(("女", "F"), Person.Gender.FEMALE),
    **dict.fromkeys(("男", "M"), Person.Gender.MALE),
}


class EventForm(forms.Form):
    """活动 (an event), as its organiser writes it."""

    kind = forms.ChoiceField(label=pgettext_lazy("活动", "类别"), choices=Event.Kind.choices)
    title = forms.CharField(label=pgettext_lazy("活动", "名称"), max_length=60)
    title_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    summary = words_field(pgettext_lazy("活动", "简介"), rows=5, max_length=2000)
    summary_en = words_field(_("英文简介"), rows=4, max_length=4000, required=False)
    organiser = forms.ModelChoiceField(label=_("主办单位"), queryset=Organisation.objects.none())
    reporting_org = forms.ModelChoiceField(label=_("填报单位"), queryset=Organisation.objects.none())
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30)
    age_from = forms.IntegerField(label=_("最低年龄"), min_value=0, max_value=100, required=False)
    age_to = forms.IntegerField(
        label=_("最高年龄"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("按活动当天的周岁，不填不限"),
    )
    most_together = forms.IntegerField(
        label=_("一次最多报名人数"),
        min_value=1,
        max_value=60,
        initial=1,
        help_text=_("含本人；1 表示只能本人报名"),
    )
    roster_most = forms.IntegerField(
        label=_("单位集体报名最多人数"),
        min_value=0,
        max_value=200,
        initial=0,
        required=False,
        help_text=_("单位上传名册报名；0 表示不接受"),
    )
    needs_review = forms.BooleanField(
        label=_("报名须审核"),
        required=False,
        help_text=_("名额先保留，由工作人员审核；超时退还名额，仍须审核"),
    )
    series_most = forms.IntegerField(
        label=_("每人最多参加场次"),
        min_value=0,
        max_value=60,
        initial=0,
        required=False,
        help_text=_("系列活动用；0 表示不限"),
    )
    series_per = forms.ChoiceField(label=_("按什么计"), choices=SeriesPer, required=False)
    questions = words_field(
        _("报名时要问的问题"),
        rows=3,
        required=False,
        max_length=2000,
        help_text=_("每行一个问题；必答的在行首加 *；要选的在问题后写冒号和选项，选项用顿号隔开"),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = policy.reach(user, "events.manage_event").office()
        fields: Any = self.fields
        fields["organiser"].queryset = _within(reach)
        fields["reporting_org"].queryset = _reported(reach)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        low, high = said.get("age_from"), said.get("age_to")
        if low is not None and high is not None and high < low:
            self.add_error("age_to", _("最高年龄不得低于最低年龄"))
        return said

    def clean_roster_most(self) -> int:
        """Nothing said: none."""
        return self.cleaned_data["roster_most"] or 0

    def clean_series_most(self) -> int:
        """Nothing said: no limit."""
        return self.cleaned_data["series_most"] or 0

    def clean_series_per(self) -> str:
        """Nothing said: the whole series."""
        return self.cleaned_data["series_per"] or SeriesPer.SERIES.value

    def clean_questions(self) -> tuple[QuestionPlan, ...]:
        """A question a line: `*` for required, options after a colon."""
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines()]
        return tuple(_question(line) for line in lines if line)

    def plan(self) -> EventPlan:
        return EventPlan(**{name: value for name, value in self.cleaned_data.items() if name != "questions"})


def organisations_held_by(user: User) -> Any:
    """Organisations that one may hold events for."""
    return _within(policy.reach(user, "events.manage_event").office())


def _within(reach: Any) -> Any:
    """Organisations that one may hold events for."""
    rows = Organisation.objects.exclude(kind__in=["bank", "guarantor", "company", "donor"])
    if reach.everything:
        return rows
    own = reach.organisations | reach.districts
    return rows.filter(Q(reporting_org__in=reach.districts) | Q(pk__in=own))


def _reported(reach: Any) -> Any:
    """Units whose monthly report may count them."""
    rows = Organisation.objects.reporting()
    if reach.everything:
        return rows
    above = Organisation.objects.filter(pk__in=reach.organisations).values("reporting_org")
    return rows.filter(Q(pk__in=reach.districts) | Q(pk__in=above))


def _question(line: str) -> QuestionPlan:
    is_required, line = line.startswith("*"), line.lstrip("*").strip()
    words, _colon, options = (part.strip() for part in line.replace(":", "：").partition("："))
    told = "、".join(each.strip() for each in re.split("[、，,]", options) if each.strip())
    if not words:
        raise ValidationError(_("每行须写出问题本身"))
    if len(words) > 100:
        raise ValidationError(_("问题最多 100 个字：%(words)s…"), params={"words": words[:20]})
    if len(told) > 300:
        raise ValidationError(_("一个问题的选项最多 300 个字：%(words)s"), params={"words": words[:20]})
    return QuestionPlan(words=words, is_required=is_required, options=told)


class SessionForm(forms.Form):
    """场次 (a session), as its organiser plans it."""

    name = forms.CharField(label=pgettext_lazy("场次", "名称"), max_length=40, required=False)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    place = forms.CharField(label=pgettext_lazy("场次", "地点"), max_length=80)
    venue = forms.ModelChoiceField(
        label=_("场地"),
        queryset=Venue.objects.all(),
        required=False,
        empty_label=_("不登记场地"),
        help_text=_("登记了场地的，同一时间不能再安排别的场次"),
    )
    starts_at = moment_field(pgettext_lazy("场次", "开始"))
    ends_at = moment_field(pgettext_lazy("场次", "结束"))
    opens_at = moment_field(_("报名开始"))
    closes_at = moment_field(_("报名截止"))
    cancel_until = moment_field(_("取消截止"), help_text=_("过后须致电主办单位取消"))
    capacity = forms.IntegerField(label=pgettext_lazy("场次", "名额"), min_value=1, max_value=MOST_PLACES)

    def __init__(self, *args: Any, session: Session | None = None, **options: Any) -> None:
        if session is not None:
            options["initial"] = told_of(session)
        super().__init__(*args, **options)

    def plan(self) -> SessionPlan:
        return SessionPlan(**{name: self.cleaned_data[name] for name in SessionForm.base_fields})


def told_of(session: Session) -> dict[str, Any]:
    """What the form shows of a session that there is."""
    told = {name: getattr(session, name) for name in SessionForm.base_fields}
    return {
        name: timezone.localtime(value) if name.endswith(("_at", "_until")) else value
        for name, value in told.items()
    }


class NewSessionForm(SessionForm):
    """场次 with its parts: a name, how many, and for whom, a line each."""

    quotas = words_field(
        _("名额组"),
        rows=3,
        required=False,
        max_length=600,
        help_text=_("不分组就不填；分组的每行写：名称 人数 性别，例如“女生 300 女”，不限性别可不写"),
    )

    by_draw = forms.BooleanField(
        label=_("抽签决定名额"),
        required=False,
        help_text=_("报名期间只登记；截止后公布名单，满 2 小时再抽签，任何人都可以重算"),
    )

    def __init__(self, *args: Any, event: Event | None = None, **options: Any) -> None:
        super().__init__(*args, **options)

    def plan(self) -> SessionPlan:
        return replace(super().plan(), by_draw=self.cleaned_data["by_draw"])

    def clean_quotas(self) -> tuple[QuotaPlan, ...]:
        lines = [line.split() for line in self.cleaned_data["quotas"].splitlines()]
        return tuple(_quota(number, parts) for number, parts in enumerate(lines, 1) if parts)


def _quota(number: int, parts: list[str]) -> QuotaPlan:
    name, *rest = parts
    told = int(rest[0]) if rest and PLACES.fullmatch(rest[0]) else 0
    gender = GENDERS.get(rest[1]) if len(rest) > 1 else 0
    if not 1 <= told <= MOST_PLACES or len(rest) > 2 or gender is None or len(name) > 30:
        raise ValidationError(
            _("第 %(number)s 行看不懂，请按“名称 人数 性别”填写，例如“女生 300 女”"),
            params={"number": number},
        )
    return QuotaPlan(name=name, capacity=told, gender=gender)


class StepForm(forms.Form):
    """A step without a field."""

    def __init__(self, *args: Any, event: Any = None, session: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)


class ReasonForm(StepForm):
    """取消 (call off), with the reason that people read."""

    reason = words_field(_("原因"), max_length=120, help_text=_("报名的人会看到"))


class HeldForm(StepForm):
    """已举办 (held): how many came, and what that rests on."""

    attendance = forms.IntegerField(label=_("参加人次"), min_value=0, max_value=1_000_000)
    source = forms.CharField(label=_("人次依据"), max_length=120, help_text=_("例如 签到表、票务记录"))

    def __init__(self, *args: Any, session: Session | None = None, **options: Any) -> None:
        super().__init__(*args, session=session, **options)
        if session is not None:
            came = Attendance.objects.of_session(session.pk).attended().count()
            if came:
                self.initial = {"attendance": came, "source": _("入场记录"), **self.initial}


class InvestedForm(StepForm):
    """投入资金 (what the event cost), and what that rests on."""

    amount = forms.DecimalField(label=_("投入资金（元）"), max_digits=14, decimal_places=2)
    source = forms.CharField(label=_("投入依据"), max_length=120, help_text=_("例如 决算表、拨付单"))


class ResizeForm(forms.Form):
    """改名额组 (resize a part of the places)."""

    quota = forms.ModelChoiceField(label=_("名额组"), queryset=Quota.objects.none(), empty_label=None)
    capacity = forms.IntegerField(label=_("新的名额"), min_value=1, max_value=MOST_PLACES)

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["quota"].queryset = session.quotas.all()  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    """释放报名 (release one), by its number on the page."""

    number = forms.IntegerField(label=_("报名序号"), min_value=1, help_text=_("见下面的名单"))
    reason = words_field(_("原因"), max_length=120, help_text=_("报名的人会看到"))

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session = session

    def clean_number(self) -> Registration:
        """The registration of this number, of this session."""
        number = self.cleaned_data["number"]
        found: Registration | None = self.session.registrations.filter(pk=number).first()
        if found is None:
            raise ValidationError(_("名单里没有这个序号"))
        return found
