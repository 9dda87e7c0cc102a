"""What the stations tell people: the kinds, the values of their words, and when each still holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from zibo_youth.core.brief_days import day_words, in_english
from zibo_youth.core.calendar import today
from zibo_youth.notifications.kinds import EMAIL, INBOX, SMS, NoticeKind, register

from .answer_links import in_full
from .facts import policy_on
from .models import (
    BedMove,
    ExtraNights,
    FollowUp,
    Placement,
    Station,
    Stay,
    Strike,
    Suspension,
)

State = Stay.State

# A text message holds 70 characters; the name must leave room for the rest.
NAME_IN_CHINESE = 14
NAME_IN_ENGLISH = 18
BED_IN_A_TEXT = 20


def _words(stay: Stay) -> dict[str, Any]:
    """The values of every template of the stations, in the active language."""
    station, policy = stay.station, stay.policy
    due = timezone.localtime(stay.review_due_at) if stay.review_due_at else None
    offered = timezone.localtime(stay.offer_until) if stay.offer_until else None
    answer = timezone.localtime(stay.answer_due_at) if stay.answer_due_at else None
    release = timezone.localtime(stay.release_at) if stay.release_at else None
    return {
        "station": _station_name(stay),
        "arrival": day_words(stay.arrival),
        "departure": day_words(stay.departure),
        "reference": stay.reference,
        "code": stay.check_in_code,
        "reason": _reason(stay),
        "until": f"{day_words(offered)} {offered:%H:%M}" if offered else "",
        "address": station.address,
        "phone": station.phone,
        "due": f"{day_words(due)} {due:%H:%M}" if due else "",
        "answer": f"{day_words(answer)} {answer:%H:%M}" if answer else "",
        "asked": pgettext("标点", "、").join(stay.asked_words),
        "release": f"{day_words(release)} {release:%H:%M}" if release else "",
        "from": f"{policy.check_in_from:%H:%M}" if policy else "",
        "by": f"{policy.check_out_by:%H:%M}" if policy else "",
        "quiet": f"{policy.quiet_from:%H:%M}" if policy else "",
    }


def _station_name(stay: Stay) -> str:
    return name_of(stay.station)


def name_of(station: Station) -> str:
    if in_english() and station.name_en:
        return truncatechars(station.name_en, NAME_IN_ENGLISH)
    return truncatechars(station.name, NAME_IN_CHINESE)


def _reason(stay: Stay) -> str:
    """Why the stay came into its present state, in the decider's words; changed dates are no reason."""
    moves = [move for move in stay.transitions.all() if move.to_state == stay.state != move.from_state]
    if not moves:
        return ""
    last = max(moves, key=lambda move: (move.at, move.pk))
    label = dict(Stay.Reason.choices).get(last.reason, "")
    return pgettext("标点", "；").join(filter(None, [str(label), last.note]))


def _in_state(state: str) -> Callable[[Any], bool]:
    return lambda about: bool(about.state == state)


def _is_without_bed(stay: Stay) -> bool:
    return stay.state == State.DRAFT and not stay.is_held


def _arrives_later(stay: Stay) -> bool:
    return stay.state == State.APPROVED and today() < stay.arrival


def _arrives_today(stay: Stay) -> bool:
    return stay.state == State.APPROVED and today() == stay.arrival


def _leaves_today(stay: Stay) -> bool:
    return stay.state == State.CHECKED_IN and today() == stay.departure


def contact(stay: Stay) -> str:
    """The number that the guest gave for this stay goes before the one of the account."""
    return stay.contact_mobile


def _in_admin(stay: Stay) -> str:
    return reverse("admin:stations_stay_change", args=[stay.pk])


RELATED = ("station", "policy")
PREFETCHED = ("transitions",)


def _to_guest(name: str, title: str | Promise, holds: Callable[[Stay], bool]) -> NoticeKind:
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            channels=(INBOX, SMS),
            holds=holds,
            words=_words,
            mobile=contact,
            related=RELATED,
            prefetched=PREFETCHED,
        )
    )


def _strike_words(strike: Strike) -> dict[str, Any]:
    last = strike.happened_on + timedelta(days=policy_on(today()).appeal_days)
    return {
        "kind": str(strike.get_kind_display()),
        "day": day_words(strike.happened_on),
        "reason": strike.decision,
        "appeal_until": day_words(last),
    }


def _move_words(move: BedMove) -> dict[str, Any]:
    bed = f"{move.to_bed.room.name} {move.to_bed.label}"
    return _words(move.stay) | {
        "day": day_words(move.from_on),
        "bed": bed,
        "short_bed": truncatechars(bed, BED_IN_A_TEXT),
    }


def _is_the_bed(move: BedMove) -> bool:
    """The guest still holds a bed, and was not moved again."""
    return move.stay.is_live and not BedMove.objects.filter(stay=move.stay_id, pk__gt=move.pk).exists()


def _about_bed(name: str, title: str | Promise) -> NoticeKind:
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            channels=(INBOX, SMS),
            holds=_is_the_bed,
            words=_move_words,
            mobile=lambda move: contact(move.stay),
            url=lambda move: move.stay.get_absolute_url(),
            related=("stay__station", "stay__policy", "to_bed__room"),
        )
    )


def _suspension_words(suspension: Suspension) -> dict[str, Any]:
    return {"until": day_words(suspension.until_on), "reason": suspension.reason}


def _extra_words(extra: ExtraNights) -> dict[str, Any]:
    return {"nights": extra.granted_nights, "until": day_words(extra.until_on), "reason": extra.decision}


