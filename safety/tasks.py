"""Due jobs of the safety action: each looks up what is due now and calls one service (design.md §3.7)."""

from __future__ import annotations

from celery import shared_task

from safety.services import campaigns, trainings
from zibo_youth.core.calendar import now


@shared_task
def remind_training_parts() -> int:
    """单位名额提醒 (beat: nightly): parts with places left. Safe to run twice: a notice is told once."""
    return trainings.remind_of_parts(at=now())


@shared_task
def sweep_safety_materials() -> int:
    """清理无主资料 (beat: nightly): files that no row names. Safe to run twice."""
    return campaigns.sweep_materials()
