"""What pages show of a person: masked, and in the words of the summary list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms.person import DetailsForm
from .mobile import as_typed
from .models import ConsentText, Person

# Told before a consent is withdrawn.
EFFECT_OF_WITHDRAWAL = {
    ConsentText.Scope.PRIVACY: gettext_lazy("撤回后不能再提交新的申请；已经提交的申请继续办理。"),
    ConsentText.Scope.ID_NUMBER: gettext_lazy(
        "撤回后不能再提交需要实名的申请，例如驿站入住；已经完成的服务不受影响。"
    ),
    ConsentText.Scope.LODGING: gettext_lazy(
        "撤回后，还没有入住的预订将不能办理入住；已经发生的住宿登记依法保存。"
    ),
    ConsentText.Scope.CREDIT: gettext_lazy(
        "撤回后，还没有推荐给银行的贷款申请不能继续办理；银行此前已经完成的查询不受影响。"
    ),
}

Rows = list[dict[str, Any]]


def identity_rows(person: Person | None) -> Rows:
    """实名信息, with the document masked."""
    if person is None:
        return []
    return [
        {"label": _("姓名"), "value": person.full_name},
        {"label": _("证件类型"), "value": person.get_id_type_display()},
        {"label": _("证件号码"), "value": person.masked_id},
        {"label": _("性别"), "value": person.get_gender_display() if person.gender else ""},
        {"label": _("出生日期"), "value": person.birth_date.isoformat() if person.birth_date else ""},
    ]


def detail_rows(person: Person | None) -> Rows:
    """学历、籍贯和紧急联系人."""
    if person is None:
        return []
    contact = " ".join(filter(None, [person.emergency_contact, as_typed(person.emergency_mobile)]))
    return [
        {"label": _("学历"), "value": person.get_education_display()},
        {"label": _("毕业院校"), "value": person.university},
        {"label": _("毕业年份"), "value": str(person.graduation_year or "")},
        {"label": _("籍贯"), "value": person.native_place},
        {"label": _("紧急联系人"), "value": contact},
    ]


def detail_answers(person: Person | None) -> dict[str, Any]:
    """What was told before, to fill the form again."""
    if person is None:
        return {}
    told = DetailsForm.answers_of(person)
    return told | {"emergency_mobile": as_typed(person.emergency_mobile)}


def identity_answers(person: Person | None) -> dict[str, Any]:
    """The same for the identity form; the number itself is never sent back to a browser."""
    if person is None:
        return {}
    return detail_answers(person) | {
        "full_name": person.full_name,
        "id_type": person.id_type or Person.IdType.MAINLAND,
        "gender": person.gender or None,
        "birth_date": person.birth_date,
    }
