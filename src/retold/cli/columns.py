"""The options that name the fields of records, for every command that reads collections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from retold.model import FIELDS

__all__ = ["column_options", "named_columns"]


def column_options(command: Any) -> Any:
    """Add an option --FIELD-column for each field of an article."""
    for field in reversed(("text", *FIELDS[:-1])):
        option = click.option(
            f"--{field}-column",
            metavar="NAME",
            help=f"The name of the field “{field}” in the records, where it is another.",
        )
        command = option(command)
    return command


def named_columns(given: Mapping[str, str | None]) -> dict[str, str]:
    """What these options gave, by field."""
    return {name.removesuffix("_column"): value for name, value in given.items() if value}
