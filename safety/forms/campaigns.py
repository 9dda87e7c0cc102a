"""Forms of campaigns: the campaign, its materials, its activities, and parts kept for enterprises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.forms.desk import EventForm, SessionForm, organisations_held_by
from events.models import Event, Quota, Session
from events.services.events import EventPlan
from events.services.sessions import SessionPlan
from safety.models import Enterprise, SafetyActivity, SafetyCampaign, SafetyMaterial
from safety.services.campaigns import ActivityPlan, CampaignPlan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field, words_field
from zibo_youth.core.uploads import MAX_BYTES

MOST_PLACES = 5000


class CampaignForm(forms.Form):
    """安全主题活动 (a campaign), as its office writes it."""

    season = forms.ChoiceField(label=_("主题"), choices=SafetyCampaign.Season.choices)
    title = forms.CharField(label=pgettext_lazy("安全主题活动", "名称"), max_length=60)
    title_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    summary = words_field(pgettext_lazy("安全主题活动", "简介"), rows=4, max_length=2000)
    summary_en = words_field(_("英文简介"), rows=4, max_length=4000, required=False)
    organiser = forms.ModelChoiceField(label=_("主办单位"), queryset=Organisation.objects.none())
    from_on = day_field(pgettext_lazy("安全主题活动", "开始日期"))
    until_on = day_field(pgettext_lazy("安全主题活动", "结束日期"))

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = policy.reach(user, "safety.manage_campaign").office()
        rows = Organisation.objects.filter(kind__in=["city", "district", "zone"])
        field: Any = self.fields["organiser"]
        field.queryset = rows if reach.everything else rows.filter(pk__in=reach.districts)
        if field.queryset.count() == 1:
            field.initial, field.empty_label = field.queryset[0].pk, None

    def plan(self) -> CampaignPlan:
        return CampaignPlan(**self.cleaned_data)


class PlainStepForm(forms.Form):
    """A step without a field."""

    def __init__(self, *args: Any, campaign: Any = None, activity: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)


class MaterialForm(PlainStepForm):
    """宣传资料 (a material): a link or a file."""

    kind = forms.ChoiceField(label=pgettext_lazy("宣传资料", "类别"), choices=SafetyMaterial.Kind.choices)
    language = forms.ChoiceField(label=_("语言"), choices=SafetyMaterial.Language.choices)
    title = forms.CharField(label=pgettext_lazy("宣传资料", "名称"), max_length=80)
    link = forms.URLField(
        label=_("网址"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("以 https:// 开头"),
    )
    upload = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("JPG、PNG 或 PDF，不超过 10 MB；网址和文件二者选一"),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )

    def clean_upload(self) -> Any:
        """Too large is said before it is read."""
        file = self.cleaned_data["upload"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件最多 10 MB"))
        return file


class ActivityForm(forms.Form):
    """安全活动 (an activity): what, of which form, when and where, and how many may come alone."""

    kind = forms.ChoiceField(label=pgettext_lazy("安全活动", "形式"), choices=SafetyActivity.Kind.choices)
    for_engineers = forms.BooleanField(
        label=_("注册安全工程师公益培训"),
        required=False,
        help_text=_("名单按学历和年限提示报考条件，只提示，不拒绝"),
    )
    title = EventForm.base_fields["title"]
    title_en = EventForm.base_fields["title_en"]
    summary = EventForm.base_fields["summary"]
    summary_en = EventForm.base_fields["summary_en"]
    organiser = forms.ModelChoiceField(label=_("主办单位"), queryset=Organisation.objects.none())
    reporting_org = forms.ModelChoiceField(label=_("填报单位"), queryset=Organisation.objects.none())
    contact_phone = EventForm.base_fields["contact_phone"]
    place = SessionForm.base_fields["place"]
    starts_at = SessionForm.base_fields["starts_at"]
    ends_at = SessionForm.base_fields["ends_at"]
    opens_at = SessionForm.base_fields["opens_at"]
    closes_at = SessionForm.base_fields["closes_at"]
    cancel_until = SessionForm.base_fields["cancel_until"]
    capacity = forms.IntegerField(
        label=_("个人报名的名额"),
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("单位名额在活动建好以后另外留出"),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["organiser"].queryset = organisations_held_by(user)
        source = EventForm(user=user)
        fields["reporting_org"].queryset = source.fields["reporting_org"].queryset  # type: ignore[attr-defined]

    def plan(self) -> ActivityPlan:
        said = self.cleaned_data
        names = ("title", "title_en", "summary", "summary_en", "organiser", "reporting_org", "contact_phone")
        told = {name: said[name] for name in SessionForm.base_fields if name in said}
        return ActivityPlan(
            kind=said["kind"],
            event=EventPlan(kind=Event.Kind.SAFETY, **{name: said[name] for name in names}),
            session=SessionPlan(**told),
            for_engineers=said["for_engineers"],
        )


class PartForm(PlainStepForm):
    """单位名额 (a part): of which session, for which enterprise, how many."""

    session = forms.ModelChoiceField(label=_("场次"), queryset=Session.objects.none(), empty_label=None)
    enterprise = forms.ModelChoiceField(label=_("企业"), queryset=Enterprise.objects.none())
    places = forms.IntegerField(label=_("名额"), min_value=1, max_value=200, help_text=_("1 至 200 人"))

    def __init__(self, *args: Any, activity: SafetyActivity, **options: Any) -> None:
        super().__init__(*args, activity=activity, **options)
        fields: Any = self.fields
        fields["session"].queryset = activity.event.sessions.filter(state="planned")
        fields["enterprise"].queryset = Enterprise.objects.supervised(today()).in_list_order()


class ResizePartForm(PlainStepForm):
    """改单位名额 (resize a part)."""

    part = forms.ModelChoiceField(label=_("单位"), queryset=Quota.objects.none(), empty_label=None)
    places = forms.IntegerField(label=_("新的名额"), min_value=1, max_value=200)

    def __init__(self, *args: Any, activity: SafetyActivity, **options: Any) -> None:
        super().__init__(*args, activity=activity, **options)
        rows = Quota.objects.filter(session__event=activity.event_id, organisation__isnull=False)
        self.fields["part"].queryset = rows.select_related("session", "organisation")  # type: ignore[attr-defined]
