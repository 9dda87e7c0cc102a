"""What axe has judged: kept for all crawls of a run, in whichever process they are."""

from __future__ import annotations

from pathlib import Path


class Judged:
    """
    Shapes of parts of pages. With a file, the processes of a run tell each other.

    A fault is told by the crawl that met it, and the run fails by that one; so the
    others need not look again.
    """

    def __init__(self, file: Path | None = None):
        self.file = file
        self._known: set[str] = set()
        self._read = 0

    def known(self) -> list[str]:
        """Every shape so far, of the other processes too."""
        if self.file and self.file.exists():
            with self.file.open() as told:
                told.seek(self._read)
                lines = told.read()
            whole = lines[: lines.rfind("\n") + 1]
            self._read += len(whole)
            self._known.update(whole.split())
        return sorted(self._known)

    def add(self, shapes: list[str]) -> None:
        self._known.update(shapes)
        if self.file:
            with self.file.open("a") as told:  # one write that is not torn: the lines are few
                told.write("".join(f"{shape}\n" for shape in shapes))
