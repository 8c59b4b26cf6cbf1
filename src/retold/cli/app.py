"""The `retold` command, and the one way in which every command fails.

Only click is imported before a command runs: help and usage errors must not wait for the library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from retold._threads import one_thread_a_process
from retold._version import __version__
from retold.cli.archive import archive
from retold.cli.articles import credit, quotes
from retold.cli.compare import compare
from retold.cli.find import find
from retold.cli.serve import serve
from retold.cli.watch import watch
from retold.errors import RetoldError

__all__ = ["main"]

FAILED = 2
INTERRUPTED = 130


class _Retold(click.Group):
    """A group whose errors are one plain sentence, "retold: …", and exit code 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        one_thread_a_process()
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as error:  # its sentence is the whole help
            click.echo(error.format_message(), err=True)
            sys.exit(FAILED)
        except click.UsageError as error:
            hint = f" See `{error.ctx.command_path} --help`." if error.ctx else ""
            _fail(error.format_message() + hint)
        except (RetoldError, click.ClickException) as error:
            _fail(error.format_message() if isinstance(error, click.ClickException) else str(error))
        except (click.Abort, KeyboardInterrupt):
            click.echo("Interrupted.", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            # Whoever read the output has seen enough; keep Python from complaining at its own exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except OSError as error:  # a full disk behind standard output, for one
            _fail(f"{error.strerror or error}.")
        sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str) -> NoReturn:
    click.echo(f"retold: {' '.join(sentence.split())}", err=True)
    sys.exit(FAILED)


@click.group(cls=_Retold, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="retold", message="%(prog)s %(version)s")
def main() -> None:
    """Trace how news is retold: which articles tell the same report and how one is made from another.

    \b
    Examples:
      retold compare wire.txt paper.txt
      retold compare wire.html paper.html -o comparison.html
      retold find news/ -o families.jsonl
      retold archive check page.html --in news.retold
      retold watch https://paper.example/rss --archive news.retold
      retold serve --archive news.retold
      retold credit paper.html
      retold quotes paper.html
    """


main.add_command(archive)
main.add_command(compare)
main.add_command(credit)
main.add_command(find)
main.add_command(quotes)
main.add_command(serve)
main.add_command(watch)
