"""`retold serve`: an archive as a web service."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click

from retold.cli.options import ENVIRONMENT, archive_option
from retold.errors import SettingsError
from retold.serve.settings import MAX_BODY_BYTES, MAX_CHARACTERS, RATE, SECONDS, Settings

__all__ = ["serve"]


class _Serve(click.Command):
    """Shows its help where nothing is given, unless the environment names the archive."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        self.no_args_is_help = not os.environ.get(ENVIRONMENT)
        return super().parse_args(ctx, args)


@click.command(cls=_Serve)
@archive_option("--archive", help="The archive that is asked; it must be there.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; others need --token-file.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8787, show_default=True, help="The port; 0 for any free one."
)
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file with the token, of 16 characters or more, that everybody has to name.",
)
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help="A name of this server. May be given several times."
)
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="Believe the proxy at this IP address, or in this network, what it says of clients (X-Forwarded-For).",
)
@click.option(
    "--licensed",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file that names the outlets that may run the copy, one a line; their matches are marked.",
)
@click.option("--writable", is_flag=True, help="Let callers add and remove articles.")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes.  [default: one a core, at least 2]")
@click.option(
    "--waiting", type=click.IntRange(0, 1000), default=64, show_default=True, help="How many may wait for a worker."
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    default=SECONDS,
    show_default=True,
    help="How long a check or a comparison may take.",
)
@click.option(
    "--rate",
    type=click.IntRange(0, 1_000_000),
    default=RATE,
    show_default=True,
    help="Checks a minute for each client; 0 for any number.",
)
@click.option(
    "--max-characters",
    type=click.IntRange(100, 10_000_000),
    default=MAX_CHARACTERS,
    show_default=True,
    help="The longest text that is taken.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1000, 100_000_000),
    default=MAX_BODY_BYTES,
    show_default=True,
    help="The largest request that is taken.",
)
@click.option("-v", "--verbose", is_flag=True, help="Log a line a request: client, route, status, time; no texts.")
@click.option("-q", "--quiet", is_flag=True, help="Do not say where it serves.")
def serve(
    archive: Path,
    host: str,
    port: int,
    token_file: Path | None,
    allow_host: tuple[str, ...],
    proxy: str | None,
    licensed: Path | None,
    writable: bool,
    workers: int | None,
    waiting: int,
    seconds: float,
    rate: int,
    max_characters: int,
    max_bytes: int,
    verbose: bool,
    quiet: bool,
) -> None:
    """Serve an archive: pages for people and a JSON API for programs, on this machine alone unless told otherwise.

    Both check texts against the archive, compare articles, and show families. Texts of strangers are looked at in
    worker processes with a limit of time; pages are fetched from the public web alone.

    \b
    Examples:
      retold serve --archive news.retold
      retold serve --archive news.retold --port 9000 --writable
      retold serve --archive news.retold --licensed customers.txt
      retold serve --archive news.retold --host 0.0.0.0 --token-file token.txt --allow-host retold.example
      retold serve --archive news.retold --token-file token.txt --proxy 127.0.0.1 --allow-host retold.example
      retold serve --archive news.retold --workers 8 --rate 600 --seconds 10 --verbose
    """
    from retold._workers import available_cores
    from retold.archive import read_licensed
    from retold.serve import serve as run
    from retold.serve.access import is_loopback, names_proxies, read_token

    for name in allow_host:
        if not name or any(sign in name for sign in "/@ \\") or (":" in name and not name.startswith("[")):
            raise SettingsError(f"--allow-host takes a name without scheme and port, not {name}.")
    if proxy is not None and not names_proxies(proxy):
        raise SettingsError(f"--proxy takes IP addresses and networks, such as 127.0.0.1 or 10.0.0.0/24, not {proxy}.")
    if not is_loopback(host) and token_file is None:
        raise SettingsError(f"Others can reach {host}: name a --token-file, or leave --host out.")
    token = ""
    if token_file is not None:
        token, warning = read_token(token_file)
        if warning:
            print(f"retold: {warning}", file=sys.stderr)
    outlets = read_licensed(licensed) if licensed is not None else None
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("retold.serve").setLevel(level)
    settings = Settings(
        archive=archive,
        host=host,
        port=port,
        token=token,
        allow_hosts=allow_host,
        proxy=proxy or "",
        writable=writable,
        workers=workers or max(2, available_cores()),
        waiting=waiting,
        seconds=seconds,
        rate=rate,
        max_characters=max_characters,
        max_body_bytes=max_bytes,
        licensed=outlets,
    )
    run(settings, tell=(lambda said: None) if quiet else (lambda said: print(said, file=sys.stderr, flush=True)))
