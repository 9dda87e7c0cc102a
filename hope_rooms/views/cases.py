"""儿童档案 (cases): by code; what is known of a child is shown once, after a look that is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hope_rooms.access_log import lines_of
from hope_rooms.forms.cases import LookForm
from hope_rooms.models import Child, HopeRoom
from hope_rooms.records import FamilyKind, Gender, HardshipKind
from hope_rooms.services import grants, guard
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError
from zibo_youth.core.templatetags.portal import cn_moment

VIEW, LOG, PER_PAGE = "hope_rooms.view_child", "hope_rooms.view_access", 50
COLUMNS = [
    pgettext_lazy("查阅", "时间"),
    gettext_lazy("查阅人的岗位或授权"),
    gettext_lazy("查阅目的"),
    gettext_lazy("查阅范围"),
]
LABELS = {
    "full_name": gettext_lazy("姓名"),
    "born_on": gettext_lazy("出生日期"),
    "gender": gettext_lazy("性别"),
    "school": gettext_lazy("学校"),
    "grade": gettext_lazy("年级"),
    "address": gettext_lazy("住址"),
    "guardian_name": gettext_lazy("监护人"),
    "guardian_relation": gettext_lazy("与孩子的关系"),
    "guardian_mobile": gettext_lazy("监护人电话"),
    "family_kind": gettext_lazy("家庭类型"),
    "hardship_kind": gettext_lazy("困境类型"),
    "id_number": gettext_lazy("证件号码"),
    "words": gettext_lazy("情况"),
}
CHOICES: dict[str, Any] = {"gender": Gender, "family_kind": FamilyKind, "hardship_kind": HardshipKind}


@needs_office(VIEW)
@require_safe
def case_list(request: SignedInRequest) -> HttpResponse:
    """档案列表: codes, stages and places, and nothing of who the children are."""
    rooms = HopeRoom.objects.managed_by(request.user).whole()
    state = request.GET.get("state", "")
    rooms = rooms.filter(state=state) if state in HopeRoom.State.values else rooms
    page = Paginator(rooms.order_by("child__code"), PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "page": page,
        "state": state,
        "states": HopeRoom.State.choices,
        "may_review": policy.may(request.user, grants.REVIEW),
    }
    return render(request, "hope_rooms/cases/list.html", words)


@needs_office(VIEW)
@never_cache
@answered_once
def case(request: SignedInRequest, code: str) -> HttpResponse:
    """一份档案: the code, and the record after a look."""
    rooms = HopeRoom.objects.managed_by(request.user).whole()
    room = get_object_or_404(rooms, child__code=code)
    look = LookForm(request.POST or None)
    words = {
        "room": room,
        "look": look,
        "facts": room.child.facts.order_by("kind"),
        "consents": room.child.consents.order_by("purpose", "pk"),
        "may_take": policy.may(request.user, grants.TAKE, room.child),
        "may_log": policy.may(request.user, LOG),
        "record": list(_record(request, room.child, look)) if look.is_valid() else (),
    }
    return render(request, "hope_rooms/cases/case.html", words)


@needs_office(LOG)
@require_safe
@never_cache
def access_log(request: SignedInRequest, code: str) -> HttpResponse:
    """查阅日志: printed for the guardian who asks; readers by their office, nothing of the child."""
    child = get_object_or_404(Child.objects.managed_by(request.user), code=code)
    lines = [[cn_moment(line.at), line.reader, line.purpose, line.what] for line in lines_of(child)]
    words = {"child": child, "lines": lines, "columns": COLUMNS, "printed_on": today()}
    return render(request, "hope_rooms/cases/log.html", words)


def _record(request: SignedInRequest, child: Child, form: LookForm) -> Iterator[tuple[str, Any]]:
    """What was read, line by line; a refusal is told, and shows nothing."""
    asked = form.cleaned_data
    try:
        read = guard.read(
            request.user, child, *asked["parts"], purpose=asked["purpose"], note=asked["note"].strip()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return
    if not read.parts:
        messages.info(request, _("这部分信息还没有登记"))
    for told in read.parts.values():
        for field, value in asdict(told).items():
            if value != "":
                yield str(LABELS[field]), CHOICES[field](value).label if field in CHOICES else value
