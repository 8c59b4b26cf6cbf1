"""`retold find`: the families of a collection."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retold.cli.columns import column_options, named_columns
from retold.cli.progress import steps
from retold.cli.skipped import list_skipped, say_skipped
from retold.errors import ReadError, SettingsError
from retold.finding import MOST_DAYS

if TYPE_CHECKING:
    from retold.match.dedup import Keep

__all__ = ["find"]


class _Place(click.Path):
    """A path, or as it stands the URL of a place where Spark writes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if "://" in str(value) else super().convert(value, param, ctx)


@click.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=_Place(path_type=Path), help="Write to this file instead of the screen.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("jsonl", "parquet", "csv", "graphml", "html")),
    help="What to write. Without it, the ending of --output decides, and else jsonl.",
)
@column_options
@click.option(
    "--ignore-same",
    multiple=True,
    type=click.Choice(("publisher", "byline", "lang")),
    help="Do not link two articles of the same publisher (or byline, or language). May be given several times.",
)
@click.option(
    "--most-days",
    type=click.IntRange(min=0),
    default=MOST_DAYS,
    show_default=True,
    help="Do not link articles published more than so many days apart, near-copies excepted; 0 for any number.",
)
@click.option(
    "--dedup",
    type=click.Path(path_type=Path),
    help="Also write the collection without its retellings to this file (JSON Lines), and what was removed and why "
    "beside it, to FILE.removed.jsonl.",
)
@click.option(
    "--keep",
    type=click.Choice(("earliest", "longest", "credited")),
    default="earliest",
    show_default=True,
    help="Which version of a report --dedup keeps.",
)
@click.option("--skipped", type=click.Path(path_type=Path), help="Where to list the records that could not be read.")
@click.option("--work", type=click.Path(file_okay=False, path_type=Path), help="A folder for files of the way.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run with the same --output or --work stopped.")
@click.option("--workers", type=click.IntRange(min=1), help="Threads to use.  [default: one a core]")
@click.option(
    "--engine",
    type=click.Choice(("embedded", "spark")),
    default="embedded",
    show_default=True,
    help="Where to search: on this machine, or on a Spark cluster.",
)
@click.option("--master", metavar="URL", help="The cluster for --engine spark.  [default: what Spark's settings say]")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def find(
    paths: tuple[str, ...],
    output: Path | str | None,
    format_: str | None,
    ignore_same: tuple[str, ...],
    most_days: int,
    dedup: Path | None,
    keep: Keep,
    skipped: Path | None,
    work: Path | None,
    resume: bool,
    workers: int | None,
    engine: str,
    master: str | None,
    quiet: bool,
    **columns: str | None,
) -> None:
    """Find which articles of a collection tell the same report, and who is made from whom.

    PATHs are files, folders and patterns ("news/*.jsonl"): plain text, HTML, JSON, JSON Lines, CSV, Parquet and
    WARC, also compressed (gz, bz2, xz, zst). Each family of articles comes out as one line, with its links, their
    kinds and probabilities, and the likely origin where something says which it is.

    \b
    Examples:
      retold find news/ -o families.jsonl
      retold find "archive/*.jsonl.gz" --text-column body -o families.parquet
      retold find news/ -o summary.html --ignore-same publisher
      retold find news.csv -o links.csv --resume
      retold find news.jsonl -o families.jsonl --dedup clean.jsonl --keep longest
      retold find s3a://news/2026/ -o s3a://found/2026.parquet --engine spark --master spark://host:7077
    """
    from retold.cli.output import check_output
    from retold.finding import check_apart
    from retold.finding import find as find_families
    from retold.read.collection import find_sources
    from retold.report.families import families_format, write_families

    table, output = (output, None) if isinstance(output, str) else (None, output)
    if engine == "spark":
        for name, given in (("--dedup", dedup), ("--work", work), ("--resume", resume), ("--workers", workers)):
            if given:
                raise SettingsError(f"{name} is for --engine embedded, not for spark.")
    elif master is not None or table is not None:
        raise SettingsError(f"{'--master' if master is not None else table} is for --engine spark; name that too.")
    if table is not None and families_format(Path(table), format_) != "parquet":
        raise SettingsError("Spark writes families as parquet: let the name end in .parquet, or name the format.")
    chosen = "parquet" if table is not None else families_format(output, format_)
    if dedup is not None and str(dedup) == "-":
        raise SettingsError("--dedup writes two files; name the first of them.")
    if skipped is None and _in_a_file(output):
        skipped = _beside(output, "{}.skipped.jsonl")
    folder = work if work is not None or engine == "spark" or not _in_a_file(output) else _beside(output, ".{}.work")
    if resume and folder is None:
        raise SettingsError("To resume a run, name its --output or its --work folder.")
    # What cannot be written, or would be lost, is said before the work.
    for path in (output, skipped):
        check_output(path)
    here = paths if engine == "embedded" else [path for path in paths if "://" not in path]
    if here:
        check_apart(find_sources(here), [path for path in (output, skipped) if path is not None])
    bad: list[tuple[str, int, str]] = []
    mapped = named_columns(columns)
    try:
        with steps(quiet) as tell:
            if engine == "spark":
                from retold.spark import find_with_spark

                families = find_with_spark(
                    paths,
                    master=master,
                    columns=mapped,
                    ignore_same=ignore_same,
                    most_days=most_days,
                    table=table,
                    progress=tell,
                    on_bad=bad.append,
                )
            else:
                families = find_families(
                    paths,
                    columns=mapped,
                    ignore_same=ignore_same,
                    most_days=most_days,
                    workers=workers,
                    work=folder,
                    resume=resume,
                    dedup=dedup,
                    keep=keep,
                    progress=tell,
                    on_bad=bad.append,
                )
    except KeyboardInterrupt:
        if engine == "embedded" and folder is not None and not quiet:
            print("What is done so far is kept; the same command with --resume goes on from there.", file=sys.stderr)
        raise
    if table is None:
        write_families(families, output, chosen)
    if work is None and folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    _report(families.articles, families.families, bad, skipped, quiet)
    if not families.articles:
        raise ReadError(f"No article could be read in {', '.join(paths)}.")


def _in_a_file(output: Path | None) -> bool:
    """Whether the output is a file with a place beside it: not the screen, a pipe or a device."""
    return output is not None and str(output) != "-" and (output.is_file() or not output.exists())


def _beside(output: Path | None, name: str) -> Path:
    """A path beside the output, named after it."""
    assert output is not None
    return output.with_name(name.format(output.name))


def _report(articles: int, families: Any, bad: list[tuple[str, int, str]], skipped: Path | None, quiet: bool) -> None:
    """Say on standard error what was read and found, and list what was skipped in a file."""
    list_skipped(bad, skipped)
    if quiet:
        return
    members = len({name for family in families for name in family.articles})
    print(f"{articles:,} articles read: {members:,} of them in {len(families):,} families.", file=sys.stderr)
    say_skipped(bad, skipped)
