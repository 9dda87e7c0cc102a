"""Every beat entry names a task that exists and can be called with its arguments."""

import inspect

import pytest
from django.conf import settings

from zibo_youth.celery import app

app.loader.import_default_modules()


def wrong_entries(schedule: dict) -> list[str]:
    wrong = []
    for name, entry in schedule.items():
        task = app.tasks.get(entry["task"])
        try:
            inspect.signature(task.run).bind(*entry.get("args", ()), **entry.get("kwargs", {}))
        except (AttributeError, TypeError):
            wrong.append(name)
    return wrong


def test_every_beat_entry_imports_and_binds():
    assert wrong_entries(settings.CELERY_BEAT_SCHEDULE) == []


@pytest.mark.parametrize(
    "entry",
    [
        {"task": "stations.tasks.no_such_task"},
        {"task": "stations.tasks.remind_arrivals", "args": (1, 2, 3)},
        {"task": "stations.tasks.remind_arrivals", "kwargs": {"day": "x"}},
    ],
)
def test_the_control_a_wrong_entry_is_found(entry):
    assert wrong_entries({"wrong": entry}) == ["wrong"]


def test_every_task_of_the_house_is_on_the_schedule_or_published_by_the_outbox():
    ours = {name for name in app.tasks if name.startswith(("stations.", "volunteers.", "zibo_youth."))}
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert ours - scheduled == {
        "zibo_youth.notifications.tasks.deliver_notices",
        "zibo_youth.reports.tasks.make_exports",
    }


def test_no_task_is_lost_with_its_worker_and_none_starts_twice_by_being_slow():
    options = app.conf.broker_transport_options
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_time_limit < options["visibility_timeout"]
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10
    assert app.conf.accept_content == ["json"]
