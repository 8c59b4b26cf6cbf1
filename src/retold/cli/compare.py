"""`retold compare`: two articles, or many pairs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retold.errors import SettingsError

if TYPE_CHECKING:
    from retold.model import Comparison

__all__ = ["compare"]

FORMATS = ("text", "json", "jsonl", "html", "pan", "prov", "jsonld", "annotations")
_ENDINGS = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonld": "jsonld",
    ".html": "html",
    ".htm": "html",
    ".xml": "pan",
}
_REASONS_SHOWN = 10


@click.command(no_args_is_help=True)
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="What to write. Without it, the ending of --output decides, and else text, or jsonl with --pairs.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this file instead of the screen; with --pairs and pan, to this folder, one file a pair.",
)
@click.option(
    "--pairs",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help='Compare many pairs: a file with one {"pair": …, "a": …, "b": …} a line, "-" for standard input. '
    "a and b are whole articles or paths that count from the file's folder.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes to use with --pairs.  [default: one a core]")
@click.option(
    "--all-changes",
    is_flag=True,
    help="Also show the differences that only look different; the other formats hold them anyway.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no report of skipped pairs.")
def compare(
    a: str | None,
    b: str | None,
    format_: str | None,
    output: Path | None,
    pairs: Path | None,
    workers: int | None,
    all_changes: bool,
    quiet: bool,
) -> None:
    """Say how two articles relate, what the retelling changed, who is credited, and which came first.

    A and B are files (plain text, HTML, or JSON with at least "text") or addresses of web pages; one of them
    may be "-" for standard input. The answer is copy, edited, reworded, translated, excerpt, same-event or
    unrelated.

    \b
    Examples:
      retold compare wire.txt paper.txt
      retold compare wire.txt paper.txt --all-changes
      retold compare wire.txt paper.txt -o comparison.html
      retold compare wire.html paper.html --format json | jq .relation
      retold compare wire.html paper.html --format prov -o comparison.prov.json
      retold compare --pairs pairs.jsonl -o comparisons.jsonl
      retold compare --pairs pairs.jsonl --format pan -o detections
    """
    if pairs is not None:
        if a is not None:
            raise click.UsageError("Give either two articles or --pairs, not both.")
        _compare_pairs(pairs, _pairs_format(format_, output), output, workers, quiet)
        return
    if a is None or b is None:
        raise click.UsageError("Two articles are needed: retold compare A B.")
    if a == b == "-":
        raise click.UsageError("Only one of the two articles can come from standard input.")
    if workers is not None:
        raise click.UsageError("--workers goes with --pairs.")
    _compare_two(a, b, format_ or _by_ending(output) or "text", output, all_changes)


def _by_ending(output: Path | None) -> str | None:
    return _ENDINGS.get(output.suffix.lower()) if output else None


def _pairs_format(format_: str | None, output: Path | None) -> str:
    chosen = format_ or _by_ending(output) or "jsonl"
    if chosen not in ("jsonl", "pan"):
        raise click.UsageError(f"--pairs writes jsonl or pan, not {chosen}.")
    if chosen == "pan" and (output is None or str(output) == "-"):
        raise click.UsageError("--pairs with --format pan needs a folder: -o FOLDER.")
    return chosen


def _compare_two(a: str, b: str, format_: str, output: Path | None, all_changes: bool) -> None:
    from retold.cli.output import check_output, open_output
    from retold.pipeline import compare as compare_articles

    folder = output if format_ == "pan" and output is not None and output.is_dir() else None
    if folder is None:
        check_output(output, a, b)
    comparison = compare_articles(_source(a), _source(b))
    if folder is not None:
        from retold.report.pan import write_pan

        write_pan(comparison, folder)
        return
    with open_output(output) as file:
        if format_ == "text":
            from retold.report.terminal import print_comparison, text_console

            print_comparison(comparison, text_console(file), all_changes=all_changes)
        else:
            file.write(_render(comparison, format_))


def _source(argument: str) -> str | Path:
    """Addresses and "-" stay as they are; anything else on a command line is a path, never a text."""
    return argument if argument == "-" or "://" in argument else Path(argument)


def _render(comparison: Comparison, format_: str) -> str:
    if format_ == "html":
        return comparison.to_html()
    if format_ == "pan":
        from retold.report.pan import pan_document

        return pan_document(comparison)
    if format_ == "prov":
        from retold.report.prov import prov_json

        return prov_json(comparison)
    if format_ == "jsonld":
        from retold.report.jsonld import jsonld_text

        return jsonld_text(comparison)
    if format_ == "annotations":
        from retold.report.annotations import annotations_json

        return annotations_json(comparison)
    from retold.report.record import record_json, record_line

    return record_json(comparison) if format_ == "json" else record_line(comparison)


def _compare_pairs(pairs: Path, format_: str, output: Path | None, workers: int | None, quiet: bool) -> None:
    """Compare all pairs, write them, and say which were skipped; fails where none could be compared."""
    from retold.cli.output import check_output, open_output
    from retold.cli.progress import progress
    from retold.pairs import compare_pairs
    from retold.report.pan import PanFolder, pan_file
    from retold.report.record import record_line

    if format_ != "pan":
        check_output(output, pairs)
    bad: list[tuple[int, str]] = []
    good = 0
    with ExitStack() as stack:
        lines = stack.enter_context(click.open_file(str(pairs), encoding="utf-8", errors="replace"))
        render: Callable[[Comparison], Any] = record_line
        write: Callable[[Any], object]
        if format_ == "pan" and output is not None:
            detections = PanFolder(output)
            render, write = pan_file, lambda made: detections.write(*made)
        else:
            write = stack.enter_context(open_output(output)).write
        advance = stack.enter_context(progress(pairs, quiet))
        for made in compare_pairs(
            lines,
            folder=pairs.parent,
            render=render,
            workers=workers,
            on_bad=lambda number, reason: bad.append((number, reason)),
            changes=format_ != "pan",  # PAN XML holds passages alone
        ):
            write(made)
            good += 1
            advance(good + len(bad))
        if not good:
            raise SettingsError(_skipped(bad, len(bad)) if bad else "There are no pairs in the file.")
    if bad and not quiet:
        click.echo(f"retold: {_skipped(bad, good + len(bad))}", err=True)


def _skipped(bad: list[tuple[int, str]], total: int) -> str:
    """How many pairs were skipped, and why, for as many as can be read at a glance."""
    reasons = "; ".join(f"line {number}: {reason.rstrip('.')}" for number, reason in bad[:_REASONS_SHOWN])
    more = f"; and {len(bad) - _REASONS_SHOWN} more" if len(bad) > _REASONS_SHOWN else ""
    return f"{len(bad)} of {total} {'pair' if total == 1 else 'pairs'} skipped: {reasons}{more}."
