"""
催办 (nudge): tell the worker at once that a notice or a job waits, without making anybody wait.

A thread of this process publishes in batches. Redis may be frozen or gone: the
request has only put a number into a queue. After a failed publish the thread
keeps silent for a while and forgets what comes in; nothing is lost, because
the sweepers read the same rows from PostgreSQL.
"""

from __future__ import annotations

import os
import queue
import threading
import time

import structlog
from django.utils.module_loading import import_string

log = structlog.get_logger(__name__)

BATCH_SECONDS = 0.05  # what commits within this time travels in one message
BATCH_SIZE = 100
SILENCE_SECONDS = 30  # after a failed publish
DELIVER = "zibo_youth.notifications.tasks.deliver_notices"


class Nudger:
    """The queue and the thread of one process; a fork starts its own."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.numbers: queue.Queue[tuple[str, int]] = queue.Queue(maxsize=10_000)
        self.silent_until = 0.0
        threading.Thread(target=self._publish_forever, name="nudge", daemon=True).start()

    def take(self, task: str, number: int) -> None:
        """Never blocks: a full queue means a sick broker, and then the sweeper delivers."""
        if time.monotonic() < self.silent_until:
            return
        try:
            self.numbers.put_nowait((task, number))
        except queue.Full:
            self.silent_until = time.monotonic() + SILENCE_SECONDS

    def _publish_forever(self) -> None:
        while True:
            batch = [self.numbers.get()]
            time.sleep(BATCH_SECONDS)
            while len(batch) < BATCH_SIZE and not self.numbers.empty():
                batch.append(self.numbers.get_nowait())
            self._publish(batch)
            for _number in batch:
                self.numbers.task_done()  # so that a test can wait for the thread

    def _publish(self, batch: list[tuple[str, int]]) -> None:
        """One message for each task that waits, with all of its numbers."""
        if time.monotonic() < self.silent_until:
            return
        waiting: dict[str, list[int]] = {}
        for task, number in batch:
            waiting.setdefault(task, []).append(number)
        try:
            for task, numbers in waiting.items():
                import_string(task).apply_async(args=[numbers], retry=False)
        except Exception as failure:
            self.silent_until = time.monotonic() + SILENCE_SECONDS
            log.warning("nudge_failed", waiting=len(batch), reason=type(failure).__name__)


_nudger: Nudger | None = None
_starting = threading.Lock()


def about(notice_id: int) -> None:
    """Let the worker know of this notice soon. Never waits, never fails."""
    job(DELIVER, notice_id)


def job(task: str, number: int) -> None:
    """Let a worker run this task with this number soon. Never waits, never fails."""
    global _nudger  # noqa: PLW0603 (one thread per process is the point)
    if _nudger is None or _nudger.pid != os.getpid():
        with _starting:
            if _nudger is None or _nudger.pid != os.getpid():
                _nudger = Nudger()
    _nudger.take(task, number)
