"""Due jobs of the safety action: each looks up what is due now and calls one service (design.md §3.7)."""

from __future__ import annotations

from celery import shared_task

from safety.services import campaigns, trainings
from safety.services.hazards import confirming, due, photos, telling
from safety.services.posts import due as posts_due
from safety.services.quizzes import finishing
from zibo_youth.core.calendar import now, today


@shared_task
def watch_hazards() -> int:
    """整改守望 (beat: every five minutes): warnings and escalations. Safe to run twice: each is told once."""
    return due.watch_hazards(at=now())


@shared_task
def settle_hazard_silence() -> int:
    """确认期满 (beat: every five minutes): claims whose time for answers is over. Safe to run twice."""
    return confirming.settle_silence(at=now())


@shared_task
def tell_hazard_reporters() -> int:
    """告知上报人 (beat: every evening): all together, and only where there is news. Safe to run twice."""
    return telling.tell_reporters()


@shared_task
def list_stuck_hazards() -> int:
    """卡住清单 (beat: every morning): one list for each district a day. Safe to run twice."""
    return due.list_stuck(at=now())


@shared_task
def sweep_hazard_photos() -> int:
    """清理无主照片 (beat: nightly): files that no report and no fix names. Safe to run twice."""
    return photos.sweep_hazard_photos()


@shared_task
def remind_training_parts() -> int:
    """单位名额提醒 (beat: nightly): parts with places left. Safe to run twice: a notice is told once."""
    return trainings.remind_of_parts(at=now())


@shared_task
def sweep_safety_materials() -> int:
    """清理无主资料 (beat: nightly): files that no row names. Safe to run twice."""
    return campaigns.sweep_materials()


@shared_task
def tell_post_notices_over() -> int:
    """青安岗公示期满 (beat: each morning): whoever opened the notice is told. Safe to run twice."""
    return posts_due.tell_notices_over(on=today())


@shared_task
def open_post_checks() -> int:
    """青安岗年度复核 (beat: nightly): names that stand for another full year. Safe to run twice."""
    return posts_due.open_checks(on=today())


@shared_task
def expire_posts() -> int:
    """青安岗命名到期 (beat: nightly). Safe to run twice."""
    return posts_due.expire_posts(on=today())


@shared_task
def close_quiz_attempts() -> int:
    """到时自动交卷 (beat: every minute): papers whose deadline is over. Safe to run twice."""
    return finishing.close_overdue_attempts(at=now())
