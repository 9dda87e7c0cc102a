"""`embedded run`: servers of one's own, and nothing left behind, whatever happens."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zibo_youth.embedded.postgres import runs
from zibo_youth.embedded.servers import CLONE

RUN = [sys.executable, "-m", "zibo_youth.embedded", "run"]
REPORT = "import json, os; print(json.dumps(dict(os.environ)))"
GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "VAR_DIR", "MEDIA_ROOT", "ZIBO_POSTGRES_LOG")


def bare_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return {**kept, "PYTHONPATH": str(CLONE), **more}


def run(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, "--", *command],
        capture_output=True,
        text=True,
        env=bare_environment(**more),
        timeout=120,
        check=False,
    )


def sql(url: str, question: str) -> str:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = str(cursor.fetchone()[0]) if cursor.description else ""
    connection.close()
    return answer


def wait_until(happened, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


class Held:
    """A run that holds its servers until it is told to go on."""

    def __init__(self) -> None:
        code = f"{REPORT}; import sys; sys.stdout.flush(); sys.stdin.read()"
        self.process = subprocess.Popen(
            [*RUN, "--", sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=bare_environment(),
        )
        self.environment = json.loads(self.process.stdout.readline())
        self.base = Path(self.environment["VAR_DIR"]).parent

    def postmaster(self) -> int:
        return int((self.base / "postgres" / "postmaster.pid").read_text().split("\n")[0])

    def redis(self) -> int:
        return int((self.base / "redis" / "redis.pid").read_text())

    def end(self) -> int:
        self.process.stdin.close()
        return self.process.wait(60)


@pytest.fixture
def held():
    """Makes held runs, and ends those that the test left open."""
    runs_made = []

    def hold() -> Held:
        runs_made.append(Held())
        return runs_made[-1]

    yield hold
    for one in runs_made:
        if one.process.poll() is None:
            one.end()


def test_passes_on_the_exit_code_and_removes_everything():
    done = run(sys.executable, "-c", f"{REPORT}; raise SystemExit(7)")

    environment = json.loads(done.stdout)
    base = Path(environment["VAR_DIR"]).parent
    assert done.returncode == 7
    assert not base.exists()
    assert not Path(environment["ZIBO_POSTGRES_LOG"]).exists()


def test_a_command_that_does_not_exist_is_one_clear_line():
    done = run("no-such-program")

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "zibo_youth.embedded: cannot run no-such-program: No such file or directory"
    ]


def test_two_at_once_see_nothing_of_each_other(held):
    one, two = held(), held()
    sql(one.environment["DATABASE_OWNER_URL"], "CREATE TABLE only_here (id int)")

    present = "SELECT to_regclass('only_here') IS NOT NULL"
    assert sql(one.environment["DATABASE_OWNER_URL"], present) == "True"
    assert sql(two.environment["DATABASE_OWNER_URL"], present) == "False"
    assert one.environment["REDIS_URL"] != two.environment["REDIS_URL"]

    assert one.end() == 0
    assert sql(two.environment["DATABASE_URL"], "SELECT 1") == "1", (
        "the end of one run stopped the other's server"
    )


def test_cleans_up_after_the_server_was_killed(held):
    one = held()
    server = one.postmaster()
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: not runs(server, "postgres"))

    assert one.end() == 0
    assert not one.base.exists()


def test_cleans_up_after_it_was_killed_itself(held):
    one = held()
    server, redis = one.postmaster(), one.redis()
    one.process.kill()
    one.process.wait()

    wait_until(lambda: not one.base.exists(), seconds=30)
    assert not runs(server, "postgres")
    assert not runs(redis, "redis")


def test_cleans_up_a_frozen_redis(held):
    one = held()
    redis = one.redis()
    os.kill(redis, signal.SIGSTOP)

    assert one.end() == 0
    assert not runs(redis, "redis")


def test_sigterm_ends_the_command_and_the_servers(held):
    one = held()
    server = one.postmaster()
    one.process.terminate()

    assert one.process.wait(60) == 128 + signal.SIGTERM
    assert not runs(server, "postgres")
    assert not one.base.exists()


def test_given_servers_are_used_and_nothing_is_embedded():
    done = run(
        sys.executable,
        "-c",
        REPORT,
        DATABASE_URL="postgresql://somebody@db.example.org/portal",
        REDIS_URL="redis://redis.example.org/1",
    )

    environment = json.loads(done.stdout)
    assert environment["DATABASE_URL"] == "postgresql://somebody@db.example.org/portal"
    assert environment["DATABASE_OWNER_URL"] == environment["DATABASE_URL"]
    assert environment["REDIS_URL"] == "redis://redis.example.org/1"
    assert "ZIBO_POSTGRES_LOG" not in environment


@pytest.mark.parametrize("name", ["with a space", "x" * 90], ids=["spaces", "long"])
def test_a_temporary_folder_with_any_name_does(name, tmp_path):
    folder = tmp_path / name
    folder.mkdir()
    done = run(sys.executable, "-c", REPORT, TMPDIR=str(folder))

    assert done.returncode == 0, done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["with a space", "y" * 90], ids=["spaces", "long"])
def test_a_clone_in_any_folder_does(name, tmp_path):
    package = tmp_path / name / "zibo_youth"
    package.mkdir(parents=True)
    shutil.copy(CLONE / "zibo_youth" / "__init__.py", package)
    shutil.copytree(CLONE / "zibo_youth" / "embedded", package / "embedded")

    up = [sys.executable, "-m", "zibo_youth.embedded"]
    settings = {"cwd": package.parent, "env": bare_environment(PYTHONPATH=str(package.parent)), "text": True}
    try:
        started = subprocess.run([*up, "up"], **settings, capture_output=True, check=False)
        assert started.returncode == 0, started.stderr
        assert "PostgreSQL, Redis" in started.stdout
        again = subprocess.run([*up, "up"], **settings, capture_output=True, check=False)
        assert "nothing, all was running" in again.stdout
    finally:
        subprocess.run([*up, "remove"], **settings, capture_output=True, check=True)
