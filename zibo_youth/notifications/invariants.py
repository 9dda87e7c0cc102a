"""Invariants of notices: what was written is told."""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql


def register_invariants() -> None:
    register_sql(
        "notice_undelivered_for_an_hour",
        "通知写入后一小时内安排投递",
        """SELECT id FROM notifications_notice
           WHERE planned_at IS NULL AND created_at < now() - interval '1 hour'""",
    )
    register_sql(
        "delivery_open_for_an_hour_past_due",
        "到期的投递一小时内有结果",
        """SELECT id FROM notifications_delivery
           WHERE state IN ('waiting', 'sending') AND next_try_at < now() - interval '1 hour'""",
    )
    register_sql(
        "notice_told_twice",
        "同一事由只通知一次",
        "SELECT dedup_key FROM notifications_notice GROUP BY dedup_key HAVING count(*) > 1",
    )
