"""Forms of a case on its way to the survey: who the child is, the four facts, what guardian and child say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.models import CareConsent, ChildView
from hope_rooms.models.consent import ConsentPurpose
from hope_rooms.services.children import Nomination
from hope_rooms.services.consents import Answer, Guardian
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field

from .steps import NO_NUMBERS, StepForm

YES, NO = "yes", "no"


def guardian_fields() -> dict[str, forms.Field]:
    """Who answered, and what they are to the child."""
    return {
        "guardian_name": forms.CharField(label=_("监护人姓名"), max_length=60),
        "guardian_relation": forms.CharField(
            label=_("与孩子的关系"), max_length=20, help_text=_("例如 祖母")
        ),
    }


class NominationForm(forms.Form):
    """摸排提报 (nominate): as little as the screening needs."""

    place = forms.ModelChoiceField(
        label=_("由哪里负责"), queryset=Organisation.objects.none(), empty_label=_("请选择")
    )
    full_name = forms.CharField(label=_("孩子姓名"), max_length=60)
    id_number = forms.CharField(
        label=_("孩子的身份证件号码"),
        max_length=40,
        help_text=_("加密保存，只用来核对年龄和防止重复建档"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    address = forms.CharField(label=_("家庭住址"), max_length=120)
    school = forms.CharField(label=_("学校"), max_length=60, required=False)
    grade = forms.CharField(label=_("年级"), max_length=20, required=False)
    guardian_mobile = MobileField(label=_("监护人手机"), help_text=_("例如 13800138000"))
    channel = forms.ChoiceField(
        label=_("监护人怎样同意的"), choices=CareConsent.Channel.choices, widget=forms.RadioSelect
    )
    on = day_field(_("监护人同意的日期"), initial=today)

    def __init__(self, *args: Any, places: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= guardian_fields()
        self.order_fields(
            ("place", "full_name", "id_number", "school", "grade", "address", *guardian_fields())
        )
        field: Any = self.fields["place"]
        field.queryset = places
        field.initial = places.first() if places.count() == 1 else None

    def where(self) -> tuple[Organisation, Organisation | None]:
        """The district, and the town where it is one."""
        place: Any = self.cleaned_data["place"]
        return (place.reporting_org, place) if place.kind == Organisation.Kind.TOWN else (place, None)

    def told(self) -> Nomination:
        given = self.cleaned_data
        plain = ("full_name", "id_number", "address", "guardian_mobile", "channel", "school", "grade")
        return Nomination(
            guardian=_guardian_of(given), agreed_on=given["on"], **{name: given[name] for name in plain}
        )


def _guardian_of(given: dict[str, Any]) -> Guardian:
    return Guardian(given["guardian_name"], given["guardian_relation"])


class FactForm(StepForm):
    """核对事实: on which paper, with which result."""

    is_met = forms.TypedChoiceField(
        label=_("这一项的结果"),
        choices=[(YES, _("符合")), (NO, _("不符合"))],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(label=_("依据（材料名称和编号）"), max_length=120, help_text=NO_NUMBERS)
    on = day_field(_("核对日期"), initial=today)


class AgeForm(StepForm):
    """核对年龄: the portal reads it off the number; only the day is asked for."""

    on = day_field(_("评定日期"), initial=today)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lowest, highest = settings.HOPE_ROOMS["ages"]
        told = _("平台按证件号码中的出生日期计算，评定之日满 %(lowest)s 周岁、不满 %(over)s 周岁为符合")
        self.fields["on"].help_text = told % {"lowest": lowest, "over": highest + 1}


class PurposeForm(StepForm):
    """Something about one purpose."""

    purpose = forms.ChoiceField(label=pgettext_lazy("告知书", "事项"), choices=ConsentPurpose.choices)

    def offer_only(self, purposes: set[str]) -> None:
        field: Any = self.fields["purpose"]
        field.choices = [(value, label) for value, label in ConsentPurpose.choices if value in purposes]


def answered(room: Any) -> set[str]:
    """The purposes to which an answer stands."""
    return set(room.child.consents.filter(withdrawn_at__isnull=True).values_list("purpose", flat=True))


def unanswered(room: Any) -> set[str]:
    return set(ConsentPurpose.values) - answered(room)


class AnswerForm(PurposeForm):
    """登记监护人答复: to the words in force."""

    answer = forms.ChoiceField(
        label=_("监护人答复"), choices=CareConsent.Answer.choices, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("途径"), choices=CareConsent.Channel.choices, widget=forms.RadioSelect
    )
    on = day_field(_("答复日期"), initial=today)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= guardian_fields()
        self.order_fields(("purpose", *guardian_fields()))
        self.offer_only(unanswered(self.room))

    def told(self) -> tuple[Guardian, Answer]:
        given = self.cleaned_data
        agrees = given["answer"] == CareConsent.Answer.AGREED
        return _guardian_of(given), Answer(given["purpose"], agrees, given["channel"], given["on"])


class WithdrawForm(PurposeForm):
    """登记撤回."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_only(answered(self.room))
        self.fields["purpose"].help_text = _("登记后立即生效：这一事项允许看到的内容，任何人都不再看到")


class ViewForm(PurposeForm):
    """登记孩子的意愿."""

    answer = forms.ChoiceField(
        label=pgettext_lazy("孩子的意愿", "答复"), choices=ChildView.Answer.choices, widget=forms.RadioSelect
    )
    manner = forms.ChoiceField(
        label=_("询问方式"), choices=ChildView.Manner.choices, widget=forms.RadioSelect
    )
    on = day_field(_("询问日期"), initial=today)
