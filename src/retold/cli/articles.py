"""`retold credit` and `retold quotes`: what can be said of articles one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retold.cli.options import FORMAT, OUTPUT, writes_json

if TYPE_CHECKING:
    from rich.console import Console

    from retold.model import Article

__all__ = ["credit", "quotes"]

_FILES = click.argument("file", nargs=-1, required=True, metavar="FILE...")


@click.command(no_args_is_help=True)
@_FILES
@FORMAT
@OUTPUT
def credit(file: tuple[str, ...], format_: str | None, output: Path | None) -> None:
    """Say which agencies or outlets an article names as the source of its text, with the words that show it.

    FILE is a file (plain text, HTML, or JSON with at least "text") or the address of a web page; one of several
    may be "-" for standard input. An agency that is only quoted ("told Reuters") is not credited.

    \b
    Examples:
      retold credit paper.html
      retold credit wire.txt paper.txt --format json
    """
    from retold.report.single import credit_record, print_credit

    _write(file, format_, output, credit_record, print_credit)


@click.command(no_args_is_help=True)
@_FILES
@FORMAT
@OUTPUT
def quotes(file: tuple[str, ...], format_: str | None, output: Path | None) -> None:
    """List every direct quotation of an article with the one who says it.

    FILE is a file (plain text, HTML, or JSON with at least "text") or the address of a web page; one of several
    may be "-" for standard input. Terms, titles and nicknames in quotation marks are passed over.

    \b
    Examples:
      retold quotes paper.html
      retold quotes paper.html --format json -o quotes.json
    """
    from retold.report.single import print_quotations, quotations_record

    _write(file, format_, output, quotations_record, print_quotations)


def _write(
    files: tuple[str, ...],
    format_: str | None,
    output: Path | None,
    record: Callable[[Article], dict[str, Any]],
    show: Callable[[Article, Console], None],
) -> None:
    """Read every file first, then write about all of them."""
    from retold.cli.output import open_output
    from retold.read import read

    if files.count("-") > 1:
        raise click.UsageError("Only one of the articles can come from standard input.")
    articles = [read(name if name == "-" or "://" in name else Path(name)) for name in files]
    with open_output(output) as out:
        if writes_json(format_, output):
            from retold.report.record import dump_json

            out.write(dump_json([record(article) for article in articles], indent=2))
            return
        from retold.report.terminal import text_console

        console = text_console(out)
        for number, article in enumerate(articles):
            if number:
                console.print()
            show(article, console)
