"""Refusals of the city's sampling: each names the broken rule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SamplingOff(DomainError):
    """未启用抽检 (the city looks at every room)."""

    code = "sampling_off"
    message = _("市级验收为逐间验收，没有启用抽检")


class BatchWaits(DomainError):
    """已有批次 (one that is not drawn yet per district)."""

    code = "sample_batch_waits"
    message = _("这个填报单位已有尚未抽取的批次")


class BatchDrawn(DomainError):
    """已抽取 (a list is drawn from once)."""

    code = "sample_batch_drawn"
    message = _("这个批次已经抽取，结果不能更改")


class NothingToDraw(DomainError):
    """没有待抽的小屋."""

    code = "nothing_to_draw"
    message = _("这个填报单位现在没有等待市级验收、未进过抽检名单的小屋")


class SampleUnfinished(DomainError):
    """抽中的未验完 (who was not drawn passes after those who were)."""

    code = "sample_unfinished"
    message = _("抽中的小屋全部通过市级验收后，未抽中的才能通过")


class NothingToPass(DomainError):
    """没有未抽中的小屋 (all were drawn, or looked at since)."""

    code = "nothing_to_pass"
    message = _("这个批次没有未抽中、等待通过的小屋")
