"""What a list of stays tells a reviewer, column by column."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stations.models import Stay, Suspension
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now, today
from zibo_youth.core.templatetags.portal import mask_mobile

TONES = {
    Stay.State.SUBMITTED: "warn",
    Stay.State.RETURNED: "warn",
    Stay.State.APPROVED: "info",
    Stay.State.CHECKED_IN: "ok",
    Stay.State.REJECTED: "error",
    Stay.State.NO_SHOW: "error",
}
# The first four digits tell where a number was first issued, not today's household:
# a hint to look, never a reason to refuse (reference/domain.md §1.3).
ISSUED_IN_ZIBO = "3703"


class StayColumns:
    """What one row of the list tells a reviewer without opening it."""

    @admin.display(description=_("入住青年"), ordering="guest__full_name")
    def guest_name(self, stay: Stay) -> str:
        return stay.guest.masked_name

    @admin.display(description=pgettext_lazy("入住单", "日期"), ordering="arrival")
    def dates(self, stay: Stay) -> str:
        """Both days in one short column: the state and the age must stay on the screen."""
        return f"{stay.arrival:%Y-%m-%d} – {stay.departure:%m-%d}"

    @admin.display(description=pgettext_lazy("入住单", "晚数"))
    def nights_asked(self, stay: Stay) -> int:
        return stay.length

    @admin.display(description=_("本年已用、剩余晚数"))
    def allowance(self, stay: Any) -> str:
        if stay.policy is None:
            return str(stay.nights_used)
        left = max(stay.policy.max_free_nights - stay.nights_used, 0)
        return f"{stay.nights_used} / {left}"

    @admin.display(description=pgettext_lazy("入住单", "状态"), ordering="state")
    def state_tag(self, stay: Stay) -> str:
        tone = TONES.get(Stay.State(stay.state), "plain")
        words = stay.get_state_display()
        if stay.state == Stay.State.SUBMITTED and stay.first_approver_id is not None:
            words = gettext("待复核")
        return format_html('<span class="tag is-{}">{}</span>', tone, words)

    @admin.display(description=_("已提交"), ordering="submitted_at")
    def age(self, stay: Stay) -> str:
        """How long the request has waited; a missed deadline is said in words."""
        if not stay.submitted_at:
            return "–"
        waited = timesince(stay.submitted_at, depth=1)
        if stay.state == Stay.State.SUBMITTED and stay.review_due_at and stay.review_due_at < now():
            return format_html('{} <span class="tag is-error">{}</span>', waited, gettext("超时"))
        return waited

    @admin.display(description=_("户籍提示"))
    def household_hint(self, stay: Stay) -> str:
        guest = stay.guest
        is_hint = guest.id_type == Person.IdType.MAINLAND and guest.id_number.startswith(ISSUED_IN_ZIBO)
        return gettext("请人工核对户籍") if is_hint else "–"

    @admin.display(description=_("暂停与未入住"))
    def record_of_guest(self, stay: Stay) -> str:
        """Suspensions in force and no-shows of the guest, in words."""
        in_force = Suspension.objects.filter(person=stay.guest).in_force(today())
        told = [
            gettext("暂停至 %(day)s：%(reason)s") % {"day": s.until_on, "reason": s.reason} for s in in_force
        ]
        missed = Stay.objects.filter(guest=stay.guest, state=Stay.State.NO_SHOW).count()
        if missed:
            told.append(ngettext("未入住 %(n)s 次", "未入住 %(n)s 次", missed) % {"n": missed})
        return "；".join(told) or gettext("无")

    @admin.display(description=_("要求补正的内容"))
    def asked_for(self, stay: Stay) -> str:
        return "、".join(stay.asked_words) or "–"

    @admin.display(description=_("证件号码"))
    def guest_document(self, stay: Stay) -> str:
        return stay.guest.masked_id

    @admin.display(description=_("联系手机"))
    def shown_mobile(self, stay: Stay) -> str:
        return mask_mobile(stay.contact_mobile)
