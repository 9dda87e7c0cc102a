"""Programs that only Debian has: looked for first, installed with apt-get where this process may."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install as root, where there is apt-get; silent where it cannot, for the caller looks again."""
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"  installing {' '.join(packages)} with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if not succeeds(command, environment):  # the package list may be missing or old
        succeeds(["apt-get", "update", "-qq"], environment)
        succeeds(command, environment)


def succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Whether it ended with 0 within a quarter of an hour; a program that is not there does not."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, env=environment, timeout=900)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
