"""儿童档案 (cases): by code; what is known of a child is shown once, after a look that is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hope_rooms.access_log import lines_of
from hope_rooms.forms.cases import LookForm
from hope_rooms.forms.screening import NominationForm
from hope_rooms.models import CareNotice, Child, Counsellor, EligibilityFact, HopeRoom, Pairing
from hope_rooms.records import FamilyKind, Gender, HardshipKind
from hope_rooms.services import faces, grants, guard, holds, requests
from hope_rooms.services.children import CHANGE, NOMINATE, nominate_child
from hope_rooms.services.counselling.notes import READ as READ_NOTES
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.templatetags.portal import cn_moment

from .case_steps import CONSENTS, fact_steps
from .next_step import next_of

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
        "may_nominate": policy.may(request.user, NOMINATE),
        "may_see_requests": policy.may(request.user, "hope_rooms.view_guardianrequest"),
    }
    return render(request, "hope_rooms/cases/list.html", words)


def room_of(request: SignedInRequest, code: str) -> HopeRoom:
    """One case that this office looks after or may see; nobody else finds it."""
    rooms = HopeRoom.objects.managed_by(request.user).whole()
    return get_object_or_404(rooms, child__code=code)


@needs_office(NOMINATE)
@never_cache
@answered_once
def nominate(request: SignedInRequest) -> HttpResponse:
    """摸排提报: a child is named by the town or district that will look after the case."""
    places = Organisation.objects.places_of(policy.reach(request.user, NOMINATE))
    form = NominationForm(request.POST or None, places=places)
    if form.is_valid():
        district, town = form.where()
        with shown_on(form):
            room = nominate_child(actor=request.user, reporting_org=district, town=town, told=form.told())
            messages.success(request, _("已建档，编号 %(code)s。") % {"code": room.child.code})
            return redirect(room)
    return render(request, "hope_rooms/cases/nominate.html", {"form": form, "notice": _notice_of("care")})


@needs_office(VIEW)
@never_cache
@answered_once
def facts(request: SignedInRequest, code: str) -> HttpResponse:
    """资格核对: the four facts, each on its paper, and what follows from them."""
    room = room_of(request, code)
    offered = offer(request, room, fact_steps(room))
    if offered.done:
        return redirect("hope_case_facts", code)
    known = {fact.kind: fact for fact in room.child.facts.select_related("checked_by__person")}
    rows = [(kind.label, known.get(kind)) for kind in EligibilityFact.Kind]
    return render(request, "hope_rooms/cases/facts.html", {"room": room, "rows": rows, "offer": offered})


@needs_office(VIEW)
@never_cache
@answered_once
def consents(request: SignedInRequest, code: str) -> HttpResponse:
    """同意和意愿: what the guardian and the child have said, to which words, and what was taken back."""
    room = room_of(request, code)
    offered = offer(request, room, CONSENTS)
    if offered.done:
        return redirect("hope_case_consents", code)
    words = {
        "room": room,
        "consents": room.child.consents.select_related("notice").order_by("purpose", "pk"),
        "views": room.child.views.order_by("purpose", "pk"),
        "notices": CareNotice.objects.in_force().order_by("pk"),
        "offer": offered,
    }
    return render(request, "hope_rooms/cases/consents.html", words)


def _notice_of(purpose: str) -> CareNotice | None:
    return CareNotice.objects.in_force().filter(purpose=purpose).first()


@needs_office(VIEW)
@never_cache
@answered_once
def case(request: SignedInRequest, code: str) -> HttpResponse:
    """一份档案: the code, and the record after a look."""
    room = room_of(request, code)
    look = LookForm(request.POST or None)
    following = next_of(room)
    words = {
        "room": room,
        "look": look,
        "following": following,
        "is_mine": following is not None and following.is_for(request.user, room),
        "facts": room.child.facts.count(),
        "may_change": policy.may(request.user, CHANGE, room.child),
        "consents": room.child.consents.living().order_by("pk"),
        "pairing": Pairing.objects.managed_by(request.user).living().filter(child=room.child).first(),
        "may_take": policy.may(request.user, grants.TAKE, room.child),
        "may_record": policy.may(request.user, requests.RECORD, room.child),
        "counsellor": Counsellor.objects.managed_by(request.user).standing().filter(child=room.child).first(),
        "may_counsel": policy.may(request.user, "hope_rooms.view_counsellor", Counsellor(child=room.child)),
        "may_read_notes": policy.may(request.user, READ_NOTES, room.child),
        "may_make_card": policy.may(request.user, faces.MAKE, room.child),
        "may_hold": policy.may(request.user, holds.HOLD),
        "is_held": holds.is_held(room.child),
        "erasure": room.child.erasures.first(),
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
