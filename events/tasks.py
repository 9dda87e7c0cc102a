"""Due jobs of the events: each looks up what is due now and calls one service (design.md §3.7)."""

from __future__ import annotations

from celery import shared_task

from events.services import due, matchmaking, registrations, reviewing
from events.services.checkin import settling
from events.services.weddings import due as wedding_due
from events.services.weddings import papers as wedding_papers
from events.services.weddings import places as wedding_places
from zibo_youth.core.calendar import now


@shared_task
def lapse_event_offers() -> int:
    """名额过期 (beat: every minute): offers whose time is up. Safe to run twice."""
    return registrations.lapse_offers(at=now())


@shared_task
def lapse_event_reviews() -> int:
    """审核超时 (beat: every minute): places of reviews whose time is up. Safe to run twice."""
    return reviewing.lapse_reviews(at=now())


@shared_task
def settle_sessions() -> int:
    """候补递补 (beat: every minute): free places that somebody waits for. Safe to run twice."""
    return due.settle_sessions(at=now())


@shared_task
def end_event_queues() -> int:
    """候补结束 (beat: every five minutes): queues of sessions that have begun. Safe to run twice."""
    return due.end_waiting(at=now())


@shared_task
def remind_of_sessions() -> int:
    """活动提醒 (beat: every five minutes). Safe to run twice: a notice is told once."""
    return due.remind_of_sessions(at=now())


@shared_task
def lapse_wedding_offers() -> int:
    """婚礼名额过期 (beat: every minute): offers to reserve couples. Safe to run twice."""
    return wedding_places.lapse_offers(at=now())


@shared_task
def settle_weddings() -> int:
    """婚礼候补递补 (beat: every five minutes): what a crash left undone. Safe to run twice."""
    return wedding_due.settle_weddings(at=now())


@shared_task
def remind_couples() -> int:
    """婚礼报名提醒 (beat: nightly). Safe to run twice: a notice is told once."""
    return wedding_due.remind_couples(at=now())


@shared_task
def sweep_couple_documents() -> int:
    """清理婚礼材料 (beat: nightly): files that no row names. Safe to run twice."""
    return wedding_papers.sweep_documents()


@shared_task
def settle_attendances() -> int:
    """核定到场 (beat: every five minutes): sessions that are over for some hours. Safe to run twice."""
    return settling.settle_due(at=now())


@shared_task
def close_match_rounds() -> int:
    """互选截止 (beat: every minute): rounds whose closing hour is over. Safe to run twice."""
    return matchmaking.close_due_rounds(at=now())


@shared_task
def sweep_match_photos() -> int:
    """清理无主照片 (beat: nightly): files that no profile names. Safe to run twice."""
    return matchmaking.sweep_match_photos()
