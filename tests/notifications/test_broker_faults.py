"""
代理故障: Redis frozen or gone, a worker's child killed. Signals go only to what this module started.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import pytest
from django.db import connection, transaction

from zibo_youth.embedded.broker import Broker
from zibo_youth.embedded.programs import find_programs
from zibo_youth.embedded.servers import make_throwaway_folder
from zibo_youth.notifications import services
from zibo_youth.notifications.models import Delivery, Notice, SmsMessage
from zibo_youth.settings import env

CLONE = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def broker():
    """A Redis of this test's own."""
    base = make_throwaway_folder()
    own = Broker(find_programs(), base / "redis", base / "redis", base / "redis.log", durable=False)
    own.start()
    yield own
    own.stop()
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def environment(broker):
    """What a process needs to work on this test's database and this test's Redis."""
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    url = urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
    return os.environ | {
        "DATABASE_OWNER_URL": url,
        "REDIS_URL": broker.url,
        "DJANGO_SETTINGS_MODULE": "zibo_youth.settings.test",
        "PYTHONPATH": str(CLONE),
        "C_FORCE_ROOT": "1",
    }


def book(stay, environment, times: int = 3) -> dict:
    script = [sys.executable, "tests/notifications/book_and_tell.py", str(stay.pk), str(times)]
    done = subprocess.run(
        script, cwd=CLONE, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def wait_for(what, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def worker(environment):
    """A real Celery worker with one child."""
    command = [sys.executable, "-m", "celery", "-A", "zibo_youth", "worker", "--concurrency", "1"]
    command += ["--loglevel", "WARNING", "--without-mingle", "--without-gossip"]
    own = subprocess.Popen(
        command, cwd=CLONE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield psutil.Process(own.pid)
    finally:
        own.terminate()
        try:
            own.wait(10)
        except subprocess.TimeoutExpired:
            own.kill()
            own.wait()


def sms_sent() -> int:
    return SmsMessage.objects.filter(state="sent").count()


def test_with_redis_frozen_bookings_go_on_and_the_notices_arrive_when_it_is_back(stay, broker, environment):
    os.kill(broker.pid(), signal.SIGSTOP)
    try:
        seen = book(stay, environment)
    finally:
        os.kill(broker.pid(), signal.SIGCONT)

    assert max(seen["seconds"]) < 1
    assert seen["control"] > 1.5  # the control: whoever publishes in the request waits
    assert not seen["published"]
    assert Notice.objects.unplanned().count() == 3

    services.sweep()
    assert sms_sent() == 3


def test_with_redis_gone_bookings_go_on_and_the_sweeper_delivers(stay, broker, environment):
    broker.stop()

    seen = book(stay, environment)

    assert max(seen["seconds"]) < 1
    assert not seen["published"]
    assert (Notice.objects.count(), sms_sent()) == (3, 0)
    services.sweep()
    assert sms_sent() == 3


def test_the_control_with_redis_well_the_nudge_reaches_a_worker_without_any_sweep(stay, environment):
    with worker(environment):
        assert book(stay, environment)["published"]
        assert wait_for(lambda: sms_sent() == 3)


def kill_the_child_in_the_middle(stay, environment) -> bool:
    """
    Publish one notice, kill the child while it waits for a lock of ours, let go of the lock.

    Returns whether the notice arrived without the sweeper.
    """
    assert book(stay, environment, times=1)["published"]
    with worker(environment) as parent:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE notifications_delivery IN EXCLUSIVE MODE")
            assert wait_for(lambda: somebody_waits_for_the_lock(cursor))
            [child] = parent.children()
            child.kill()
        return wait_for(lambda: sms_sent() == 1, seconds=6)


def somebody_waits_for_the_lock(cursor) -> bool:
    cursor.execute(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'notifications_delivery'::regclass"
    )
    return cursor.fetchone()[0] > 0


def test_a_killed_child_loses_no_task(stay, environment):
    assert kill_the_child_in_the_middle(stay, environment)
    assert SmsMessage.objects.count() == 1


def test_the_control_without_the_setting_the_killed_childs_task_is_lost(stay, environment, tmp_path):
    (tmp_path / "careless.py").write_text(
        "from zibo_youth.settings.test import *\nCELERY_TASK_REJECT_ON_WORKER_LOST = False\n"
    )
    careless = {"DJANGO_SETTINGS_MODULE": "careless", "PYTHONPATH": f"{CLONE}:{tmp_path}"}
    assert not kill_the_child_in_the_middle(stay, environment | careless)

    services.sweep()  # and even then the outbox has it
    assert SmsMessage.objects.count() == 1
    assert Delivery.objects.filter(state="sent").count() == 2
