"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["ARCHIVE", "ENVIRONMENT", "FORMAT", "OUTPUT", "writes_json"]

# Names the archive where neither --to nor --in does.
ENVIRONMENT = "RETOLD_ARCHIVE"

ARCHIVE = click.option(
    "--in",
    "source",
    required=True,
    envvar=ENVIRONMENT,
    show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The archive.",
)
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