def _revoked_words(extra: ExtraNights) -> dict[str, Any]:
    return {"back": extra.taken_back_nights, "kept": extra.granted_nights, "reason": extra.revoke_reason}


def _about_standing(name: str, title: str | Promise, words: Callable[[Any], dict[str, Any]]) -> NoticeKind:
    """What concerns the person's standing, not one stay: read on the page of strikes."""
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            channels=(INBOX, SMS),
            words=words,
            url=lambda about: reverse("my_strikes"),
        )
    )


def _asked(name: str, title: str | Promise) -> NoticeKind:
    """A question after the stay: told as long as nobody has answered it."""
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            channels=(INBOX, SMS),
            holds=lambda follow_up: follow_up.state == FollowUp.State.ASKED and follow_up.is_open_on(today()),
            words=_question_words,
            mobile=lambda follow_up: contact(follow_up.stay),
            related=("stay__station",),
        )
    )


def _question_words(follow_up: FollowUp) -> dict[str, Any]:
    return {
        "link": in_full(follow_up.get_absolute_url()),
        "station": _station_name(follow_up.stay),
        "until": day_words(follow_up.closes_on),
    }


def _placement_words(placement: Placement) -> dict[str, Any]:
    return {
        "employer": placement.employer,
        "name": truncatechars(placement.employer, NAME_IN_ENGLISH),
        "reason": placement.decision,
    }


def _about_placement(name: str, title: str | Promise) -> NoticeKind:
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            channels=(INBOX, SMS),
            holds=lambda placement: placement.state == name.removeprefix("placement_"),
            words=_placement_words,
            url=lambda placement: placement.stay.get_absolute_url(),
            mobile=lambda placement: contact(placement.stay),
            related=("stay",),
        )
    )


def _to_staff(name: str, title: str | Promise) -> NoticeKind:
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            channels=(INBOX, SMS, EMAIL),
            holds=_in_state(State.SUBMITTED),
            words=_words,
            url=_in_admin,
            related=RELATED,
            prefetched=PREFETCHED,
        )
    )


def register_notices() -> None:
    """Called once by ``StationsConfig.ready``."""
    _to_guest("stay_submitted", _("入住申请已收到"), _in_state(State.SUBMITTED))
    _to_guest("stay_waiting", _("已加入候补"), _in_state(State.WAITING))
    _to_guest("dates_changed", _("预约日期已修改"), lambda stay: stay.is_live)
    _to_guest("reinstated", _("预约已恢复"), _in_state(State.APPROVED))
    _to_guest("stay_approved", _("预约已通过"), _in_state(State.APPROVED))
    _to_guest("stay_returned", _("申请需要补正"), _in_state(State.RETURNED))
    _to_guest("stay_rejected", _("申请未能通过"), _in_state(State.REJECTED))
    _to_guest("stay_cancelled", _("预约已取消"), _in_state(State.CANCELLED))
    _to_guest("stay_withdrawn", _("申请已撤回"), _in_state(State.WITHDRAWN))
    _to_guest("stay_expired", _("申请已过期"), _in_state(State.EXPIRED))
    _to_guest("review_lapsed", _("审核未能按时完成"), _in_state(State.EXPIRED))
    _to_guest("stay_no_show", _("未按时入住"), _in_state(State.NO_SHOW))
    _to_guest("arrival_tomorrow", _("明天入住"), _arrives_later)
    _to_guest("arrival_today", _("今天入住"), _arrives_today)
    _to_guest("departure_today", _("今天退房"), _leaves_today)
    _to_guest("checked_in", _("欢迎入住"), _in_state(State.CHECKED_IN))
    _to_guest("checked_out", _("已办理退房"), _in_state(State.CHECKED_OUT))
    _register_reviews()
    _register_beds()
    _register_standing()
    _register_outcomes()


def _register_reviews() -> None:
    _to_guest("answer_soon", _("请尽快补正"), _in_state(State.RETURNED))
    _to_guest("answer_lapsed", _("逾期未补正"), _in_state(State.EXPIRED))
    _to_staff("review_half_time", _("审核时限过半"))
    _to_staff("review_overdue", _("审核已超时"))
    _to_staff("review_answered", _("申请人已补正"))
    _to_staff("review_release_soon", _("即将放开未审核的床位"))


def _register_beds() -> None:
    _to_guest("bed_offered", _("候补到床位"), _in_state(State.OFFERED))
    _to_guest(
        "hold_closed", _("保留的床位已放开"), lambda stay: stay.state == State.DRAFT and not stay.is_held
    )
    _about_bed("bed_changed", _("床位已调整"))


def _register_standing() -> None:
    _about_standing("strike_recorded", _("记了一次失约"), _strike_words)
    _about_standing("strike_upheld", _("申诉未被采纳"), _strike_words)
    _about_standing("strike_lifted", _("失约记录已撤销"), _strike_words)
    _about_standing("suspended", _("申请资格暂停"), _suspension_words)
    _about_standing("extra_nights_granted", _("批准了额外晚数"), _extra_words)
    _about_standing("extra_nights_revoked", _("收回了未用的额外晚数"), _revoked_words)


def _register_outcomes() -> None:
    _asked("survey_asked", _("请评价这次入住"))
    _asked("result_asked", _("求职结果回访"))
    _about_placement("placement_confirmed", _("签约已核实"))
    _about_placement("placement_declined", _("签约未予认定"))
