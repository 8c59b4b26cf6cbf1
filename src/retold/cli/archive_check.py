"""`retold archive check`: which archived articles an article retells, or which retell it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from retold.cli.options import ARCHIVE, FORMAT, OUTPUT, writes_json
from retold.finding import MOST_DAYS

__all__ = ["check"]


@click.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@ARCHIVE
@click.option("--most", type=click.IntRange(min=1), default=10, show_default=True, help="At most so many matches.")
@click.option(
    "--most-days",
    type=click.IntRange(min=0),
    default=MOST_DAYS,
    show_default=True,
    help="Leave out articles published more than so many days apart, near-copies excepted; 0 for any number.",
)
@click.option(
    "--licensed",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file that names the outlets that may run the copy, one a line; their matches are marked.",
)
@click.option(
    "--keep-evidence",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Keep in this folder what was checked, exactly as it was read or fetched, with its SHA-256 and the result.",
)
@FORMAT
@OUTPUT
def check(
    paths: tuple[str, ...],
    source: Path,
    most: int,
    most_days: int,
    licensed: Path | None,
    folder: Path | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """Say which archived articles an article retells, or which retell it, wholly or in part; the best first.

    PATHs are files (plain text, HTML, or JSON with at least "text") or addresses of web pages; one of several may
    be "-" for standard input. That nothing is found is an answer, not an error.

    \b
    Examples:
      retold archive check page.html --in news.retold
      retold archive check https://paper.example/storm --in news.retold --keep-evidence evidence
      retold archive check page.html --in news.retold --format json | jq '.matches[].article.name'
    """
    from retold.archive import Archive, read_licensed
    from retold.archive.evidence import article_in, keep_evidence, take
    from retold.cli.output import check_output, open_output
    from retold.cli.progress import say_compiling

    if paths.count("-") > 1:
        raise click.UsageError("Only one of the articles can come from standard input.")
    check_output(output, source, licensed, *paths)
    outlets = read_licensed(licensed) if licensed is not None else None
    settings = {"most": most, "most_days": most_days, "licensed": sorted(outlets.names) if outlets else []}
    as_json = writes_json(format_, output)
    with Archive(source, create=False) as opened, open_output(output) as file:
        # All are read before the first is checked: a name that is wrong is said at once.
        given = [(taken, article_in(taken)) for taken in map(take, paths)]
        from retold.report.check import check_record, print_check
        from retold.report.record import dump_json
        from retold.report.terminal import text_console

        say_compiling()
        for number, (taken, article) in enumerate(given):
            matches = opened.check(article, most, most_days=most_days, licensed=outlets)
            record = check_record(article, matches, settings) if as_json or folder is not None else {}
            if folder is not None:
                kept = keep_evidence(folder, taken, record)
                print(f"Kept: {kept[-1]}", file=sys.stderr)
            if as_json:
                file.write(dump_json(record, indent=2) if len(given) == 1 else dump_json(record))
                continue
            console = text_console(file)
            if number:
                console.print()
            print_check(article, matches, console)
