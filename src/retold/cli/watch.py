"""`retold watch`: new retellings, as feeds list them."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import click

from retold.cli.options import archive_option
from retold.errors import ReadError, SettingsError

__all__ = ["watch"]

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd]?)", re.ASCII)
# Feeds change a few times an hour. To ask more often than this only costs their owners.
_SHORTEST = 10.0
_LARGEST_SECRET = 10_000


def _seconds(ctx: click.Context, param: click.Parameter, value: str) -> float:
    """A time such as 30s, 5m or 1h, as seconds."""
    found = _DURATION.fullmatch(value.strip().lower())
    if not found:
        raise click.BadParameter(f"“{value}” is not a time such as 30s, 5m or 1h.")
    seconds = float(found[1]) * _UNITS[found[2]]
    if seconds < _SHORTEST:
        raise click.BadParameter(f"{value} is too short: feeds are asked every {_SHORTEST:g} seconds at most.")
    return seconds


@click.command(no_args_is_help=True)
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@archive_option("--archive", help="The archive that pages are checked against.")
@click.option("--add", is_flag=True, help="Also add each page to the archive, after it was checked.")
@click.option(
    "--every",
    metavar="TIME",
    callback=_seconds,
    default="5m",
    show_default=True,
    help="How often to ask each feed: 30s, 5m, 1h.",
)
@click.option("--once", is_flag=True, help="Ask every feed once, check what is new, and end.")
@click.option(
    "--probability",
    type=click.FloatRange(0.0, 1.0),
    default=0.5,
    show_default=True,
    help="The least probability of a shared origin that is reported.",
)
@click.option(
    "--licensed",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file that names the outlets that may run the copy, one a line; their findings are marked.",
)
@click.option(
    "-o",
    "--jsonl",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Append each finding to this file, as one JSON object a line; - writes them to the screen.",
)
@click.option(
    "--atom",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the latest 100 findings in this file, as an Atom feed.",
)
@click.option("--webhook", metavar="URL", help="Send each finding to this address, as signed JSON.")
@click.option(
    "--secret-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file with the secret that signs what --webhook sends.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to remember what was seen.  [default: beside the archive, ARCHIVE.watch]",
)
@click.option("-q", "--quiet", is_flag=True, help="Do not say what happens; findings and errors are still shown.")
def watch(
    feeds: tuple[str, ...],
    archive: Path,
    add: bool,
    every: float,
    once: bool,
    probability: float,
    licensed: Path | None,
    jsonl: Path | None,
    atom: Path | None,
    webhook: str | None,
    secret_file: Path | None,
    state: Path | None,
    quiet: bool,
) -> None:
    """Watch feeds for new retellings of archived articles, until Ctrl-C.

    FEEDs are addresses of RSS and Atom feeds, news sitemaps and indexes of sitemaps. The pages that they list are
    fetched, each once, and checked against the archive; what tells the same report as an archived article is a
    finding. Whatever ends the watch, the same command goes on where it was.

    \b
    Examples:
      retold watch https://paper.example/rss --archive news.retold
      retold watch https://paper.example/news-sitemap.xml --archive news.retold --every 1h --add
      retold watch https://paper.example/rss --archive news.retold --once -o findings.jsonl
      retold watch https://paper.example/rss --archive news.retold --atom findings.xml --probability 0.9
      retold watch https://paper.example/rss --archive news.retold --webhook https://desk.example/in --secret-file key
    """
    from retold.archive import Archive, read_licensed
    from retold.cli.output import check_output
    from retold.watch import AtomFile, JsonLines, Screen, Webhook
    from retold.watch import watch as watch_feeds

    if (webhook is None) != (secret_file is None):
        raise SettingsError("--webhook and --secret-file belong together: name both.")
    if atom is not None and str(atom) == "-":
        raise SettingsError("--atom writes a file anew each time; name one.")
    to_screen = jsonl is not None and str(jsonl) == "-"
    outputs: list[Any] = [Screen(as_json=to_screen)]
    if state is None:
        state = archive.with_name(f"{archive.name}.watch")
    written = [path for path in (archive, state, jsonl, atom) if path is not None]
    if len({os.path.realpath(path) for path in written}) < len(written):
        raise SettingsError("--archive, --state, --jsonl and --atom must be different files.")
    check_output(state, database=True)
    for path in (jsonl, atom):
        check_output(path)
    if jsonl is not None and not to_screen:
        outputs.append(JsonLines(jsonl))
    if atom is not None:
        outputs.append(AtomFile(atom))
    if webhook is not None and secret_file is not None:
        outputs.append(Webhook(webhook, _secret(secret_file)))
    with Archive(archive, create=add) as opened:
        watch_feeds(
            feeds,
            opened,
            state=state,
            outputs=outputs,
            add=add,
            probability=probability,
            licensed=read_licensed(licensed) if licensed is not None else None,
            every=every,
            once=once,
            tell=(lambda sentence: None) if quiet else _say,
        )


def _say(sentence: str) -> None:
    """Say what happens on standard error, with the time."""
    plain = "".join(c if c.isprintable() else " " for c in sentence)
    print(f"{time.strftime('%H:%M:%S')}  {plain}", file=sys.stderr, flush=True)


def _secret(path: Path) -> bytes:
    """The secret in a file, without the line end that editors leave there."""
    try:
        with path.open("rb") as file:
            secret = file.read(_LARGEST_SECRET + 1).rstrip(b"\r\n")
    except OSError as error:
        raise ReadError(f"The secret {path} cannot be read: {error.strerror}.") from error
    if not secret:
        raise SettingsError(f"The secret in {path} is empty.")
    if len(secret) > _LARGEST_SECRET:
        raise SettingsError(f"The secret in {path} is too long to be one.")
    return secret
