"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

__all__ = ["ARCHIVE", "ENVIRONMENT", "FORMAT", "OUTPUT", "archive_option", "writes_json"]

# Names the archive where no option does.
ENVIRONMENT = "RETOLD_ARCHIVE"


def archive_option(*names: str, help: str) -> Callable[[Any], Any]:
    """The option of a command that names its archive."""
    return click.option(
        *names,
        required=True,
        envvar=ENVIRONMENT,
        show_envvar=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=help,
    )


ARCHIVE = archive_option("--in", "source", help="The archive.")
FORMAT = click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    help="What to write. Without it, json where --output ends in .json, and else text.",
)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the screen."
)


def writes_json(format_: str | None, output: Path | None) -> bool:
    """Whether to write JSON: as it was asked for, or else by the ending of the output."""
    return format_ == "json" or (format_ is None and output is not None and output.suffix.lower() == ".json")
