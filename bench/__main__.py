"""``python -m bench [NAME …]``: run the benchmarks named (all by default), each on servers of its own."""

from __future__ import annotations

import subprocess
import sys

from bench import BENCHMARKS

SERVERS = [sys.executable, "-m", "zibo_youth.embedded", "run", "--durable", "--"]


def main(names: list[str]) -> int:
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(f"unknown benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}")
        return 2
    return max([run(name) for name in names or BENCHMARKS])


def run(name: str) -> int:
    """Run one benchmark in a database that no other has filled: their order does not matter."""
    return subprocess.run([*SERVERS, sys.executable, "-m", "bench.one", name], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
