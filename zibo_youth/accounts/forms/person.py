"""What a person tells about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.core.calendar import today

from .door import password_field

FIRST_GRADUATION, YEARS_AHEAD = 1960, 8
DETAILS = (
    "education",
    "university",
    "graduation_year",
    "native_place",
    "emergency_contact",
    "emergency_mobile",
)


class Suggestions(forms.TextInput):
    """A text input with a list to choose from; anything else may be typed (``<datalist>``)."""

    template_name = "accounts/suggestions.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        shown = super().get_context(name, value, attrs)
        shown["widget"]["attrs"]["list"] = f"{name}-suggestions"
        return shown | {"list_id": f"{name}-suggestions", "suggestions": self.suggestions}


class DetailsForm(forms.Form):
    """学历、籍贯和紧急联系人: what may be changed at any time."""

    education = forms.ChoiceField(
        label=_("学历"), choices=[("", _("请选择")), *Person.Education.choices], required=False
    )
    university = forms.CharField(label=_("毕业院校"), max_length=60, required=False, widget=Suggestions)
    graduation_year = forms.IntegerField(
        label=_("毕业年份"),
        required=False,
        min_value=FIRST_GRADUATION,
        error_messages={"invalid": _("请输入四位数的年份，例如 2021")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
    )
    native_place = forms.CharField(
        label=_("籍贯"), max_length=60, required=False, help_text=_("例如 山东菏泽")
    )
    emergency_contact = forms.CharField(label=_("紧急联系人"), max_length=60, required=False)
    emergency_mobile = MobileField(label=_("紧急联系人电话"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = Organisation.objects.universities().values_list("name", flat=True)
        self.fields["university"].widget.suggestions = list(names)

    def clean_graduation_year(self) -> int | None:
        year: int | None = self.cleaned_data["graduation_year"]
        if year and year > today().year + YEARS_AHEAD:
            raise forms.ValidationError(_("毕业年份太远，请核对"), code="graduation_year")
        return year

    @staticmethod
    def answers_of(person: Person) -> dict[str, Any]:
        """What the person has told before, to be shown again and not asked twice."""
        return {name: getattr(person, name) for name in DETAILS}


class DocumentForm(forms.Form):
    """证件: the number decides what it carries; the rest is asked for."""

    full_name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        help_text=_("与证件上的姓名一致"),
        error_messages={"required": _("请填写姓名")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_type = forms.ChoiceField(label=_("证件类型"), choices=Person.IdType)
    id_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        error_messages={"required": _("请填写证件号码")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    gender = forms.TypedChoiceField(
        label=_("性别"),
        choices=[(Person.Gender.MALE.value, _("男")), (Person.Gender.FEMALE.value, _("女"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("居民身份证号码中已有，可以不选"),
    )
    birth_date = forms.DateField(
        label=_("出生日期"),
        required=False,
        help_text=_("居民身份证号码中已有，可以不填"),
        error_messages={"invalid": _("请输入日期，例如 2000-01-31")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )

    def clean_full_name(self) -> str:
        name = " ".join(self.cleaned_data["full_name"].split())
        if not any(character.isalpha() for character in name):
            raise forms.ValidationError(_("请填写姓名"), code="full_name")
        return name


class IdentityForm(DocumentForm, DetailsForm):
    """实名信息: one's own document, with the consent that it needs."""

    consent = forms.BooleanField(
        label=_("我单独同意处理我的证件号码（敏感个人信息）"),
        error_messages={"required": _("请阅读并勾选同意后再提交")},
    )
    field_order = ("full_name", "id_type", "id_number", "consent", "gender", "birth_date", *DETAILS)


class PasswordForm(forms.Form):
    """设置密码: one field, shown as typed by the browser's own eye."""

    password = password_field(
        _("新密码"), "new-password", _("至少 8 个字符，工作人员至少 12 个；不要只用数字或常见的词")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        self.user = user
        super().__init__(*args, **options)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class TokenForm(forms.Form):
    """新令牌: named by what it is for."""

    label = forms.CharField(
        label=_("用途说明"),
        max_length=40,
        help_text=_("例如 学院小程序"),
        error_messages={"required": _("请填写用途，以后好辨认")},
    )


class ClosingForm(forms.Form):
    """申请注销: one box, so that nobody closes an account by a slip."""

    understood = forms.BooleanField(
        label=_("我已了解：注销后资料不能恢复"),
        error_messages={"required": _("请先勾选，表示已了解注销后资料不能恢复")},
    )
