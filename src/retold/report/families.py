"""Writes what `find` found, in any of its formats, to a file that appears only when it is whole."""

from __future__ import annotations

import sys
from pathlib import Path

from retold.errors import SettingsError
from retold.model import Families

__all__ = ["ENDINGS", "FORMATS", "families_format", "write_families"]

FORMATS = ("jsonl", "parquet", "csv", "graphml", "html")
ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".csv": "csv",
    ".graphml": "graphml",
    ".html": "html",
    ".htm": "html",
}


def families_format(path: Path | None, format: str | None = None) -> str:
    """The format to write: the one named, or else the one that the ending of the file stands for, or else jsonl.

    Raises `SettingsError` for a format or an ending that is not known, and for parquet on a terminal; so a
    command can ask before the work and not only after it.
    """
    on_screen = path is None or str(path) == "-"
    if format is not None:
        chosen = format
        if chosen not in FORMATS:
            raise SettingsError(f"Families are written as {_or(FORMATS)}, not {format}.")
    elif on_screen or path is None or not path.suffix:
        chosen = "jsonl"
    elif path.suffix.lower() in ENDINGS:
        chosen = ENDINGS[path.suffix.lower()]
    else:
        raise SettingsError(
            f"The ending {path.suffix} of {path.name} stands for no format: name the file {_or(tuple(ENDINGS))},"
            " or name the format too."
        )
    if chosen == "parquet" and on_screen and sys.stdout.isatty():
        raise SettingsError("parquet is not for the screen: name a file to write to, or send it on to a program.")
    return chosen


def write_families(families: Families, path: Path | None = None, format: str | None = None) -> None:
    """Write the families to a file, or to standard output for None or "-"; see `families_format` for the format.

    Whatever stood at `path` is replaced only when the new file is whole. The same families always give the
    same bytes. Raises `SettingsError` as `families_format` does, and `WriteError` where writing fails.
    """
    from retold.cli.output import open_output, open_output_bytes

    chosen = families_format(path, format)
    if chosen == "parquet":
        from retold.report.families_parquet import write_parquet

        with open_output_bytes(path) as binary:
            write_parquet(families, binary)
        return
    with open_output(path) as file:
        if chosen == "jsonl":
            from retold.report.family_record import family_line

            file.writelines(map(family_line, families.families))
        elif chosen == "csv":
            from retold.report.families_csv import write_csv

            write_csv(families, file)
        elif chosen == "graphml":
            from retold.report.families_graphml import write_graphml

            write_graphml(families, file)
        else:
            from retold.report.families_page import families_page

            file.write(families_page(families))


def _or(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
