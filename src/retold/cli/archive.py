"""`retold archive`: an archive of articles in one file, and every command over it but `check`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retold.cli.archive_check import check
from retold.cli.columns import column_options, named_columns
from retold.cli.options import ARCHIVE, FORMAT, OUTPUT, archive_option, writes_json
from retold.cli.progress import steps
from retold.cli.skipped import list_skipped, say_skipped
from retold.errors import ArchiveError, ReadError, SettingsError

if TYPE_CHECKING:
    from rich.console import Console

    from retold.archive import Added, Stats

__all__ = ["archive"]

_SIZES = ("bytes", "kB", "MB", "GB", "TB")


@click.group(no_args_is_help=True)
def archive() -> None:
    """Keep articles in one file that answers: have we seen this?

    \b
    Examples:
      retold archive add news/ --to news.retold
      retold archive check page.html --in news.retold
      retold archive list --in news.retold
    """


@archive.command("add", no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@archive_option("--to", "into", help="The archive; it is made where there is none.")
@click.option(
    "--store",
    type=click.Choice(("text", "keys")),
    help="What a new archive keeps: texts, or only keys, offsets and hashes.  [default: text]",
)
@column_options
@click.option(
    "--slug-column",
    metavar="NAME",
    help="The name of the field “slug” in the records, where it is another; a slug helps to tell versions.",
)
@click.option(
    "--skipped",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to list the records that could not be read.  [default: beside the archive, ARCHIVE.skipped.jsonl]",
)
@click.option("--no-link", is_flag=True, help="Do not look for links between the archived articles.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read web pages.  [default: one a core]")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def _add(
    paths: tuple[str, ...],
    into: Path,
    store: Any,
    skipped: Path | None,
    no_link: bool,
    workers: int | None,
    quiet: bool,
    **columns: str | None,
) -> None:
    """Add articles to an archive.

    PATHs are what `retold find` reads: files, folders and patterns of plain text, HTML, JSON, JSON Lines, CSV,
    Parquet and WARC, also compressed; or what `retold archive export` wrote. A text that is there changes nothing;
    another text of the same article becomes a version of it.

    \b
    Examples:
      retold archive add news/ --to news.retold
      retold archive add "wire/*.jsonl.gz" --to news.retold --text-column body --id-column uri
      retold archive add wire.parquet --to news.retold --slug-column slugline
      retold archive add news/ --to shared.retold --store keys
    """
    from retold.archive import Archive
    from retold.archive.removing import remove_if_empty
    from retold.cli.output import check_output
    from retold.finding import check_apart
    from retold.read.collection import find_sources

    if skipped is None:
        skipped = into.with_name(f"{into.name}.skipped.jsonl")
    check_output(skipped, into)
    check_apart(find_sources(paths), [into, skipped])
    bad: list[tuple[str, int, str]] = []
    made = not into.exists()
    try:
        with Archive(into, store=store) as opened, steps(quiet) as tell:
            added = opened.add_paths(
                paths, columns=named_columns(columns), workers=workers, progress=tell, on_bad=bad.append
            )
            link: Callable[..., Any] | None = getattr(opened, "link", None)
            if link is not None and not no_link:
                link(progress=tell)
    except KeyboardInterrupt:
        if not quiet:
            print(_kept(into), file=sys.stderr)
        raise
    list_skipped(bad, skipped)
    if not quiet and (added.articles or not made):
        print(f"{_sum(added)} in {into}.", file=sys.stderr)
    if not quiet:
        say_skipped(bad, skipped)
    if not added.articles:
        if made:
            remove_if_empty(into)
        raise ReadError(f"No article could be read in {', '.join(paths)}.")


def _kept(into: Path) -> str:
    """What an interrupted command left in the archive."""
    from retold.archive import Archive

    try:
        with Archive(into, create=False) as opened:
            kept = f"{into} holds {len(opened):,} articles and versions of them"
    except ArchiveError:
        kept = "Nothing was added yet"
    return f"{kept}; the same command goes on from there."


def _sum(added: Added) -> str:
    """How many articles were read, and what became of them."""
    noun = "article" if added.articles == 1 else "articles"
    version = "version of a known article" if added.versions == 1 else "versions of known articles"
    elsewhere = f" ({added.elsewhere:,} at a new place)" if added.elsewhere else ""
    said = f"{added.articles:,} {noun} read: {added.new:,} new, {added.versions:,} {version}, "
    return f"{said}{added.unchanged:,} unchanged{elsewhere}"


archive.add_command(check)


@archive.command("list")
@ARCHIVE
@click.option("--publisher", metavar="NAME", default="", help="Only articles of this publisher.")
@click.option("--most", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many.")
@click.option("--after", metavar="NAME", help="Only what was added after this article; to go on where a list ended.")
@FORMAT
@OUTPUT
def _list(
    source: Path, publisher: str, most: int, after: str | None, format_: str | None, output: Path | None
) -> None:
    """List the articles of an archive in the order in which they were added, each in its latest version.

    \b
    Examples:
      retold archive list --in news.retold
      retold archive list --in news.retold --publisher "Ellery Wire" --most 10
      retold archive list --in news.retold --after storm-1 --format json
    """
    from retold.archive import Archive
    from retold.report.check import entry_record, print_entries

    with Archive(source, create=False) as opened:
        start = opened.entry(after).number if after else 0
        entries = opened.entries(publisher=publisher, after=start, most=most + 1)
    following = entries[most - 1].name if len(entries) > most else None
    entries = entries[:most]
    record = {"entries": [entry_record(entry) for entry in entries], "next": following}

    def show_entries(console: Console) -> None:
        print_entries(entries, console)
        if not entries:
            console.print("No article." if not after else f"No article after {_plain(after)}.", soft_wrap=True)

    _write("retold.entries/1", record, format_, output, show_entries)
    if following is not None:
        click.echo(f"There are more: go on with --after {_plain(following)}, or list more with --most.", err=True)


@archive.command("show", no_args_is_help=True)
@click.argument("name")
@ARCHIVE
@FORMAT
@OUTPUT
def _show(name: str, source: Path, format_: str | None, output: Path | None) -> None:
    """Show an article: its fields, its versions, where else its text was seen, and the text.

    NAME is the id that `list` shows; `storm-1@2` names the second version of storm-1, `storm-1` the latest.

    \b
    Examples:
      retold archive show storm-1 --in news.retold
      retold archive show storm-1@1 --in news.retold --format json
    """
    from retold.archive import Archive
    from retold.report.check import entry_record, print_entry

    with Archive(source, create=False) as opened:
        entry = opened.entry(name)
        own = entry.name
        text = opened.get(own).text if opened.store == "text" else None
        versions, copies = opened.versions(own), opened.copies(own)
    record = {
        "article": entry_record(entry),
        "versions": [entry_record(version) for version in versions],
        "copies": copies,
        "text": text,
    }
    _write(
        "retold.entry/1", record, format_, output, lambda console: print_entry(entry, versions, copies, text, console)
    )


@archive.command("remove", no_args_is_help=True)
@click.argument("name", nargs=-1, required=True, metavar="NAME...")
@ARCHIVE
@click.option("--reason", default="", metavar="WORDS", help="Why, for the audit.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("-q", "--quiet", is_flag=True, help="Do not say what was removed.")
def _remove(name: tuple[str, ...], source: Path, reason: str, yes: bool, quiet: bool) -> None:
    """Remove articles for good, with all their versions; `storm-1@2` removes the second version alone.

    Text, keys, links and search words go, and their place in the file is overwritten. What was removed, when and
    why stands in the audit. Backups and exports are other files; remove there as well.

    \b
    Examples:
      retold archive remove storm-1 --in news.retold --reason "the author asked for it"
      retold archive remove storm-1@2 storm-7 --in news.retold --yes
    """
    from retold.archive import Archive

    with Archive(source, create=False) as opened:
        named = [opened.entry(one) for one in name]  # all are there before the first goes
        if not yes:
            for asked, entry in zip(name, named, strict=True):
                click.echo(f"{asked}  {_plain(entry.title or '(no headline)')}", err=True)
            if not _confirmed(f"Remove {'this' if len(name) == 1 else f'these {len(name)}'} for good?"):
                click.echo("Nothing was removed.", err=True)
                return
        numbers: set[int] = set()
        for one, entry in zip(name, named, strict=True):
            if entry.number in numbers:
                continue
            gone = opened.remove(one, reason=reason)
            numbers.update(entry.number for entry in gone)
            if not quiet:
                click.echo(f"Removed {', '.join(_plain(entry.name) for entry in gone)}.", err=True)


def _confirmed(question: str) -> bool:
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        message = "Nothing was removed: nobody could be asked. To remove without a question, give --yes."
        raise SettingsError(message) from None


@archive.command("stats")
@ARCHIVE
@FORMAT
@OUTPUT
def _stats(source: Path, format_: str | None, output: Path | None) -> None:
    """Say how much an archive holds.

    \b
    Examples:
      retold archive stats --in news.retold
      retold archive stats --in news.retold --format json | jq .stats.articles
    """
    from dataclasses import asdict

    from retold.archive import Archive

    with Archive(source, create=False) as opened:
        found = opened.stats()
    _write("retold.stats/1", {"stats": asdict(found)}, format_, output, lambda console: _print_stats(found, console))


def _print_stats(stats: Stats, console: Console) -> None:
    rows = [
        ("Articles", f"{stats.articles:,}"),
        ("Versions", f"{stats.versions:,}"),
        ("Other places", f"{stats.copies:,}"),
        ("Links", f"{stats.links:,}"),
        ("Signs of rejected pairs", f"{stats.rejected:,}"),
        ("Keys", f"{stats.keys:,}"),
        ("Keeps", "texts" if stats.store == "text" else "keys alone, no texts"),
        ("Text", _size(stats.text_bytes)),
        ("File", _size(stats.file_bytes)),
        ("First added", stats.first_added or "–"),
        ("Last added", stats.last_added or "–"),
    ]
    for label, value in rows:
        console.print(f"{label:25}{value}")


def _size(count: int) -> str:
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_SIZES) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_SIZES[unit]}" if unit else f"{count} bytes"


@archive.command("export")
@ARCHIVE
@OUTPUT
def _export(source: Path, output: Path | None) -> None:
    """Write all versions of all articles as JSON Lines, which `retold archive add` reads back to the same archive.

    \b
    Examples:
      retold archive export --in news.retold -o news.jsonl
      retold archive export --in news.retold | gzip > news.jsonl.gz
    """
    from retold.archive import Archive
    from retold.cli.output import open_output
    from retold.report.record import dump_json

    with Archive(source, create=False) as opened, open_output(output) as file:
        for record in opened.export():
            file.write(dump_json(record))


@archive.command("search", no_args_is_help=True)
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@ARCHIVE
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@FORMAT
@OUTPUT
def _search(words: tuple[str, ...], source: Path, most: int, format_: str | None, output: Path | None) -> None:
    """Search titles and texts for articles that have all WORDS; in straight quotation marks, as a phrase.

    \b
    Examples:
      retold archive search harbour storm --in news.retold
      retold archive search '"Mira Tolland" harbour' --in news.retold --format json
    """
    from retold.archive import Archive
    from retold.report.check import entry_record, print_entries

    asked = " ".join(words)
    with Archive(source, create=False) as opened:
        found = opened.search(asked, most=most)
    record = {"words": asked, "entries": [{**entry_record(entry), "snippet": snippet} for entry, snippet in found]}
    snippets = {entry.number: snippet for entry, snippet in found}

    def show_entries(console: Console) -> None:
        print_entries([entry for entry, _ in found], console, snippets)
        if not found:
            console.print("No article has all these words.")

    _write("retold.entries/1", record, format_, output, show_entries)


@archive.command("reject", no_args_is_help=True)
@click.argument("name")
@click.argument("other")
@ARCHIVE
@click.option("--undo", is_flag=True, help="Take it back: OTHER may retell NAME again.")
@click.option("-q", "--quiet", is_flag=True, help="Do not say that it was recorded.")
def _reject(name: str, other: str, source: Path, undo: bool, quiet: bool) -> None:
    """Record that OTHER does not retell the archived article NAME; `check` respects it from then on.

    OTHER is the name of another archived article, a file, the address of a web page, or "-" for standard input.

    \b
    Examples:
      retold archive reject storm-1 storm-7 --in news.retold
      retold archive reject storm-1 https://paper.example/storm --in news.retold
      retold archive reject storm-1 storm-7 --in news.retold --undo
    """
    from retold.archive import Archive

    with Archive(source, create=False) as opened:
        opened.entry(name)
        given: str | Path = other
        try:
            opened.entry(other)
        except ArchiveError:
            if other != "-" and "://" not in other:
                given = Path(other)
                if not given.exists():
                    message = f"There is no article {other} in {source}, and no file of that name."
                    raise ReadError(message) from None
        opened.reject(name, given, undo=undo)
    if not quiet:
        verb = "may match" if undo else "does not match"
        click.echo(f"From now on, {_plain(other)} {verb} {_plain(name)}.", err=True)


@archive.command("audit")
@ARCHIVE
@FORMAT
@OUTPUT
def _audit(source: Path, format_: str | None, output: Path | None) -> None:
    """Say what was removed or rejected, and when, the latest first.

    \b
    Examples:
      retold archive audit --in news.retold
      retold archive audit --in news.retold --format json -o audit.json
    """
    from retold.archive import Archive

    with Archive(source, create=False) as opened:
        lines = opened.audit()

    def show_lines(console: Console) -> None:
        for line in lines:
            detail = f"  {_plain(line['detail'])}" if line["detail"] else ""
            console.print(f"{line['at']}  {line['action']:8}{_plain(line['id'])}{detail}", soft_wrap=True)

    _write("retold.audit/1", {"lines": lines}, format_, output, show_lines)


def _write(
    schema: str, record: dict[str, Any], format_: str | None, output: Path | None, show: Callable[[Console], None]
) -> None:
    """Write a record as JSON, or show it as text."""
    from retold._version import __version__
    from retold.cli.output import open_output

    with open_output(output) as file:
        if writes_json(format_, output):
            from retold.report.record import dump_json

            file.write(dump_json({"schema": schema, "version": __version__, **record}, indent=2))
            return
        from retold.report.terminal import text_console

        show(text_console(file))


def _plain(text: str) -> str:
    from retold.report.terminal_findings import clean

    return clean(text)
