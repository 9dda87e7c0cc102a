"""A taken port is one clear line, before anything is started."""

import socket
import subprocess
import sys

import pytest

from zibo_youth.embedded.errors import EmbeddedError
from zibo_youth.embedded.ports import listen_addresses


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_says_what_to_do(taken):
    with pytest.raises(EmbeddedError) as refusal:
        listen_addresses("127.0.0.1", taken)

    assert f"port {taken} is taken by another program; choose another one: make demo PORT=" in str(
        refusal.value
    )


def test_a_free_port_is_fine(taken):
    free = taken
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]

    assert listen_addresses("127.0.0.1", free)[0] == f"127.0.0.1:{free}"


def test_the_command_prints_one_line_and_fails(taken):
    done = subprocess.run(
        [sys.executable, "-m", "zibo_youth.embedded", "free-port", "--port", str(taken)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
def test_what_is_not_a_port_is_refused(port):
    done = subprocess.run(
        [sys.executable, "-m", "zibo_youth.embedded", "free-port", f"--port={port}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "is not a port" in done.stderr
