"""
定时任务 (schedule of beat).

Every entry is a look at rows that are due, never "the" run of a day: beat may
run twice, or stand still for days, and each due thing is still done once.
A look that waited in the queue is worthless: the next one sees the same rows.
"""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab


def every(task: str, *, expires: int, **span: int) -> dict[str, dict[str, Any]]:
    """A look every so often; ``expires`` in seconds."""
    return _entry(task, timedelta(**span), expires)


def nightly(task: str, hour: int, minute: int) -> dict[str, dict[str, Any]]:
    """A look once a day."""
    return _entry(task, crontab(hour=str(hour), minute=str(minute)), 3600)


def weekly(task: str, day: str, hour: int, minute: int) -> dict[str, dict[str, Any]]:
    """A look once a week; ``day`` as crontab names it."""
    return _entry(task, crontab(day_of_week=day, hour=str(hour), minute=str(minute)), 3600)


def _entry(task: str, schedule: object, expires: int) -> dict[str, dict[str, Any]]:
    return {task.rpartition(".")[2]: {"task": task, "schedule": schedule, "options": {"expires": expires}}}


SCHEDULE: dict[str, dict[str, Any]] = {
    **every("zibo_youth.notifications.tasks.sweep_notices", seconds=10, expires=60),
    **every("stations.tasks.remind_reviews", minutes=5, expires=600),
    **every("stations.tasks.remind_arrivals", minutes=5, expires=600),
    **every("stations.tasks.remind_departures", minutes=5, expires=600),
    **every("stations.tasks.remind_rehousings", minutes=5, expires=600),
    **every("stations.tasks.lapse_rehousings", minutes=5, expires=600),
    **every("stations.tasks.mark_no_shows", minutes=5, expires=600),
    **every("stations.tasks.expire_stays", minutes=1, expires=300),
    **every("stations.tasks.lapse_offers", minutes=1, expires=300),
    **every("stations.tasks.lapse_holds", minutes=1, expires=300),
    **every("stations.tasks.lapse_parties", minutes=1, expires=300),
    **every("stations.tasks.settle_queues", minutes=1, expires=300),
    **every("stations.tasks.ask_follow_ups", minutes=5, expires=600),
    **every("stations.tasks.remind_follow_ups", minutes=5, expires=600),
    **nightly("stations.tasks.close_follow_ups", 1, 11),
    **every("stations.tasks.release_visits", minutes=1, expires=300),
    **every("stations.tasks.lapse_requests", minutes=1, expires=300),
    **every("stations.tasks.complete_visits", minutes=1, expires=300),
    **every("stations.tasks.remind_visits", minutes=5, expires=600),
    **every("stations.tasks.ask_series", minutes=5, expires=600),
    **every("stations.tasks.release_series", minutes=5, expires=600),
    **every("zibo_youth.accounts.tasks.close_accounts", minutes=5, expires=600),
    **nightly("zibo_youth.accounts.tasks.let_go_in_time", 2, 43),
    **nightly("zibo_youth.accounts.tasks.erase_again", 2, 51),
    **every("volunteers.tasks.release_lapsed_slots", minutes=1, expires=300),
    **every("volunteers.tasks.close_rounds", minutes=1, expires=300),
    **every("volunteers.tasks.lapse_round_offers", minutes=1, expires=300),
    **every("volunteers.tasks.deal_round_places", minutes=1, expires=300),
    **every("volunteers.tasks.remind_round_offers", minutes=5, expires=600),
    **nightly("volunteers.tasks.settle_rounds", 0, 13),
    **nightly("volunteers.tasks.warn_of_ending_proofs", 9, 7),
    **nightly("volunteers.tasks.sweep_volunteer_documents", 3, 47),
    **every("volunteers.tasks.lapse_shift_offers", minutes=1, expires=300),
    **every("volunteers.tasks.settle_shifts", minutes=1, expires=300),
    **every("volunteers.tasks.end_shift_waiting", minutes=1, expires=300),
    **every("volunteers.tasks.close_shifts", minutes=5, expires=600),
    **every("volunteers.tasks.mark_shift_no_shows", minutes=5, expires=600),
    **every("volunteers.tasks.remind_shifts", minutes=5, expires=600),
    **every("volunteers.tasks.close_forgotten_shifts", minutes=10, expires=900),
    **every("volunteers.tasks.remind_of_reviews", minutes=30, expires=1800),
    **every("volunteers.tasks.start_hours_notice", minutes=5, expires=600),
    **every("volunteers.tasks.finalise_hours", minutes=5, expires=600),
    **every("volunteers.tasks.certificates_take_effect", minutes=5, expires=600),
    **every("volunteers.tasks.tell_of_unended_patrols", minutes=5, expires=600),
    **nightly("volunteers.tasks.tell_of_overdue_hazards", 9, 17),
    **every("hope_rooms.tasks.watch_visits", minutes=1, expires=300),
    **every("hope_rooms.tasks.watch_concerns", minutes=5, expires=600),
    **nightly("hope_rooms.tasks.climb_the_ladder", 8, 41),
    **nightly("hope_rooms.tasks.plan_handovers", 9, 23),
    **nightly("hope_rooms.tasks.nudge_rooms", 8, 53),
    **nightly("hope_rooms.tasks.keep_child_journal", 2, 57),
    **nightly("hope_rooms.tasks.make_audit_pack", 5, 20),
    **nightly("loans.tasks.close_loan_days", 1, 17),
    **weekly("hope_rooms.tasks.find_look_anomalies", "mon", 8, 0),
    **nightly("loans.tasks.expire_loan_applications", 0, 17),
    **nightly("loans.tasks.remind_loan_applicants", 9, 11),
    **nightly("loans.tasks.sweep_loan_documents", 3, 53),
    **nightly("loans.tasks.expire_credit_lines", 0, 27),
    **nightly("loans.tasks.calculate_subsidy_claims", 2, 7),
    **every("safety.tasks.close_quiz_attempts", minutes=1, expires=300),
    **every("events.tasks.lapse_event_offers", minutes=1, expires=300),
    **every("events.tasks.lapse_event_reviews", minutes=1, expires=300),
    **every("events.tasks.settle_sessions", minutes=1, expires=300),
    **every("events.tasks.end_event_queues", minutes=5, expires=600),
    **every("events.tasks.remind_of_sessions", minutes=5, expires=600),
    **every("events.tasks.lapse_wedding_offers", minutes=1, expires=300),
    **every("events.tasks.settle_weddings", minutes=5, expires=600),
    **nightly("events.tasks.remind_couples", 9, 17),
    **nightly("safety.tasks.tell_post_notices_over", 8, 41),
    **nightly("safety.tasks.open_post_checks", 3, 51),
    **nightly("safety.tasks.expire_posts", 0, 31),
    **nightly("events.tasks.sweep_couple_documents", 3, 59),
    **every("events.tasks.settle_attendances", minutes=5, expires=600),
    **every("events.tasks.close_match_rounds", minutes=1, expires=300),
    **nightly("events.tasks.sweep_match_photos", 3, 59),
    **every("safety.tasks.watch_hazards", minutes=5, expires=600),
    **every("safety.tasks.settle_hazard_silence", minutes=5, expires=600),
    **nightly("safety.tasks.tell_hazard_reporters", 18, 10),
    **nightly("safety.tasks.list_stuck_hazards", 8, 5),
    **nightly("safety.tasks.sweep_hazard_photos", 3, 58),
    **nightly("safety.tasks.remind_training_parts", 9, 23),
    **nightly("safety.tasks.sweep_safety_materials", 3, 59),
    **nightly("stations.tasks.verify_invariants", 3, 17),
    **nightly("stations.tasks.sweep_evidence", 3, 41),
    **nightly("zibo_youth.articles.tasks.sweep_attachments", 3, 47),
    **every("zibo_youth.reports.tasks.sweep_exports", seconds=10, expires=60),
    **every("zibo_youth.reports.tasks.expire_exports", minutes=5, expires=600),
    **every("zibo_youth.reports.tasks.sum_up_locked_months", minutes=5, expires=600),
    **nightly("zibo_youth.reports.tasks.sweep_export_files", 3, 53),
    **nightly("zibo_youth.reports.tasks.recount_locked_months", 4, 10),
    **nightly("zibo_youth.reports.tasks.archive_last_year", 4, 40),
    **nightly("zibo_youth.reports.tasks.open_last_month", 6, 0),
    **nightly("zibo_youth.reports.tasks.deliver_workbooks", 6, 20),
    **nightly("zibo_youth.reports.tasks.remind_of_reports", 8, 30),
}
