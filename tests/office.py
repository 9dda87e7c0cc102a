"""
A spreadsheet as LibreOffice shows it, every cell calculated anew.

The portal's own readers (openpyxl, calamine) read what is stored; an office
program shows what a person sees, and would run what looks like a formula.
"""

import csv
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests import debian

NAMES = ("soffice", "libreoffice")
HOW_TO_GET = "apt-get install --no-install-recommends libreoffice-calc (as root)"
# UTF-8, commas, cells as they are shown, no formulas, every sheet in a file of its own:
# the tokens of LibreOffice's CSV filter.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
# A CSV is read as UTF-8 with commas, as an office program reads its mark; formulas are evaluated (token 13).
READ_CSV = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,0,true"
# 0: every formula of a file is calculated when it is opened, whatever the file holds as its result.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find() -> str | None:
    """The path of an installed LibreOffice that opens spreadsheets."""
    return next(
        (found for found in map(shutil.which, NAMES) if found and debian.succeeds([found, "--version"])), None
    )


def find_or_install() -> str | None:
    if not find():
        debian.install("libreoffice-calc")
    return find()


def shown(content: bytes, suffix: str = ".xlsx") -> dict[str, list[list[str]]]:
    """
    The cells of each sheet as LibreOffice shows them.

    Raises ``AssertionError`` where there is no LibreOffice, or where it cannot open the file.
    """
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        (Path(folder) / f"book{suffix}").write_bytes(content)
        made = _converted(Path(folder), f"book{suffix}", AS_SHOWN)
        return {path.stem.removeprefix("book-"): _rows(path) for path in made}


def _converted(folder: Path, name: str, form: str) -> list[Path]:
    program = find()
    assert program, f"no LibreOffice; get one: {HOW_TO_GET}"
    own = folder / "profile" / "user"
    own.mkdir(parents=True)
    (own / "registrymodifications.xcu").write_text(ALWAYS)
    command = [program, f"-env:UserInstallation={own.parent.as_uri()}", "--headless"]
    command += [READ_CSV] if name.endswith(".csv") else []
    done = subprocess.run(
        [*command, "--convert-to", form, "--outdir", str(folder / "out"), str(folder / name)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    made = sorted((folder / "out").glob("*"))
    assert made, done.stderr
    return made


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))
