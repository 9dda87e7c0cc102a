"""Honcho runs the portal's processes: one line each on the terminal, all of it in a log."""

import io
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from honcho.manager import Manager
from honcho.printer import Printer

from .servers import CLONE

STOPPED_BY_PERSON = (130, 143)


class Both(io.TextIOBase):
    """Writes to the terminal and to the log."""

    def __init__(self, terminal: TextIO, log: TextIO) -> None:
        self.terminal, self.log = terminal, log

    def write(self, text: str) -> int:
        self.log.write(text)
        return self.terminal.write(text)

    def flush(self) -> None:
        self.log.flush()
        self.terminal.flush()

    def isatty(self) -> bool:
        return False  # no colour codes in the log


class Patient(Manager):
    """Honcho, except that a signal during the start waits for the start instead of losing children."""

    def terminate(self) -> None:
        if all("pid" in process for process in self._processes.values()):
            super().terminate()
        else:
            threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()


def supervise(commands: Mapping[str, str], environment: dict[str, str], log: Path) -> int:
    """Run ``commands`` until one of them ends or a signal comes; then all of them have ended."""
    with log.open("a") as text:
        output: Any = Both(sys.stdout, text)
        manager = Patient(Printer(output))
        for name, command in commands.items():
            manager.add_process(name, command, env=environment, cwd=str(CLONE))
        manager.loop()
    if manager.returncode in STOPPED_BY_PERSON:
        return 0
    print(f"make demo: one of {', '.join(commands)} ended by itself; read {log}", file=sys.stderr)
    return manager.returncode or 1
