"""核对不变量: a violation fails the task and leaves the worker alive."""

import pytest

from stations import tasks


def test_a_violation_fails_the_task_and_not_the_worker(monkeypatch):
    def violated(_name: str) -> None:
        raise SystemExit(1)

    monkeypatch.setattr(tasks, "call_command", violated)
    with pytest.raises(tasks.InvariantViolated):
        tasks.verify_invariants()


@pytest.mark.parametrize("end", [SystemExit(0), None])
def test_when_all_is_well_the_task_is_done(monkeypatch, end):
    def fine(_name: str) -> None:
        if end:
            raise end

    monkeypatch.setattr(tasks, "call_command", fine)
    assert tasks.verify_invariants() == 0
