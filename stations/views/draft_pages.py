"""What the pages of the wizard share: the one draft, and its answers in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stations import services
from stations.models import Stay
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.signed_in import GuestRequest
from zibo_youth.core.errors import DomainError
from zibo_youth.core.templatetags.portal import clock, cn_date, mask_mobile


def own_draft(request: GuestRequest) -> Stay | None:
    """The guest's one draft, or nothing."""
    drafts = Stay.objects.visible_to(request.user).filter(guest=request.guest, state=Stay.State.DRAFT)
    draft: Stay | None = drafts.select_related("station__area", "referral_channel", "guest").first()
    return draft


def asked_dates(request: HttpRequest) -> dict[str, Any]:
    """Station, arrival and nights as a link carries them."""
    return {name: request.GET[name] for name in ("station", "arrival", "nights") if request.GET.get(name)}


def needs_draft(view: Callable[[GuestRequest, Stay], HttpResponse]) -> Callable[[GuestRequest], HttpResponse]:
    """Decorator: a page in the middle of the wizard begins at the first one while nothing is saved."""

    @wraps(view)
    def wrapper(request: GuestRequest) -> HttpResponse:
        draft = own_draft(request)
        if draft is None:
            messages.info(request, _("请先选择驿站和日期；已提交的申请可以在“我的预约”中查看。"))
            return redirect("stay_dates")
        return view(request, draft)

    return wrapper


def hold(request: GuestRequest, draft: Stay) -> None:
    """The chosen bed is held from here on; where none can be, the last page tells of other ways."""
    try:
        services.hold_bed(actor=request.user, stay=draft)
    except DomainError as refusal:
        messages.warning(request, str(refusal))


def answer_rows(draft: Stay, guest: Person) -> list[dict[str, Any]]:
    """核对信息 (the answers to check), each with the page that changes it."""
    back = {
        name: f"{reverse(name)}?from=check"
        for name in ("stay_dates", "stay_room", "stay_purpose", "stay_contact")
    }
    emergency = " ".join(filter(None, (guest.emergency_contact, mask_mobile(guest.emergency_mobile))))
    files = "\n".join(str(file) for file in draft.evidence.all())
    declared = _("已声明") if draft.declared_non_native else ""
    rows = [
        (_("驿站"), draft.station.local_name, "stay_dates"),
        (_("入住日期"), cn_date(draft.arrival), "stay_dates"),
        (_("离店日期"), cn_date(draft.departure), "stay_dates"),
        (pgettext("住宿", "晚数"), str(draft.length), "stay_dates"),
        (_("房间意愿"), draft.get_room_wish_display(), "stay_room"),
        (_("来淄事由"), draft.get_purpose_display(), "stay_purpose"),
        (_("单位、岗位或活动"), draft.purpose_detail, "stay_purpose"),
        (_("非淄博籍"), declared, "stay_purpose"),
        (_("证明材料"), files, "stay_purpose"),
        (_("手机号码"), mask_mobile(draft.contact_mobile), "stay_contact"),
        (_("紧急联系人"), emergency, "stay_contact"),
        (_("预计到达时间"), clock(draft.arrival_time), "stay_contact"),
        (_("得知渠道"), str(draft.referral_channel or ""), "stay_contact"),
    ]
    own = [
        {"label": _("姓名"), "value": guest.full_name},
        {"label": _("证件"), "value": f"{guest.get_id_type_display()} {guest.masked_id}"},
    ]
    return own + [{"label": label, "value": value, "href": back[page]} for label, value, page in rows]
